"""Has a bucket refuse requests that are not encrypted on their way."""

from collections.abc import Iterator

from ringwall.catalog.policy_closing import TEXT, list_statements
from ringwall.catalog.policy_statements import VERSION
from ringwall.catalog.policy_statements import require_tls as refuse_plain
from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.reference import write_json
from ringwall.model.state import read_state
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import WriteShape

BUCKET = {"Bucket": r"[\w.-]{3,255}", "ExpectedBucketOwner": "{account_id}"}
WRITES = (
    WriteShape("s3.put_bucket_policy", {**BUCKET, "Policy": TEXT}),
    WriteShape("s3.delete_bucket_policy", BUCKET),
)


@answers("s3.bucket_requires_tls", writes=WRITES)
def require_tls(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Add the statement that denies plain HTTP; all other statements stay."""
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
    wanted, statements = (
        refuse_plain(finding.resource, f"{finding.resource}/*"),
        list_statements(policy),
    )
    if any(_says(wanted, statement) for statement in statements):
        return
    if wanted["Sid"] in {statement.get("Sid") for statement in statements}:
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
        why="nobody on the way can read or change what is sent; clients that use plain HTTP are "
        "refused",
        blast="availability",
    )


def _says(wanted: Row, statement: Row) -> bool:
    """Whether a statement is the one that is wanted, whatever its Sid is."""
    named = {"Sid": wanted["Sid"]}
    return {**statement, **named} == wanted
