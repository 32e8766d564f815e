"""Whether AWS services may use a bucket and a key that they are told to export to."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.emulator.moto_client import moto_backends
from ringwall.emulator.security.finding_criteria import is_like


def can_export(service: str, bucket_arn: str, key_arn: str) -> str:
    """Return why a service cannot export to a bucket with a key; '' where it can."""
    bucket = bucket_arn.partition(":::")[2].partition("/")[0]
    owner = moto_backends("s3").bucket_accounts.get(bucket)
    if owner is None:
        return "S3 bucket"
    partition, account_id = owner
    held = moto_backends("s3")[account_id][partition].buckets.get(bucket)
    if held is None or not _allows(held.policy, service, "s3:PutObject"):
        return "S3 bucket"
    fields = key_arn.split(":")
    region, account_id = (fields[3], fields[4]) if len(fields) > 5 else ("", "")  # noqa: PLR2004
    owners = moto_backends("kms")
    is_held = account_id in owners and region in owners[account_id]
    keys = owners[account_id][region].keys if is_held else {}
    key = keys.get(key_arn.rpartition("/")[2])
    if key is None or not _allows(key.policy, service, "kms:GenerateDataKey"):
        return "KMS key"
    return ""


def _allows(policy: Any, service: str, action: str) -> bool:
    """Whether a policy has a statement that allows a service an action; conditions aside."""
    for statement in _read_statements(policy):
        principal = statement.get("Principal")
        services = principal.get("Service") if isinstance(principal, Mapping) else principal
        if statement.get("Effect") != "Allow" or not _holds(services, service):
            continue
        actions = statement.get("Action") or []
        if any(is_like(name.lower(), action.lower()) for name in _listed(actions)):
            return True
    return False


def _read_statements(policy: Any) -> Iterator[Mapping[str, Any]]:
    text = policy.decode() if isinstance(policy, bytes) else str(policy or "{}")
    try:
        document = json.loads(text)
    except json.JSONDecodeError:
        return
    statements = document.get("Statement") if isinstance(document, Mapping) else None
    listed = statements if isinstance(statements, list) else [statements]
    yield from (s for s in listed if isinstance(s, Mapping))


def _holds(names: Any, service: str) -> bool:
    return service in _listed(names)


def _listed(names: Any) -> list[str]:
    return [str(n) for n in names] if isinstance(names, list) else [str(names)]
