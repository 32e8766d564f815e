"""Countries and autonomous systems by default: the data of a package, where that is installed.

`pip install 'ringwall[geo]'` brings it. Its country is that in which a network is registered.
https://github.com/tn3w/plevin
"""

import lzma
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from ipaddress import IPv4Address, IPv6Address
from typing import Any

from ringwall.detect.enrichment.intel_list import IntelKind, IntelList, find_max_age
from ringwall.detect.enrichment.places import NOWHERE, AddressPlace, read_place
from ringwall.model.errors import BadInput

PACKAGE = "plevin-db-network"
NAMES: dict[IntelKind, str] = {"country": "packaged-country", "asn": "packaged-asn"}
"""What `ringwall intel list` calls its two halves."""
_UNREADABLE = (
    OSError, ValueError, LookupError, TypeError, AttributeError, struct.error, lzma.LZMAError,
)  # fmt: skip


@dataclass(frozen=True)
class PackagedPlaces:
    """The package's data, ready to be asked for some kinds: country, asn."""

    reader: Any
    kinds: frozenset[IntelKind]

    def find(self, version: int, number: int) -> AddressPlace:
        """Return what it says of an address; BadInput where it is damaged."""
        address = IPv4Address(number) if version == 4 else IPv6Address(number)  # noqa: PLR2004
        try:
            network = self.reader.lookup(address).network
            if network is None:
                return NOWHERE
            record = {"country": network.country} if "country" in self.kinds else {}
            if "asn" in self.kinds and network.asn is not None:
                name = network.operator.company if network.operator else None
                record |= {"asn": network.asn, "as_name": name or network.handle}
        except _UNREADABLE as error:
            raise _damage(error) from error
        return read_place(record)


def describe_packaged() -> tuple[IntelList, ...]:
    """Return the package's data as lists, one a kind; none where it is not installed.

    BadInput where it cannot be read.
    """
    reader = _find_reader()
    if reader is None:
        return ()
    try:
        built = datetime.fromisoformat(reader.built).replace(tzinfo=UTC)
    except _UNREADABLE as error:
        raise _damage(error) from error
    return tuple(
        IntelList(
            name=name,
            kind=kind,
            source=PACKAGE,
            format="plv",
            made=built,
            max_age=find_max_age(kind),
            ours=True,
        )
        for kind, name in NAMES.items()
    )


def choose_packaged(lists: Iterable[IntelList], now: datetime) -> tuple[IntelList, ...]:
    """Return the package's data of the kinds of which the user has no file that counts."""
    brought = {one.kind for one in lists if one.counts_at(now)}
    if brought >= NAMES.keys():
        return ()
    return tuple(one for one in describe_packaged() if one.kind not in brought)


def open_packaged(chosen: Iterable[IntelList]) -> PackagedPlaces:
    """Return what answers for these kinds of the package's data."""
    return PackagedPlaces(_find_reader(), frozenset(one.kind for one in chosen))


def _find_reader() -> Any:
    """Return the package's data, opened; None where it is not installed."""
    try:
        data, reader = import_module("plevin_db_network"), import_module("plevin")
    except ModuleNotFoundError:
        return None
    try:
        return _open(reader.Plevin, data.PATH)
    except _UNREADABLE as error:
        raise _damage(error) from error


@cache
def _open(make: Any, path: Any) -> Any:
    return make(path)


def _damage(error: Exception) -> BadInput:
    return BadInput(
        f"the data of {PACKAGE} cannot be read: {type(error).__name__}: {error}; "
        "`pip install --force-reinstall 'ringwall[geo]'` brings it again"
    )
