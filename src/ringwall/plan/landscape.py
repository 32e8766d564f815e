"""Makes the landscape: a blueprint held against the organization that a snapshot has."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringwall.model.blueprint.accounts import (
    AlternateContacts,
    BlueprintAccount,
    aws_name_of,
    email_of,
    place_accounts,
    walk_units,
)
from ringwall.model.blueprint.landscape import (
    Landscape,
    LandscapeAccount,
    LandscapeSkip,
    LandscapeUnit,
    account_key,
    organization_key,
    unit_key,
)
from ringwall.model.blueprint.language import Blueprint
from ringwall.model.blueprint.wanted import Ref
from ringwall.model.errors import NotCollected
from ringwall.model.partition import find_partition
from ringwall.plan.account_match import MatchedAccount, match_accounts
from ringwall.plan.blueprint_file import BlueprintFile
from ringwall.plan.offered_services import find_lacking
from ringwall.plan.organization_rows import OrganizationRows, check_whole, name_account
from ringwall.plan.region_remarks import govern_regions
from ringwall.plan.remark import Remark

NOTHING = OrganizationRows()
ROLES = ("security", "log_archive")


def make_landscape(file: BlueprintFile, rows: OrganizationRows = NOTHING) -> Landscape:
    """Return what sections are asked with; without rows, as if nothing were there yet.

    BadBlueprint where an account cannot be told from another one, or has a role and is closed.
    NotCollected where the organization was not read as a whole: all would seem to be missing.
    """
    check_whole(rows)
    blueprint = file.blueprint
    placed = place_accounts(blueprint.accounts)
    matches, remarks = match_accounts(blueprint.accounts, tuple(placed), rows)
    file.check((*remarks, *_check_roles(blueprint, matches)))
    in_use = [match for match in matches if _is_in_use(match)]
    settings = {unit: file.settings_of(unit) for unit in dict.fromkeys(placed.values())}
    places = [
        _Placed(blueprint, match, placed[match.name], settings[placed[match.name]], rows)
        for match in in_use
    ]
    accounts = {place.match.name: place.make_account() for place in places}
    return Landscape(
        name=blueprint.blueprint,
        partition=find_partition(blueprint.home_region),
        home_region=blueprint.home_region,
        regions=govern_regions(blueprint),
        settings=blueprint,
        accounts=tuple(accounts.values()),
        security=accounts[blueprint.accounts.security],
        logs=accounts[blueprint.accounts.log_archive],
        organization_id=_read(blueprint, rows, "id"),
        root_id=_read(blueprint, rows, "root_id"),
        units=tuple(_make_units(blueprint, rows)),
        skips=(
            *_skip_accounts(matches, rows),
            *(skip for place in places for skip in place.skip_regions()),
        ),
        lacks=find_lacking(blueprint),
    )


def check_management(landscape: Landscape) -> None:
    """Raise NotCollected where nobody knows which account is to manage the organization."""
    if not isinstance(landscape.management.id, str):
        raise NotCollected(
            "the snapshot does not say which account is to manage the organization: run `ringwall "
            "collect` for all services, or name its id in the blueprint "
            f"(accounts.accounts.{landscape.management.name}.id)"
        )


@dataclass(frozen=True)
class _Placed:
    """An account of a blueprint with all that decides how it is there."""

    blueprint: Blueprint
    match: MatchedAccount
    unit: tuple[str, ...]
    settings: Blueprint
    """The blueprint with the overrides of the unit."""
    rows: OrganizationRows

    @property
    def known(self) -> BlueprintAccount:
        """What the blueprint says of the account."""
        return self.blueprint.accounts.accounts.get(self.match.name, BlueprintAccount())

    @property
    def id(self) -> str | Ref:
        """The account's id, or where it will be known from."""
        management = self.blueprint.accounts.management
        if self.match.row:
            return str(self.match.row["id"])
        if self.match.name == management and self.rows.management_id:
            return self.rows.management_id
        return self.known.id or Ref(account_key(management, self.match.name), "id")

    @property
    def aws_name(self) -> str:
        """The wanted name; that which it has where the blueprint does not say."""
        if self.match.row and not self.known.name:
            return str(self.match.row["account_name"])
        return aws_name_of(self.blueprint.accounts, self.match.name)

    @property
    def email(self) -> str:
        """The wanted address; that which it has where the blueprint has none of its own for it."""
        if self.match.row and not self.known.email:
            return str(self.match.row["email"])
        return email_of(self.blueprint.accounts, self.match.name)

    @property
    def wanted_regions(self) -> tuple[str, ...]:
        """The Regions that the blueprint has for it, the home Region first."""
        of_unit = govern_regions(self.settings)
        own = {of_unit[0], *self.known.regions} if self.known.regions else set(of_unit)
        return tuple(region for region in of_unit if region in own)

    @property
    def unread_regions(self) -> frozenset[str]:
        """The wanted Regions that were not collected, of an account of which others were."""
        read = self.rows.regions_of(self.id) if isinstance(self.id, str) else frozenset()
        return frozenset(self.wanted_regions) - read if read else frozenset()

    def make_account(self) -> LandscapeAccount:
        """Return the account as sections see it."""
        accounts = self.blueprint.accounts
        unread = self.unread_regions
        return LandscapeAccount(
            name=self.match.name,
            id=self.id,
            email=self.email,
            unit=self.unit,
            regions=tuple(region for region in self.wanted_regions if region not in unread),
            settings=self.settings,
            is_management=self.match.name == accounts.management,
            aws_name=self.aws_name,
            tags={**accounts.tags, **self.known.tags},
            alternate_contacts=_choose_contacts(accounts.alternate_contacts, self.known),
        )

    def skip_regions(self) -> Iterator[LandscapeSkip]:
        """Yield the Regions of the account that are left alone."""
        reason = "not enabled there, or not collected: enable the Region, then collect it"
        unread = self.unread_regions
        for region in self.wanted_regions:
            if region in unread:
                yield LandscapeSkip(self.match.name, region, reason)


