"""Exceptions: failures of controls that somebody accepts, by rule and scope, until a day."""

from datetime import UTC, date, datetime

from msgspec import Struct

DAY = 86_400_000
"""Milliseconds."""


class FindingException(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One exception of the file. What is empty does not narrow; each list is of alternatives."""

    id: str
    rules: tuple[str, ...]
    """Ids of rules; `*` stands for any text."""
    reason: str
    owner: str
    expires: date
    """The first day on which it does not hold any more, in UTC."""
    ticket: str = ""
    accounts: tuple[str, ...] = ()
    """Ids of accounts."""
    units: tuple[str, ...] = ()
    """Ids of organizational units, or of a root: what is below them, too."""
    regions: tuple[str, ...] = ()
    """Regions; `global` for what has none."""
    resources: tuple[str, ...] = ()
    """Patterns of ARNs; `*` stands for any text."""
    tags: dict[str, str] = {}
    """Tags that the resource has, all of them; `*` for any value."""

    @property
    def expires_at(self) -> int:
        """When it ends, in milliseconds since 1970."""
        moment = datetime(self.expires.year, self.expires.month, self.expires.day, tzinfo=UTC)
        return int(moment.timestamp() * 1000)

    def describe_scope(self) -> str:
        """Return what it covers, as a text."""
        parts = [
            *self.accounts,
            *self.units,
            *self.regions,
            *self.resources,
            *(f"{key}={value}" for key, value in self.tags.items()),
        ]
        return ", ".join(parts) or "everything"


class ExceptionFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The file of exceptions."""

    exceptions: tuple[FindingException, ...] = ()
