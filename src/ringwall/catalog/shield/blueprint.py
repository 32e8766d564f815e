"""Shield Advanced: the subscription, what it protects, and whom the response team calls."""

from collections.abc import Iterator

from ringwall.catalog.shield.wanted_rows import (
    SECTION,
    SHARED,
    list_accounts,
    team_attachment_key,
    team_role_key,
)
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import GLOBAL, Ref, RowKey, Wanted
from ringwall.model.table import Row


@wants(SECTION)
def want_shield(landscape: Landscape) -> Iterator[Wanted]:
    """Have the subscription in each account, its protections, and the response team's access."""
    for account in list_accounts(landscape):
        subscription = _key(account.name, "subscription", "advanced")
        yield Wanted(
            key=subscription,
            columns={},
            why="AWS's engineers help in an attack, and what it costs in traffic is paid back",
            **SHARED,
        )
        yield from _want_protections(landscape, account, subscription)
        yield from _want_response_team(landscape, account, subscription)


def _key(account: str, table: str, name: str) -> RowKey:
    return RowKey(account, GLOBAL, f"shield_{table}", name)


def _want_protections(
    landscape: Landscape, account: LandscapeAccount, subscription: RowKey
) -> Iterator[Wanted]:
    for each in landscape.settings.infrastructure.shield.protections:
        if each.account == account.name:
            columns: Row = {
                "name": f"{landscape.name}-{each.arn.rpartition('/')[2]}",
                "resource_arn": each.arn,
            }
            if each.health_check_id:
                columns["health_check_ids"] = [each.health_check_id]
            yield Wanted(
                key=_key(account.name, "protection", each.arn.split(":", 5)[5]),
                columns=columns,
                needs=(subscription,),
                why="Shield Advanced protects what is named, and nothing else",
                **SHARED,
            )


def _want_response_team(
    landscape: Landscape, account: LandscapeAccount, subscription: RowKey
) -> Iterator[Wanted]:
    wanted = landscape.settings.infrastructure.shield
    access = _key(account.name, "drt_access", "response-team")
    if wanted.response_team_access:
        yield Wanted(
            key=access,
            columns={"role_arn": Ref(team_role_key(account), "arn")},
            needs=(subscription, team_attachment_key(account)),
            why="in an attack the response team changes web ACLs faster than you find out how",
            **SHARED,
        )
    if wanted.emergency_contacts:
        yield Wanted(
            key=_key(account.name, "proactive_engagement", "contacts"),
            columns={
                "is_engaged": True,
                "emergency_contact_list": [
                    {
                        "EmailAddress": contact.email_address,
                        "PhoneNumber": contact.phone_number,
                        **({"ContactNotes": contact.notes} if contact.notes else {}),
                    }
                    for contact in wanted.emergency_contacts
                ],
            },
            needs=(subscription,),
            why="the response team sees an attack before you do, and calls",
            **SHARED,
        )
