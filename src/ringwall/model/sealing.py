"""What seals events, so that nobody without the key can change one and not be noticed."""

from typing import Literal, Protocol

SealedKind = Literal["journal", "case", "head", "outbox", "ticket"]
"""What is sealed, piece by piece, and how a chain of events ends: a seal of one kind proves nothing
of another."""
FIRST_SEAL = "0" * 64
"""What the first event of a chain is sealed over."""


class Sealer(Protocol):
    """A key, or what has one: `<id of the key>:<MAC>`."""

    def seal(self, kind: SealedKind, text: str) -> str:
        """Return the seal of a text."""
        ...

    def holds(self, kind: SealedKind, text: str, seal: str) -> bool:
        """Whether a seal is that of a text by this key."""
        ...

    def describe_doubt(self, seal: str) -> str:
        """Return why a seal does not hold, as far as that can be known; '' if it cannot."""
        ...
