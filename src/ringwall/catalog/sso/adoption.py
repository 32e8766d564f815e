"""What permission sets and assignments that are there are in a blueprint."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from ringwall.catalog.sso.wanted_rows import BREAK_GLASS
from ringwall.model.blueprint.identity import ROOT, PermissionSet, PermissionSetName
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import RowsOf, adopts
from ringwall.model.table import Row


@adopts("identity.identity_center")
def adopt_identity_center(landscape: Landscape, rows_of: RowsOf) -> Iterator[Mapping[str, Any]]:
    """Take all permission sets of the instance, and what groups have of them."""
    for instance in rows_of("sso_instance"):
        if instance["account_id"] != landscape.management.id:
            continue
        region = None if instance["region"] == landscape.home_region else instance["region"]
        sets = _Sets(landscape, str(instance["arn"]), rows_of)
        chosen = {"region": region, "permission_sets": dict(sets.describe())}
        yield {"region": region}
        yield {**chosen, "assignments": []}
        yield {**chosen, "assignments": [*sets.assign()]}


class _Sets:
    """The permission sets of an instance that a blueprint can say, by ARN."""

    def __init__(self, landscape: Landscape, instance: str, rows_of: RowsOf) -> None:
        self.landscape = landscape
        self.rows_of = rows_of
        self.prefix = f"arn:{landscape.partition}:iam::aws:policy/"
        self.rows: dict[str, Row] = {}
        self.settings: dict[str, dict[str, Any]] = {}
        for row in self._of(instance, "sso_permission_set"):
            settings = self._read(row)
            if _fits(row["name"], PermissionSetName) and _fits(settings, PermissionSet):
                self.rows[row["arn"]] = row
                self.settings[row["name"]] = settings
        self.instance = instance

    def _of(self, instance: str, table: str) -> Iterable[Row]:
        return (row for row in self.rows_of(table) if row["instance_arn"] == instance)

    def _read(self, row: Row) -> dict[str, Any]:
        boundary = (row["permissions_boundary"] or {}).get("ManagedPolicyArn")
        found = {
            "description": row["description"] or "",
            "session_duration": row["session_duration"],
            "managed_policies": sorted(map(self._shorten, row["managed_policy_arns"] or ())),
            "customer_managed_policies": sorted(
                f"{policy.get('Path', '/')}{policy['Name']}".lstrip("/")
                for policy in row["customer_managed_policies"] or ()
            ),
            "inline_policy": row["inline_policy"] or None,
            "permissions_boundary": boundary and self._shorten(boundary),
            "break_glass": (row["tags"] or {}).get(BREAK_GLASS) == "true",
        }
        return {name: value for name, value in found.items() if value}

    def _shorten(self, arn: str) -> str:
        return arn.removeprefix(self.prefix)

    def describe(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the settings of each, by name."""
        yield from sorted(self.settings.items())

    def assign(self) -> Iterator[dict[str, Any]]:
        """Yield what each group has, and where."""
        groups = {row["group_id"]: row["display_name"] for row in self.rows_of(GROUPS)}
        names = {account.id: account.name for account in self.landscape.accounts}
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in self._of(self.instance, "sso_assignment"):
            group, account = groups.get(row["principal_id"]), names.get(row["target_id"])
            chosen = self.rows.get(row["permission_set_arn"])
            if group and account and chosen and row["principal_type"] == "GROUP":
                found[group, chosen["name"]].add(account)
        for (group, name), accounts in sorted(found.items()):
            is_all = accounts == set(names.values())
            where = {"units": [ROOT]} if is_all else {"accounts": sorted(accounts)}
            yield {"group": group, "permission_set": name, **where}


GROUPS = "identitystore_group"


def _fits(value: Any, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True
