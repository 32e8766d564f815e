"""The policy of the bucket that a trail writes to, as it was before a threat began."""

from collections.abc import Iterator
from typing import Any

from ringwall.catalog.cloudtrail.past_calls import find_calls, find_configuration, take_map
from ringwall.catalog.s3.threatened_bucket import (
    BUSY,
    OWNED,
    ThreatenedBucket,
    find_bucket,
    parse_statements,
)
from ringwall.model.change import Change, Write
from ringwall.model.errors import AccessDenied, NeedsHuman
from ringwall.model.normal import normalize
from ringwall.model.reference import write_json
from ringwall.model.response_playbook import HumanStep
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import WriteShape

BUCKET_WRITES = (
    WriteShape("s3.put_bucket_policy", {**OWNED, "Policy": r"\{[\s\S]*\}"}),
    WriteShape("s3.delete_bucket_policy", OWNED),
)


def restore_policy(
    name: str, owner: str, reader: Reader, since: int
) -> Iterator[Change | HumanStep]:
    """Yield the Change that puts the policy of a bucket back as it was when a threat began."""
    arn = f"arn:{reader.partition}:s3:::{name}"
    try:
        bucket = find_bucket(name, owner, reader)
    except (AccessDenied, NeedsHuman) as error:
        what = "Look whether the bucket is there, and lets CloudTrail write"
        why = f"it is no bucket of the account, or cannot be read from it: {error}"
        yield HumanStep(arn, what, why)
        return

    def is_about(record: Row) -> bool:
        return bool(take_map(record, "requestParameters").get("bucketName") == name)

    changed = [
        call
        for call in ("PutBucketPolicy", "DeleteBucketPolicy")
        for _ in find_calls(bucket.reader, call, is_about, since=since)
    ]
    if not changed:
        return
    problem = "nothing tells how it was"
    try:
        past = _find_past(bucket, is_about, since)
    except AccessDenied as error:
        past, problem = None, f"how it was could not be read: {error}"
    if past is None:
        what = "Put the bucket's policy back as it was: CloudTrail has to be able to write"
        why = f"it was changed since ({', '.join(sorted(set(changed)))}), and {problem}"
        yield HumanStep(arn, what, why)
        return
    yield from _put_back(bucket, past)


def _find_past(bucket: ThreatenedBucket, is_about: Any, at: int) -> Row | None:
    """Return the policy as it was at a time; None if unknown."""
    for record in find_calls(bucket.reader, "PutBucketPolicy", is_about, until=at):
        policy = take_map(take_map(record, "requestParameters"), "bucketPolicy")
        if not policy.get("Statement"):
            return None
        for deleted in find_calls(bucket.reader, "DeleteBucketPolicy", is_about, until=at):
            if str(deleted.get("eventTime")) > str(record.get("eventTime")):
                return None
            break
        return policy
    item = find_configuration(bucket.reader, "AWS::S3::Bucket", bucket.name, at)
    kept = take_map(take_map(item, "supplementaryConfiguration"), "BucketPolicy")
    text = kept.get("policyText")
    if not isinstance(text, str):
        return None
    document, statements = parse_statements(text)
    return dict(document) if statements else None


def _put_back(bucket: ThreatenedBucket, past: Row) -> Iterator[Change]:
    text = bucket.read_policy()
    document, _ = parse_statements(text)
    if text is not None and normalize(text, "policy") == normalize(past, "policy"):
        return
    undo = Write("s3.delete_bucket_policy", bucket.which, BUSY)
    if text is not None:
        undo = Write("s3.put_bucket_policy", {**bucket.which, "Policy": text}, BUSY)
    yield Change(
        account_id=bucket.owner,
        region=bucket.reader.region,
        resource=bucket.arn,
        write=Write("s3.put_bucket_policy", {**bucket.which, "Policy": write_json(past)}, BUSY),
        probe=bucket.policy_probe(),
        before=None if text is None else {"policy": document},
        after={"policy": past},
        why="CloudTrail writes the log again, and the log is guarded as it was",
        layer="response",
        blast="config",
        undo=undo,
        stage="recover",
    )
