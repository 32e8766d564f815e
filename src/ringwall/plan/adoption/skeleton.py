"""The skeleton of an adopted blueprint: the organization as it is, with its Regions and roles."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from ringwall.model.blueprint.accounts import AlternateContact
from ringwall.model.blueprint.names import AwsAccountName, EmailAddress, TagKey, TagValue, UnitName
from ringwall.model.blueprint.wanted import OWNER_TAG
from ringwall.model.errors import BadInput
from ringwall.model.table import Row
from ringwall.plan.adoption.remarks import AdoptionRemark
from ringwall.plan.organization_rows import (
    OrganizationRow,
    OrganizationRows,
    check_read,
    check_whole,
    name_account,
)
from ringwall.plan.reconciliation.estate import Estate, EstateTable

UNNAMED = "organization"
"""The blueprint's name where nobody says one."""
SECURITY_SERVICES = tuple(
    f"{service}.amazonaws.com"
    for service in ("guardduty", "securityhub", "inspector2", "detective", "config", "macie")
)
ADMINISTRATORS = (
    "guardduty_organization_admin",
    "securityhub_delegated_admin",
    "inspectorv2_delegated_admin",
    "detective_organization_admin",
)
"""Tables that say which account administers a service, as `admin_account_id`."""
SECURITY_NAMES = ("security", "security-tooling", "audit")
LOG_NAMES = ("log-archive", "logs", "logging", "log", "audit")
_OWNER = re.compile(r"([a-z][a-z0-9-]{0,31})/.")


@dataclass
class Skeleton:
    """The settings that follow from the organization alone, and what they leave out."""

    settings: dict[str, Any]
    remarks: list[AdoptionRemark] = field(default_factory=list)


def draw_skeleton(rows: OrganizationRows, estate: Estate, name: str = "") -> Skeleton:
    """Return the skeleton; BadInput where there is no organization, or none of its Regions."""
    check_read(rows)
    if not rows.organization:
        raise BadInput(
            "the snapshot has no organization to adopt: `ringwall blueprint init` begins one"
        )
    check_whole(rows)
    if not rows.regions:
        raise BadInput("the snapshot has no Regions: run `ringwall collect` first")
    return _Drawing(rows, estate).draw(name)


