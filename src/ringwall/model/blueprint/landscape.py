"""The landscape: a blueprint with every name resolved, as its sections see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ringwall.model.blueprint.accounts import AlternateContacts, email_of
from ringwall.model.blueprint.language import Blueprint
from ringwall.model.blueprint.wanted import GLOBAL, Ref, RowKey


@dataclass(frozen=True)
class LandscapeAccount:
    """An account of the blueprint. Its id is a `Ref` while the account is not there yet."""

    name: str
    id: str | Ref
    email: str
    unit: tuple[str, ...]
    """The names of its OUs, from below the root down; () for the root itself."""
    regions: tuple[str, ...]
    """The Regions that the blueprint governs there, the home Region first."""
    settings: Blueprint
    """The blueprint with the overrides of its units put in."""
    is_management: bool = False
    aws_name: str = ""
    """Its name at AWS."""
    tags: Mapping[str, str] = field(default_factory=dict)
    alternate_contacts: AlternateContacts = field(default_factory=AlternateContacts)


@dataclass(frozen=True)
class LandscapeUnit:
    """A unit of the blueprint. Its id is a `Ref` while the unit is not there yet."""

    path: tuple[str, ...]
    """The names from below the root down to its own."""
    id: str | Ref


@dataclass(frozen=True)
class LandscapeSkip:
    """An account, or a Region of one, that the blueprint leaves alone, and why."""

    account: str
    region: str
    """'' for the whole account."""
    reason: str


@dataclass(frozen=True)
class Landscape:
    """What the sections of a blueprint are asked with. Nothing of it depends on the estate but ids.

    `security` administers the security services for the organization, `logs` has the log archive.
    """

    name: str
    partition: str
    home_region: str
    regions: tuple[str, ...]
    """All Regions that are governed, the home Region first."""
    settings: Blueprint
    accounts: tuple[LandscapeAccount, ...]
    """All accounts that are in use, the management account first."""
    security: LandscapeAccount
    logs: LandscapeAccount
    organization_id: str | Ref
    root_id: str | Ref
    units: tuple[LandscapeUnit, ...] = ()
    """All units, each before those in it."""
    skips: tuple[LandscapeSkip, ...] = ()
    """What is left alone. It is in none of the other members."""
    lacks: frozenset[tuple[str, str]] = frozenset()
    """Services, as botocore calls them, that do not exist in a Region of the blueprint."""

    def regions_of(self, service: str, *accounts: LandscapeAccount) -> tuple[str, ...]:
        """Return the Regions that all of these accounts have, and the service, home first."""
        return tuple(
            region
            for region in self.regions
            if (service, region) not in self.lacks
            and all(region in account.regions for account in accounts)
        )

    def is_at_home(self, service: str) -> bool:
        """Whether the service exists in the home Region."""
        return (service, self.home_region) not in self.lacks

    @property
    def management(self) -> LandscapeAccount:
        """The management account."""
        return self.accounts[0]

    @property
    def members(self) -> tuple[LandscapeAccount, ...]:
        """All accounts but the management account."""
        return self.accounts[1:]


def organization_key(management: str) -> RowKey:
    """Return the key of the organization's row, by the name of the management account."""
    return RowKey(management, GLOBAL, "organizations_organization", "organization")


def account_key(management: str, name: str) -> RowKey:
    """Return the key of an account's row in the organization."""
    return RowKey(management, GLOBAL, "organizations_account", name)


def unit_key(management: str, path: tuple[str, ...]) -> RowKey:
    """Return the key of a unit's row: it is named by its path, Workloads/Prod."""
    return RowKey(management, GLOBAL, "organizations_organizational_unit", "/".join(path))


def list_addresses(account: LandscapeAccount, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return who gets e-mail of an account.

    That is who is wanted, else its security contact, else its root user, by the address that the
    blueprint says: of the management account AWS tells no address before there is an organization.
    """
    contact = account.alternate_contacts.security
    root = email_of(account.settings.accounts, account.name) or account.email
    usual = contact.email_address if contact else root
    return tuple(dict.fromkeys(wanted)) or ((usual,) if usual else ())
