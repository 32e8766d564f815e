"""Rows of AWS Organizations that several sections want: trusted access, and administrators.

A section wants each of them once: two sections that need the same service share one function.
"""

from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount, organization_key
from ringwall.model.blueprint.wanted import GLOBAL, RowKey, Wanted
from ringwall.model.layer import find_layer


def service_access_key(landscape: Landscape, principal: str) -> RowKey:
    """Return the key of a service's trusted access: guardduty.amazonaws.com."""
    return RowKey(landscape.management.name, GLOBAL, "organizations_service_access", principal)


def administrator_key(landscape: Landscape, principal: str) -> RowKey:
    """Return the key of a service's administrator in the organization."""
    return RowKey(landscape.management.name, GLOBAL, "organizations_delegated_service", principal)


def want_service_access(landscape: Landscape, principal: str, section: str, why: str) -> Wanted:
    """Return the row by which a service gets trusted access."""
    return Wanted(
        key=service_access_key(landscape, principal),
        columns={"service_principal": principal},
        section=section,
        layer=find_layer(section),
        why=why,
        needs=(organization_key(landscape.management.name),),
    )


def want_administrator(
    landscape: Landscape,
    principal: str,
    account: LandscapeAccount,
    section: str,
    why: str,
) -> Wanted:
    """Return the row by which a member account administers a service; it has trusted access."""
    return Wanted(
        key=administrator_key(landscape, principal),
        columns={"administrator_id": account.id, "service_principal": principal},
        section=section,
        layer=find_layer(section),
        why=why,
        needs=(service_access_key(landscape, principal),),
    )
