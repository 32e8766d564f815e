"""What a resource's settings share beside its policy, from the columns that its table names."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.settings import SHARED_FOR, ResourceSettings, read_settings
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.organization.model import Resource
from ringwall.store.engine.embedded import Engine

Blocks = Mapping[str, dict[str, Any]]
"""Block Public Access of each account."""
_ALL = "all"
"""Stands for every account of AWS."""
_ARN_OF_ORGANIZATION = ":organizations::"


def read_sharing(
    engine: Engine, resources: Iterable[Resource]
) -> dict[str, ResourceSettings | None]:
    """Return what the settings of resources come to, by ARN; None where they are not known.

    Resources that share nothing by settings are left out.
    """
    blocks = _read_account_blocks(engine)
    found: dict[str, ResourceSettings | None] = {}
    for resource in resources:
        read = _READERS.get(resource.table)
        if read is None:
            continue
        settings = read(resource, blocks)
        if settings is None or settings != ResourceSettings():
            found[resource.arn] = settings
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


def _bucket(resource: Resource, blocks: Blocks) -> ResourceSettings | None:
    facts = resource.facts
    own = {name: facts[name] for name in ("ignore_public_acls", "restrict_public_buckets")}
    account = blocks.get(resource.account_id, dict.fromkeys(own))
    value: dict[str, Any] = {"block_public_access": {"bucket": own, "account": account}}
    if facts["object_ownership"] == "BucketOwnerEnforced":
        return read_settings(value)
    grants = _load(facts["acl"])
    if grants is None or facts["object_ownership"] is None:
        return None
    owner = facts["owner_canonical_id"]
    value["acl"] = [grant for grant in grants if grant.get("grantee") != owner]
    return _settings(value)


def _access_point(resource: Resource, blocks: Blocks) -> ResourceSettings | None:
    own = {"restrict_public_buckets": resource.facts["restrict_public_buckets"]}
    account = blocks.get(resource.account_id, {"restrict_public_buckets": None})
    restricts = {"restrict_public_buckets": account["restrict_public_buckets"]}
    return _settings({"block_public_access": {"access_point": own, "account": restricts}})


def _key(resource: Resource, _: Blocks) -> ResourceSettings | None:
    grants = _load(resource.facts["grants"])
    return None if grants is None else _settings({"kms_grants": grants})


def _snapshot(resource: Resource, _: Blocks) -> ResourceSettings | None:
    """Return the sharing of a disk's snapshot; what the region blocks is shared with nobody.

    https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots-work.html
    """
    names, block = resource.facts["restore_accounts"], resource.facts["block_public_access"]
    is_blocked = None if block is None else block == "block-all-sharing"
    if names is None:
        is_open = resource.facts["is_public"] and is_blocked is False
        return _share(resource, [_ALL]) if is_open else None
    if _ALL in names and is_blocked is None:
        return None
    return _share(resource, [name for name in names if name != _ALL or not is_blocked])


def _shared(column: str) -> Callable[[Resource, Blocks], ResourceSettings | None]:
    def read(resource: Resource, _: Blocks) -> ResourceSettings | None:
        names = resource.facts[column]
        return None if names is None else _share(resource, list(names))

    return read


def _share(resource: Resource, names: list[str]) -> ResourceSettings:
    """Return what sharing with accounts, organizations or everybody says, as a policy."""
    if not names:
        return ResourceSettings()
    signed = {"Null": {"aws:PrincipalAccount": "false"}}
    statements: list[dict[str, Any]] = []
    for name in names:
        condition: dict[str, Any] = dict(signed)
        principal: Any = {"AWS": name}
        if name == _ALL:
            principal = "*"
        elif _ARN_OF_ORGANIZATION in name:
            principal = "*"
            condition |= _of_organization(name)
        statements.append(
            {
                "Effect": "Allow",
                "Principal": principal,
                "Action": list(SHARED_FOR[resource.table]),
                "Resource": "*",
                "Condition": condition,
            }
        )
    document = {"Version": "2012-10-17", "Statement": statements}
    return ResourceSettings((CompiledPolicy(read_policy(document, f"sharing of {resource.arn}")),))


def _of_organization(arn: str) -> dict[str, Any]:
    """Return the condition that an ARN of an organization or of a unit stands for."""
    kind, _, path = arn.rpartition(":")[2].partition("/")
    organization, _, unit = path.partition("/")
    if kind == "organization":
        return {"StringEquals": {"aws:PrincipalOrgID": organization}}
    return {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": f"{organization}/*{unit}/*"}}


def _settings(value: dict[str, Any]) -> ResourceSettings | None:
    try:
        return read_settings(value)
    except (ValueError, KeyError, TypeError):
        return None  # a form that we do not know: what it grants is not known


def _load(text: str | None) -> list[dict[str, Any]] | None:
    try:
        found = json.loads(text) if text is not None else None
    except ValueError:
        return None
    return found if isinstance(found, list) else None


_READERS: Mapping[str, Callable[[Resource, Blocks], ResourceSettings | None]] = {
    "s3_bucket": _bucket,
    "s3_access_point": _access_point,
    "kms_key": _key,
    "ec2_snapshot": _snapshot,
    "ec2_image": _shared("launch_permissions"),
    "rds_db_snapshot": _shared("restore_accounts"),
    "rds_db_cluster_snapshot": _shared("restore_accounts"),
}
