"""A list or a data file of `ringwall intel`: what it is, how old, and whether it still counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

IntelKind = Literal[
    "c2", "mining", "drop_point", "blackhole", "phishing", "drive_by", "dga", "malware",
    "suspicious", "scanner", "custom", "tor", "tor_exit", "hosting", "vpn", "resolver", "trusted",
    "dynamic_dns", "country", "asn",
]  # fmt: skip
LIST_KINDS: tuple[IntelKind, ...] = get_args(IntelKind)
THREATS = frozenset({
    "c2", "mining", "drop_point", "blackhole", "phishing", "drive_by", "dga", "malware",
    "suspicious", "scanner", "custom",
})  # fmt: skip
"""Kinds of threat lists: who is on one is suspected."""
SUFFIX_KINDS = frozenset({"dynamic_dns"})
"""Kinds of lists of domains below which anyone registers names."""
DATA_KINDS = frozenset({"country", "asn"})
"""Kinds of data files: MaxMind's format, .mmdb."""
MAX_AGE: Mapping[str, timedelta] = {
    "tor_exit": timedelta(days=7),
    "tor": timedelta(days=30),
    "hosting": timedelta(days=365),
    "vpn": timedelta(days=90),
    "resolver": timedelta(days=1000),
    "dynamic_dns": timedelta(days=1500),
    "trusted": timedelta(days=3650),
    "country": timedelta(days=400),
    "asn": timedelta(days=400),
}
"""How old a list of a kind may be and still count, unless it says so itself."""
USUAL_AGE = timedelta(days=30)
"""The same for all other kinds: an address of an attacker has another tenant soon."""


@dataclass(frozen=True)
class IntelList:
    """One list or data file. Times are UTC, with their time zone.

    `source` is a URL, which `ringwall intel update` fetches again, or the name of a file.
    """

    name: str
    kind: IntelKind
    source: str
    format: str
    made: datetime
    """When it was fetched or imported; of a data file, when its maker built it."""
    max_age: timedelta
    networks: int = 0
    domains: int = 0
    expiring: int = 0
    """How many indicators have an end of their own, beside the others."""
    column: str = ""
    skipped: Mapping[str, int] = field(default_factory=dict)
    """How much of the feed was not understood, by reason."""
    sha256: Mapping[str, str] = field(default_factory=dict)
    """The checksums of its files."""
    ours: bool = False
    """Whether it came with Ringwall."""

    @property
    def ends(self) -> datetime:
        """When it no longer counts."""
        return self.made + self.max_age

    def counts_at(self, now: datetime) -> bool:
        """Whether it is young enough to count."""
        return now <= self.ends

    @property
    def is_feed(self) -> bool:
        """Whether it can be fetched again."""
        return self.source.startswith("https://")

    @property
    def indicators(self) -> int:
        """How many indicators it has."""
        return self.networks + self.domains + self.expiring

    def describe_age(self, now: datetime) -> str:
        """Return until when it counts, in words."""
        day = f"{self.ends.astimezone(UTC):%Y-%m-%d}"
        return f"counts until {day}" if self.counts_at(now) else f"too old since {day}: not used"


def find_max_age(kind: IntelKind) -> timedelta:
    """Return how old a list of a kind may be and still count."""
    return MAX_AGE.get(kind, USUAL_AGE)
