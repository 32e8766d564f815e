"""The policy that a key had before somebody changed it, as CloudTrail knows it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from ringwall.catalog.cloudtrail.event_history import KEPT, LookupKey, PastAct, look_up_acts
from ringwall.model.normal import parse_json
from ringwall.model.table import Reader

EVENT_NAME: LookupKey = "EventName"


def find_earlier_policy(
    key_id: str, reader: Reader, since: datetime, now: datetime
) -> tuple[Any, str]:
    """Return the policy that a key had before some time, and why it is not known, or ''.

    None with '' where nobody has changed the policy since then. CallFailed and its kin.
    """
    # KMS records each use of a key too: what is looked up is what changes policies.
    puts = [*_find_puts(key_id, reader, now)]
    if not any(act.moment >= since for act in puts):
        return None, ""
    earlier = [act for act in puts if act.moment < since]
    for act in sorted(earlier, key=lambda one: one.moment, reverse=True):
        policy = parse_json(act.parameters.get("policy"))
        if isinstance(policy, Mapping) and policy.get("Statement"):
            return policy, ""
    for act in look_up_acts(reader, EVENT_NAME, "CreateKey", now - KEPT, now):
        made = act.answer.get("keyMetadata")
        if act.error or not isinstance(made, Mapping) or made.get("keyId") != key_id:
            continue
        policy = parse_json(act.parameters.get("policy"))
        if isinstance(policy, Mapping) and policy.get("Statement"):
            return policy, ""
        return make_default_policy(reader), ""
    return None, "CloudTrail does not go back to the policy from before"


def _find_puts(key_id: str, reader: Reader, now: datetime) -> Iterator[PastAct]:
    for act in look_up_acts(reader, EVENT_NAME, "PutKeyPolicy", now - KEPT, now):
        named = str(act.parameters.get("keyId") or "")
        if not act.error and named.rpartition("/")[2] == key_id:
            yield act


def make_default_policy(reader: Reader) -> dict[str, Any]:
    """Return the policy of a key that was made by a call without one.

    https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    """
    statement = {
        "Sid": "Enable IAM User Permissions",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:{reader.partition}:iam::{reader.account_id}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    return {"Version": "2012-10-17", "Id": "key-default-1", "Statement": [statement]}
