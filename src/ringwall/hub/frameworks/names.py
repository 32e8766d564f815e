"""How accounts are told in what is written of a framework."""

from collections.abc import Sequence

from ringwall.hub.summary import Summary


def name_accounts(accounts: Sequence[str], summary: Summary) -> tuple[str, ...]:
    """Return the name and the id of each account."""
    return tuple(f"{summary.accounts.get(id_, '')} {id_}".strip() for id_ in accounts)
