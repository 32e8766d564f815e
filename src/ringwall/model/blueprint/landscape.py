"""The landscape: a blueprint with every name resolved, as its sections see it."""

from dataclasses import dataclass

from ringwall.model.blueprint.language import Blueprint
from ringwall.model.blueprint.wanted import Ref


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


@dataclass(frozen=True)
class LandscapeUnit:
    """A unit of the blueprint. Its id is a `Ref` while the unit is not there yet."""

    path: tuple[str, ...]
    """The names from below the root down to its own."""
    id: str | Ref


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

    @property
    def management(self) -> LandscapeAccount:
        """The management account."""
        return self.accounts[0]

    @property
    def members(self) -> tuple[LandscapeAccount, ...]:
        """All accounts but the management account."""
        return self.accounts[1:]
