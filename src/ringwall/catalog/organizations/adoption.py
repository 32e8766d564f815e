"""What the policies of an organization that is there are in a blueprint."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from ringwall.catalog.organizations.policy_library import load_policies
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.policies import OwnPolicyType
from ringwall.model.blueprint.section import RowsOf, adopts
from ringwall.model.blueprint.wanted import OWNER_TAG
from ringwall.model.table import Row

LONGEST = 60
_ACCOUNT = re.compile(r"arn:[\w-]+:iam::([0-9]{12}):root|([0-9]{12})")


@adopts("accounts.policies")
def adopt_policies(landscape: Landscape, rows_of: RowsOf) -> Iterator[Mapping[str, Any]]:
    """Take the policies that are there for one's own, and leave out what of the library is not."""
    policies = [row for row in rows_of("organizations_policy") if not row["aws_managed"]]
    packed = [row for row in policies if _is_packed(landscape, row)]
    own = _take_own(landscape, [row for row in policies if row not in packed], rows_of)
    for library in ({}, _choose_library(landscape, packed), _choose_library(landscape, [])):
        yield {"library": library}
        yield {"library": library, "own": own}


def _is_packed(landscape: Landscape, row: Row) -> bool:
    """Whether a policy was made of the library, for this blueprint."""
    tag = (row["tags"] or {}).get(OWNER_TAG, "")
    return bool(tag.startswith(f"{landscape.name}/{landscape.name}-"))


def _choose_library(landscape: Landscape, packed: list[Row]) -> dict[str, Any]:
    """Return which policies of the library are on: those all of whose statements are there."""
    there = {sid for row in packed for sid in _list_sids(row["content"])}
    types = {row["type"] for row in packed}
    found: dict[str, Any] = {}
    levels = ("baseline", landscape.settings.level)
    for name, policy in load_policies().items():
        sids = _list_sids(policy.document)
        is_on = sids <= there if sids else policy.type in types
        if is_on != (policy.level in levels):
            found[name] = {"enabled": is_on}
    return found


def _list_sids(document: Any) -> set[str]:
    return {one["Sid"] for one in _list_statements(document) if "Sid" in one}


def _list_statements(document: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the statements of a policy: a list, or one that stands alone."""
    found = document.get("Statement", ()) if isinstance(document, Mapping) else ()
    every = [found] if isinstance(found, Mapping) else found
    yield from (one for one in every if isinstance(one, Mapping))


def _take_own(landscape: Landscape, policies: list[Row], rows_of: RowsOf) -> dict[str, Any]:
    units = {unit.id: "/".join(unit.path) for unit in landscape.units}
    targets: dict[str, list[str]] = defaultdict(list)
    for row in rows_of("organizations_policy_attachment"):
        target = "root" if row["target_id"] == landscape.root_id else units.get(row["target_id"])
        if target:
            targets[row["policy_id"]].append(target)
    own: dict[str, Any] = {}
    for row in sorted(policies, key=lambda row: (row["type"], row["name"])):
        if row["type"] in get_args(OwnPolicyType) and isinstance(row["content"], Mapping):
            key = _name(landscape, row, own)
            own[key] = {
                "type": row["type"],
                **({"name": row["name"]} if row["name"] != key else {}),
                **({"description": row["description"]} if row["description"] else {}),
                "targets": sorted(targets[row["id"]]),
                "document": row["content"],
            }
    return own


def _name(landscape: Landscape, row: Row, taken: Mapping[str, Any]) -> str:
    """Return what the blueprint calls a policy: by its tag, else after its name."""
    tag = (row["tags"] or {}).get(OWNER_TAG, "")
    if tag.startswith(f"{landscape.name}/"):
        return str(tag.removeprefix(f"{landscape.name}/"))
    plain = re.sub(r"[^a-z0-9_-]+", "-", row["name"].lower()).strip("-")[:LONGEST]
    start = plain if plain[:1].isalpha() else f"policy-{plain}"
    tries = (start, *(f"{start}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in tries if name not in taken)


@adopts("accounts.delegation_policy")
def adopt_delegation(landscape: Landscape, rows_of: RowsOf) -> Iterator[Mapping[str, Any]]:
    """Take over which account manages policies, and of which types."""
    names = {account.id: account.name for account in landscape.accounts}
    for row in rows_of("organizations_resource_policy"):
        for statement in _list_statements(row["content"]):
            principal = statement.get("Principal", {})
            found = _ACCOUNT.fullmatch(str(isinstance(principal, dict) and principal.get("AWS")))
            name = names.get(found[1] or found[2]) if found else None
            equal = statement.get("Condition", {}).get("StringEquals", {})
            types = equal.get("organizations:PolicyType", [])
            if name and types:
                listed = [types] if isinstance(types, str) else [*types]
                by_role = landscape.settings.accounts.security == name
                yield {"account": None if by_role else name, "policy_types": listed}
