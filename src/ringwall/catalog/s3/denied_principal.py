"""Who acted on a bucket is denied all of it, by a statement before those that its policy has."""

import re
from collections.abc import Iterator

from ringwall.catalog.acting_principal import is_caller, match_principal
from ringwall.catalog.s3.threatened_bucket import BUSY, OWNED, ThreatenedBucket, parse_statements
from ringwall.model.change import Change, Write
from ringwall.model.normal import normalize
from ringwall.model.reference import write_json
from ringwall.model.response_playbook import HumanStep
from ringwall.model.threat import Threat
from ringwall.model.write_shape import WriteShape

MOST_BYTES = 20 * 1024
"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html"""
POLICY_WRITES = (
    WriteShape("s3.put_bucket_policy", {**OWNED, "Policy": r"\{[\s\S]*\}"}),
    WriteShape("s3.delete_bucket_policy", OWNED),
)


def deny_principal(bucket: ThreatenedBucket, threat: Threat) -> Iterator[Change | HumanStep]:
    """Yield the Change that denies who acted everything in the bucket."""
    why = "who acted can still change the bucket"
    patterns = match_principal(threat.actor)
    if not patterns or is_caller(threat.actor, bucket.reader):
        who = "is who responds" if patterns else "is not known, or is nobody that a policy can name"
        what = f"Cut off by hand who acted: that {who}"
        yield HumanStep(bucket.arn, what, why)
        return
    text = bucket.read_policy()
    document, statements = parse_statements(text)
    statement = {
        "Sid": f"RingwallDeny{re.sub(r'[^A-Za-z0-9]', '', threat.case)}",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket.arn, f"{bucket.arn}/*"],
        "Condition": {"ArnLike": {"aws:PrincipalArn": list(patterns)}},
    }
    after = {"policy": {**document, "Statement": [statement, *statements]}}
    denied = normalize({"Statement": [statement]}, "policy")["Statement"]
    if denied[0] in normalize({"Statement": statements}, "policy")["Statement"]:
        return
    written = write_json(after["policy"])
    if len(written.encode()) > MOST_BYTES:
        yield HumanStep(bucket.arn, "Make room in the bucket's policy, and plan again", why)
        return
    undo = Write("s3.delete_bucket_policy", bucket.which, BUSY)
    if text is not None:
        undo = Write("s3.put_bucket_policy", {**bucket.which, "Policy": text}, BUSY)
    yield Change(
        account_id=bucket.owner,
        region=bucket.reader.region,
        resource=bucket.arn,
        write=Write("s3.put_bucket_policy", {**bucket.which, "Policy": written}, BUSY),
        probe=bucket.policy_probe(),
        before=None if text is None else {"policy": document},
        after=after,
        why="who acted can do nothing more with the bucket and its objects",
        layer="response",
        blast="availability",
        undo=undo,
        stage="contain",
    )