@dataclass
class _Drawing:
    rows: OrganizationRows
    estate: Estate
    remarks: list[AdoptionRemark] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    """The ids of units that are left out."""

    def __post_init__(self) -> None:
        self.units = {str(row["id"]): row for row in self.rows.units}
        self.root_id = str((self.rows.organization or {})["root_id"])
        self.regions = sorted({str(row["region"]) for row in self.rows.regions})
        self.trail = self._find_trail()

    def draw(self, name: str) -> Skeleton:
        tree, placed = self._place()
        names = _name_all(placed.values())
        home = self._choose_home()
        accounts: dict[str, Any] = {}
        accounts["management"] = names[self.rows.management_id]
        accounts["security"] = self._choose_security(names)
        accounts["log_archive"] = self._choose_logs(names, accounts["security"])
        accounts["units"] = _write_units(tree, names)
        root = [names[id_] for id_ in tree.accounts if id_ != self.rows.management_id]
        if root:
            accounts["root"] = root
        accounts["accounts"] = {
            names[id_]: self._describe(names[id_], row, home) for id_, row in placed.items()
        }
        _lift(accounts, "alternate_contacts")
        self._tell_attachments(names)
        settings = {
            "blueprint": name or self._find_owner() or UNNAMED,
            "home_region": home,
            "regions": [home, *(region for region in self.regions if region != home)],
            "accounts": accounts,
        }
        return Skeleton(settings, self.remarks)

    def _place(self) -> "tuple[_Unit, dict[str, OrganizationRow]]":
        """Return the tree of units, and the accounts that are in it by their ids."""
        tree = _Unit(self.root_id)
        built = {self.root_id: tree}
        for id_ in sorted(self.units, key=self._sort_unit):
            self._grow(id_, built)
        placed: dict[str, OrganizationRow] = {}
        for row in sorted(self.rows.accounts, key=_sort_account):
            unit = built.get(str(row["parent_id"]))
            if row["state"] != "ACTIVE":
                self._leave_out(f"the account {name_account(row)} is {row['state']}")
            elif row["is_management"]:  # it need not be in a unit
                (unit or tree).accounts.append(str(row["id"]))
                placed[str(row["id"])] = row
            elif unit is None:
                self._leave_out(f"the account {name_account(row)}: its unit is left out")
            else:
                unit.accounts.append(str(row["id"]))
                placed[str(row["id"])] = row
        return tree, placed

    def _sort_unit(self, id_: str) -> tuple[int, str]:
        return str(self.units[id_]["path"]).count("/"), str(self.units[id_]["path"])

    def _grow(self, id_: str, built: "dict[str, _Unit]") -> None:
        row = self.units[id_]
        above = built.get(str(row["parent_id"]))
        if above is None and str(row["parent_id"]) in self.units:
            self._grow(str(row["parent_id"]), built)
            above = built.get(str(row["parent_id"]))
        if id_ in built or id_ in self.refused:
            return
        if above is None or not _fits(row["name"], UnitName):
            said = "the one above it is left out" if above is None else "its name cannot be written"
            self._leave_out(f"the unit {row['path']} ({id_}): {said}")
            self.refused.add(id_)
            return
        built[id_] = above.units[str(row["name"])] = _Unit(id_)

    def _leave_out(self, text: str, *keys: str) -> None:
        self.remarks.append(AdoptionRemark(("accounts", *keys), "left out", text))

    def _describe(self, name: str, row: OrganizationRow, home: str) -> dict[str, Any]:
        """Return what the blueprint says of an account."""
        said: dict[str, Any] = {"id": str(row["id"])}
        if _fits(row["email"], EmailAddress):
            said["email"] = row["email"]
        aws_name = row["account_name"]
        if aws_name != name and _fits(aws_name, AwsAccountName) and self._is_only(aws_name):
            said["name"] = aws_name
        tags = {key: text for key, text in _tags(row).items() if _is_own_tag(key, text)}
        if tags:
            said["tags"] = tags
        if contacts := self._find_contacts(name, str(row["id"])):
            said["alternate_contacts"] = contacts
        read = self.rows.regions_of(str(row["id"]))
        if read and read < set(self.regions):
            said["regions"] = [home, *sorted(read - {home})]
        if not read:
            text = "it was not collected: what is there is not known"
            self.remarks.append(AdoptionRemark(("accounts", "accounts", name), "unknown", text))
        return said

    def _tell_attachments(self, names: Mapping[str, str]) -> None:
        """Say which policies are attached to accounts themselves: a blueprint has units."""
        for row in rows_of(self.estate, "organizations_policy_attachment"):
            if row["target_type"] == "ACCOUNT" and not row["aws_managed"]:
                account = names.get(str(row["target_id"]), row["target_id"])
                text = f"{row['policy_name']} is attached to the account {account} itself: it stays"
                self._leave_out(text, "policies")

    def _is_only(self, aws_name: str) -> bool:
        named = [row for row in self.rows.accounts if row["account_name"] == aws_name]
        return len(named) == 1

    def _find_contacts(self, name: str, account_id: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        table = self.estate.get("account_alternate_contact", EstateTable())
        for row in table.at(account_id, "global"):
            kind = str(row["alternate_contact_type"]).lower()
            contact = {field: row[field] for field in AlternateContact.__struct_fields__}
            if _fits(contact, AlternateContact):
                found[kind] = contact
            else:
                text = f"the alternate contact {kind} has a value that cannot be written"
                self._leave_out(text, "accounts", name)
        return dict(sorted(found.items()))

    def _find_trail(self) -> Row | None:
        """Return the organization's trail: one of all Regions, that is logging, before others."""
        every = rows_of(self.estate, "cloudtrail_trail")
        ours = [row for row in every if row["is_organization_trail"] and row["s3_bucket_name"]]
        own = [row for row in ours if row["account_id"] == self.rows.management_id] or ours
        good = sorted(
            own, key=lambda row: (not row["is_multi_region_trail"], not row["is_logging"])
        )
        return next(iter(good), None)

    def _choose_home(self) -> str:
        """Return the home Region: where the trail is, findings come together, or most began."""
        found = [self.trail["region"]] if self.trail else []
        found += [row["region"] for row in rows_of(self.estate, "securityhub_finding_aggregator")]
        found += [row["region"] for row in rows_of(self.estate, "sso_instance")]
        for region in found:
            if region in self.regions:
                return str(region)
        home = "us-east-1" if "us-east-1" in self.regions else self.regions[0]
        text = "nothing shows which Region is the home Region: look whether this is right"
        self.remarks.append(AdoptionRemark(("home_region",), "chosen", text))
        return home

    def _choose_security(self, names: Mapping[str, str]) -> str:
        """Return the account that administers most of the security services."""
        found = [
            str(row["administrator_id"])
            for row in rows_of(self.estate, "organizations_delegated_service")
            if row["service_principal"] in SECURITY_SERVICES
        ]
        for table in ADMINISTRATORS:
            found += {str(row["admin_account_id"]) for row in rows_of(self.estate, table)}
        for id_, _ in Counter(found).most_common():
            if id_ in names:
                return names[id_]
        return self._choose_by_name("security", SECURITY_NAMES, names)

    def _choose_logs(self, names: Mapping[str, str], security: str) -> str:
        """Return the account that owns the bucket of the organization's trail."""
        bucket = self.trail and self.trail["s3_bucket_name"]
        for row in rows_of(self.estate, "s3_bucket"):
            if row["name"] == bucket and str(row["account_id"]) in names:
                return names[str(row["account_id"])]
        return self._choose_by_name("log_archive", LOG_NAMES, names, security)

    def _choose_by_name(
        self, role: str, usual: tuple[str, ...], names: Mapping[str, str], otherwise: str = ""
    ) -> str:
        known = set(names.values())
        chosen = next((name for name in usual if name in known), otherwise)
        chosen = chosen or names[self.rows.management_id]
        text = "nothing shows which account this is: look whether it is right"
        self.remarks.append(AdoptionRemark(("accounts", role), "chosen", text))
        return chosen

    def _find_owner(self) -> str:
        """Return the name of the blueprint that most of the organization has the tag of."""
        tags = (_tags(row).get(OWNER_TAG, "") for row in self._tagged())
        found = Counter(match[1] for tag in tags if (match := _OWNER.match(tag)))
        return found.most_common(1)[0][0] if found else ""

    def _tagged(self) -> Iterator[OrganizationRow]:
        yield from self.rows.units
        yield from self.rows.accounts
        yield from rows_of(self.estate, "organizations_policy")


@dataclass
class _Unit:
    """A unit of the tree: its accounts' ids, and the units in it."""

    id: str
    accounts: list[str] = field(default_factory=list)
    units: "dict[str, _Unit]" = field(default_factory=dict)


def _write_units(unit: _Unit, names: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, below in unit.units.items():
        accounts = [names[id_] for id_ in below.accounts]
        units = _write_units(below, names)
        found[name] = {
            **({"accounts": accounts} if accounts else {}),
            **({"units": units} if units else {}),
        }
    return found


def _lift(accounts: dict[str, Any], name: str) -> None:
    """Say once what is the same in every account."""
    said: dict[str, dict[str, Any]] = accounts["accounts"]
    every = [account.get(name, {}) for account in said.values()]
    shared = {
        key: value
        for key, value in every[0].items()
        if all(each.get(key) == value for each in every)
    }
    if not shared or len(every) == 1:
        return
    accounts[name] = shared
    for account in said.values():
        account[name] = {key: each for key, each in account[name].items() if key not in shared}
        if not account[name]:
            del account[name]


def _name_all(rows: Iterable[OrganizationRow]) -> dict[str, str]:
    """Return the names of accounts in the blueprint, by id: no two are the same."""
    names: dict[str, str] = {}
    for row in rows:
        letters = (letter if _is_plain(letter) else "-" for letter in row["account_name"].lower())
        start = re.sub("-+", "-", "".join(letters)).strip("-")[:46].strip("-") or "account"
        tries = (start, *(f"{start}-{number}" for number in range(2, len(names) + 3)))
        names[str(row["id"])] = next(name for name in tries if name not in names.values())
    return names


def _tags(row: OrganizationRow) -> dict[str, str]:
    """Return the tags of a row, which an engine has as JSON; {} where they were not read."""
    tags = row["tags"] or {}
    return dict(json.loads(tags) if isinstance(tags, str) else tags)


def _is_plain(letter: str) -> bool:
    return bool(letter.isascii() and letter.isalnum())


def _sort_account(row: OrganizationRow) -> tuple[bool, str, str]:
    return not row["is_management"], str(row["account_name"]), str(row["id"])


def _is_own_tag(key: str, text: str) -> bool:
    return _fits(key, TagKey) and _fits(text, TagValue)


def _fits(value: Any, kind: Any) -> bool:
    """Whether the language of blueprints takes a value."""
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def rows_of(estate: Estate, table: str) -> Iterator[Row]:
    """Yield the rows of a table, account by account and Region by Region."""
    for _, rows in sorted(estate.get(table, EstateTable()).rows.items()):
        yield from rows
