"""Adds a statement that denies something to the policy of a bucket, for playbooks."""

from collections.abc import Iterator

from ringwall.catalog.policy_closing import TEXT, list_statements
from ringwall.catalog.policy_statements import VERSION
from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.reference import write_json
from ringwall.model.state import read_state
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import WriteShape

BUCKET = {"Bucket": r"[\w.-]{3,255}", "ExpectedBucketOwner": "{account_id}"}
WRITES = (
    WriteShape("s3.put_bucket_policy", {**BUCKET, "Policy": TEXT}),
    WriteShape("s3.delete_bucket_policy", BUCKET),
)


def deny(finding: Finding, reader: Reader, statement: Row, why: str) -> Iterator[Change]:
    """Yield the Change that adds the statement, unless it is there; all other statements stay.

    ValueError where the statement does not deny: then it would give access.
    """
    if statement["Effect"] != "Deny":
        raise ValueError(f"{statement['Sid']} does not deny")
    bucket = {
        "Bucket": finding.resource.rpartition(":")[2],
        "ExpectedBucketOwner": finding.account_id,
    }
    probe = Probe(
        "s3.get_bucket_policy",
        bucket,
        "Policy.{Policy: @}",
        ("NoSuchBucketPolicy",),
        normal={"Policy": "policy"},
    )
    found = read_state(probe, reader)
    policy = found["Policy"] if found else {"Version": VERSION}
    statements, wanted = list_statements(policy), dict(statement)
    if any({**one, "Sid": wanted["Sid"]} == wanted for one in statements):
        return
    if wanted["Sid"] in {one.get("Sid") for one in statements}:
        del wanted["Sid"]

    def write(state: Row | None) -> Write:
        if state is None:
            return Write("s3.delete_bucket_policy", bucket)
        return Write("s3.put_bucket_policy", {**bucket, "Policy": write_json(state["Policy"])})

    yield from change_setting(
        finding,
        reader,
        probe,
        write,
        after={"Policy": {**policy, "Statement": [*statements, wanted]}},
        why=why,
        blast="availability",
    )
