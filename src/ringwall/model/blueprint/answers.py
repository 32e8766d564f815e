"""The answers that a first blueprint is made of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FirstAnswers:
    """What a first blueprint is made of."""

    name: str
    home_region: str
    email: str
    """The address of each account, with {account} in it."""
    regions: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ("dev", "staging", "prod")
    """The accounts that do the work, beside those for security and for logs."""
    level: str = "baseline"
