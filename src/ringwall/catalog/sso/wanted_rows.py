"""Rows of IAM Identity Center that others refer to: its instance, permission sets, groups."""

from ringwall.model.blueprint.identity import IdentityCenter
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.wanted import Ref, RowKey

BREAK_GLASS = "break-glass"
"""The tag of what is for emergencies alone, as controls ask for it: its value is `true`."""


def find_center(landscape: Landscape) -> IdentityCenter | None:
    """Return what is wanted of Identity Center; None where nothing is, or it does not exist."""
    wanted = landscape.settings.identity.identity_center
    return wanted if wanted.enabled and landscape.is_at_home("sso-admin") else None


def center_region(landscape: Landscape) -> str:
    """Return the Region of the instance."""
    return landscape.settings.identity.identity_center.region or landscape.home_region


def instance_key(landscape: Landscape) -> RowKey:
    """Return the key of the instance, which a person enables."""
    return center_key(landscape, "sso_instance", "identity-center")


def center_key(landscape: Landscape, table: str, name: str) -> RowKey:
    """Return the key of a row of Identity Center."""
    return RowKey(landscape.management.name, center_region(landscape), table, name)


def instance_arn(landscape: Landscape) -> Ref:
    """Return where the ARN of the instance is known from."""
    return Ref(instance_key(landscape), "arn")


def find_targets(
    landscape: Landscape, units: tuple[str, ...], accounts: tuple[str, ...]
) -> list[LandscapeAccount]:
    """Return the accounts of some units, with those in them, and those that are named."""
    return [
        account
        for account in landscape.accounts
        if account.name in accounts or any(_is_in(account.unit, unit) for unit in units)
    ]


def _is_in(path: tuple[str, ...], unit: str) -> bool:
    wanted = () if unit == "root" else tuple(unit.split("/"))
    return path[: len(wanted)] == wanted