def _check_roles(blueprint: Blueprint, matches: tuple[MatchedAccount, ...]) -> Iterator[Remark]:
    for role in ROLES:
        name = getattr(blueprint.accounts, role)
        match = next((each for each in matches if each.name == name), None)
        if match and match.row and not _is_in_use(match):
            said = f"{role}: the account {name_account(match.row)} is {match.row['state']}"
            yield Remark(("accounts", role), f"{said}; name another one by accounts.{role}")


def _is_in_use(match: MatchedAccount) -> bool:
    return match.row is None or match.row["state"] == "ACTIVE"


def _choose_contacts(every: AlternateContacts, own: BlueprintAccount) -> AlternateContacts:
    return AlternateContacts(
        security=own.alternate_contacts.security or every.security,
        operations=own.alternate_contacts.operations or every.operations,
        billing=own.alternate_contacts.billing or every.billing,
    )


def _skip_accounts(
    matches: tuple[MatchedAccount, ...], rows: OrganizationRows
) -> Iterator[LandscapeSkip]:
    """Yield the accounts that are closed or suspended, and those that the blueprint lacks."""
    for match in matches:
        if match.row and not _is_in_use(match):
            said = f"the account {name_account(match.row)} is {match.row['state']}"
            yield LandscapeSkip(match.name, "", said)
    known = {str(match.row["id"]) for match in matches if match.row}
    for row in rows.accounts:
        if row["id"] not in known:
            state = "" if row["state"] == "ACTIVE" else f"; it is {row['state']}"
            said = f"the blueprint does not name the account {name_account(row)}{state}"
            yield LandscapeSkip(str(row["account_name"]), "", said)


def _make_units(blueprint: Blueprint, rows: OrganizationRows) -> Iterator[LandscapeUnit]:
    for path, _ in walk_units(blueprint.accounts.units):
        row = rows.find_unit(path)
        ref = Ref(unit_key(blueprint.accounts.management, path), "id")
        yield LandscapeUnit(path, str(row["id"]) if row else ref)


def _read(blueprint: Blueprint, rows: OrganizationRows, column: str) -> str | Ref:
    if rows.organization and rows.organization[column]:
        return str(rows.organization[column])
    return Ref(organization_key(blueprint.accounts.management), column)
