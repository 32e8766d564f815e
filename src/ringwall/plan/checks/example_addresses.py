"""E-mail addresses that reach nobody: whoever gets an account's mail can reset its root user."""

from collections.abc import Iterator

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import Ref
from ringwall.plan.remark import Remark

RESERVED = ("example.com", "example.net", "example.org")
"""https://www.rfc-editor.org/rfc/rfc2606#section-3"""
RESERVED_ENDS = (".example", ".invalid", ".test", ".localhost")


def example_addresses(landscape: Landscape) -> Iterator[Remark]:
    """Yield a note about the first new account whose address is reserved for examples."""
    for account in landscape.members:
        domain = account.email.rpartition("@")[2].lower()
        is_reserved = domain in RESERVED or domain.endswith(RESERVED_ENDS)
        if is_reserved and isinstance(account.id, Ref):
            said = (
                f"nobody can get mail at {domain}: name a domain of yours before accounts are made"
            )
            yield Remark(("accounts", "email"), said, "note")
            return
