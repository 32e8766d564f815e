"""What a resource's settings share beside its policy, from the columns of its table."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ringwall.reason.iam.organization.model import Resource
from ringwall.reason.iam.settings import Settings, read_settings
from ringwall.store.engine import Engine

SHARING: Mapping[str, tuple[str, ...]] = {
    "s3_bucket": ("ignore_public_acls", "restrict_public_buckets", "object_ownership"),
    "ec2_snapshot": ("is_public",),
}
"""Tables whose columns share their resources, or keep them from being shared."""


def read_sharing(engine: Engine, resources: Iterable[Resource]) -> dict[str, Settings | None]:
    """Return what the settings of resources come to, by ARN; None where they are not known.

    Resources without any are left out.
    """
    blocks = _read_account_blocks(engine)
    found: dict[str, Settings | None] = {}
    for resource in resources:
        if resource.table not in SHARING:
            continue
        value = _READERS[resource.table](resource, blocks)
        if value is None:
            found[resource.arn] = None
        elif value:
            found[resource.arn] = read_settings(value)
    return found


def _read_account_blocks(engine: Engine) -> dict[str, dict[str, Any]]:
    sql = "select account_id, ignore_public_acls, restrict_public_buckets from estate.s3_account"
    return {
        row["account_id"]: {
            "ignore_public_acls": row["ignore_public_acls"],
            "restrict_public_buckets": row["restrict_public_buckets"],
        }
        for row in engine.rows(sql)
    }


def _bucket(resource: Resource, blocks: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    facts = resource.facts
    own = {name: facts[name] for name in ("ignore_public_acls", "restrict_public_buckets")}
    account = blocks.get(resource.account_id, dict.fromkeys(own))
    value: dict[str, Any] = {"block_public_access": {"bucket": own, "account": account}}
    if facts["object_ownership"] is not None:
        value["object_ownership"] = facts["object_ownership"]
    if acl := _load(facts.get("acl")):
        value["acl"] = acl
    return value


def _snapshot(resource: Resource, _: Mapping[str, dict[str, Any]]) -> dict[str, Any] | None:
    is_public = resource.facts["is_public"]
    return None if is_public is None else {"shared_with": "all"} if is_public else {}


def _load(text: str | None) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None


_READERS = {"s3_bucket": _bucket, "ec2_snapshot": _snapshot}
