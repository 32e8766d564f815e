"""Look-ups in lists: which lists an address or a name is on, of those that still count."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ringwall.detect.enrichment.address_ranges import is_within, merge_ranges
from ringwall.detect.enrichment.indicators import AddressRange
from ringwall.detect.enrichment.intel_list import DATA_KINDS, IntelList
from ringwall.detect.enrichment.intel_store import read_domains, read_expiring, read_ranges
from ringwall.detect.enrichment.own_lists import read_own_lists

Ranges = tuple[Sequence[int], Sequence[int]]


@dataclass(frozen=True)
class AddressList:
    """The addresses of one list, by version."""

    about: IntelList
    ranges: Mapping[int, tuple[Ranges, ...]]


@dataclass
class IntelLookup:
    """The lists that count at a time, ready to be asked."""

    addresses: list[AddressList] = field(default_factory=list)
    domains: dict[str, list[IntelList]] = field(default_factory=dict)
    """The lists that a name is on; only of names that were asked for."""
    counted: list[IntelList] = field(default_factory=list)
    """All lists that count."""

    def find_address(self, version: int, number: int) -> list[IntelList]:
        """Return the lists that an address is on."""
        return [
            one.about
            for one in self.addresses
            if any(is_within(*ranges, number) for ranges in one.ranges.get(version, ()))
        ]

    def find_domain(self, name: str) -> list[IntelList]:
        """Return the lists that a name, or one above it, is on."""
        if not self.domains:
            return []
        found = (one for above in names_above(name) for one in self.domains.get(above, ()))
        return list({one.name: one for one in found}.values())

    def has_kind(self, *kinds: str) -> bool:
        """Whether a list of these kinds counts that the user brought."""
        return any(one.kind in kinds and not one.ours for one in self.counted)


def make_lookup(
    intel: Path, lists: Iterable[IntelList], names: Collection[str], now: datetime
) -> IntelLookup:
    """Return the look-up of the lists that count now, for all addresses and for these names.

    BadInput where a list is damaged.
    """
    asked = {above for name in names for above in names_above(name)}
    made = IntelLookup()
    for about, feed in read_own_lists():
        if about.counts_at(now):
            _add(made, about, asked, [*feed.networks, *feed.domains], {})
    for about in lists:
        if about.kind in DATA_KINDS or not about.counts_at(now):
            continue
        timed = list(read_expiring(intel, about, now)) if about.expiring else []
        stored = {v: read_ranges(intel, about, v) for v in (4, 6)} if about.networks else {}
        lines = read_domains(intel, about) if about.domains and asked else ()
        _add(made, about, asked, [*timed, *asked.intersection(lines)], stored)
    return made


def names_above(name: str) -> list[str]:
    """Return a name and all names above it but the last label: a.b.c, b.c."""
    labels = name.split(".")
    return [".".join(labels[start:]) for start in range(max(len(labels) - 1, 1))]


def _add(
    made: IntelLookup,
    about: IntelList,
    asked: Collection[str],
    indicators: Iterable[AddressRange | str],
    stored: Mapping[int, Ranges],
) -> None:
    made.counted.append(about)
    networks: list[AddressRange] = []
    for one in indicators:
        if isinstance(one, str):
            if one in asked:
                made.domains.setdefault(one, []).append(about)
        else:
            networks.append(one)
    ranges: dict[int, tuple[Ranges, ...]] = {}
    for version in (4, 6):
        merged = merge_ranges(networks, version)
        more = ([a for a, _ in merged], [b for _, b in merged])
        ranges[version] = tuple(r for r in (stored.get(version), more) if r and len(r[0]))
    if any(ranges.values()):
        made.addresses.append(AddressList(about, ranges))
