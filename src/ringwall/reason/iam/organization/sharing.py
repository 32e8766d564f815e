"""What the settings of a resource share beside its policy, as its table says with `share=`."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ringwall.model.share import KeyGrants, S3Access, Share, SharedWith
from ringwall.model.table import Table
from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.settings import ResourceSettings, read_settings
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.organization.model import Resource
from ringwall.store.engine.protocol import Engine

Blocks = Mapping[str, dict[str, Any]]
"""Block Public Access of each account."""
_ALL = "all"
"""Stands for every account of AWS."""
_ARN_OF_ORGANIZATION = ":organizations::"


def read_sharing(
    engine: Engine, resources: Iterable[Resource], tables: Mapping[str, Table]
) -> dict[str, ResourceSettings | None]:
    """Return what the settings of resources come to, by ARN; None where they are not known.

    Resources that share nothing by settings are left out.
    """
    blocks = _read_account_blocks(engine)
    found: dict[str, ResourceSettings | None] = {}
    for resource in resources:
        share = tables[resource.table].share
        if share is None:
            continue
        settings = _read_one(share, resource, blocks)
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


def _read_one(share: Share, resource: Resource, blocks: Blocks) -> ResourceSettings | None:
    if isinstance(share, S3Access):
        return _s3(share, resource, blocks)
    if isinstance(share, KeyGrants):
        grants = _load(resource.facts[share.column])
        return None if grants is None else _settings({"kms_grants": grants})
    return _shared_with(share, resource)


def _s3(share: S3Access, resource: Resource, blocks: Blocks) -> ResourceSettings | None:
    facts = resource.facts
    own = {flag: facts[flag] for flag in share.flags}
    block = blocks.get(resource.account_id, {})
    account = {flag: block.get(flag) for flag in share.flags}
    value: dict[str, Any] = {"block_public_access": {share.level: own, "account": account}}
    if not share.acl:
        return _settings(value)
    if facts[share.ownership] == "BucketOwnerEnforced":
        return read_settings(value)
    grants = _load(facts[share.acl])
    if grants is None or facts[share.ownership] is None:
        return None
    owner = facts[share.owner]
    value["acl"] = [grant for grant in grants if grant.get("grantee") != owner]
    return _settings(value)


def _shared_with(share: SharedWith, resource: Resource) -> ResourceSettings | None:
    """Return the sharing of a snapshot or image; what a setting blocks is not shared."""
    names = resource.facts[share.column]
    block = resource.facts[share.block] if share.block else ""
    is_blocked = None if block is None else bool(share.block) and block == share.blocked_by
    if names is None:
        is_open = share.is_public and resource.facts[share.is_public] and is_blocked is False
        return _share(resource, share, [_ALL]) if is_open else None
    if _ALL in names and is_blocked is None:
        return None
    return _share(resource, share, [name for name in names if name != _ALL or not is_blocked])


def _share(resource: Resource, share: SharedWith, names: list[str]) -> ResourceSettings:
    """Return what sharing with accounts, organizations or everyone means, as a policy."""
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
                "Action": list(share.actions),
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
