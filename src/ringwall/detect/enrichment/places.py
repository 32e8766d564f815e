"""Countries, places and autonomous systems of addresses, from MaxMind DB files (.mmdb).

https://maxmind.github.io/MaxMind-DB/
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ringwall.detect.enrichment.indicators import BITS
from ringwall.detect.enrichment.intel_list import IntelKind
from ringwall.model.errors import BadInput
from ringwall.model.text import make_storable

if TYPE_CHECKING:
    import maxminddb

LONGEST = 200
WHOLE_WORLD = 180


@dataclass(frozen=True)
class AddressPlace:
    """What data files say of an address; None is not known."""

    country: str | None = None
    asn: int | None = None
    as_name: str | None = None
    latitude: float | None = None
    longitude: float | None = None


NOWHERE = AddressPlace()


@dataclass
class OpenFile:
    """A data file with the network that was found last: the next address is often in it, too."""

    reader: "maxminddb.Reader"
    network: tuple[int, int, int] = (0, 0, 0)
    place: AddressPlace = NOWHERE

    def find(self, text: str, version: int, number: int) -> AddressPlace:
        """Return what the file says of an address."""
        shift, prefix, network = self.network
        if (version, number >> shift) != (prefix, network):
            record, length = _get(self.reader, text)
            shift = max(BITS[version] - length, 0)
            self.network = (shift, version, number >> shift)
            self.place = read_place(record)
        return self.place


class PlaceSource(Protocol):
    """What knows of addresses, too, beside data files."""

    def find(self, version: int, number: int) -> AddressPlace:
        """Return what it says of an address."""
        ...


class PlaceFiles:
    """Data files, open to be asked; a later one fills in what the earlier ones do not know.

    It is fastest where addresses are asked for in their order. `others` are asked last.
    """

    def __init__(self, *paths: Path, others: Sequence[PlaceSource] = ()) -> None:
        self._files = [OpenFile(open_data_file(path)) for path in paths]
        self._others = others

    def find(self, text: str, version: int, number: int) -> AddressPlace:
        """Return what is known of an address: as a text, and as its version and number."""
        place = NOWHERE
        for file in self._files:
            more = file.find(text, version, number)
            place = more if place is NOWHERE else _fill(place, more)
        for other in self._others:
            place = _fill(place, other.find(version, number))
        return place

    def close(self) -> None:
        """Close the files."""
        for file in self._files:
            file.reader.close()


def open_data_file(path: Path) -> "maxminddb.Reader":
    """Return the reader of a file; BadInput where it is no MaxMind DB."""
    import maxminddb  # noqa: PLC0415 - only those pay who have such a file

    try:
        return maxminddb.open_database(path, maxminddb.MODE_AUTO)
    except (OSError, ValueError, maxminddb.InvalidDatabaseError) as error:
        raise BadInput(f"{path}: no MaxMind DB (.mmdb): {error}") from error


def check_data_file(path: Path, kind: IntelKind) -> datetime:
    """Return when a data file was built; BadInput where it has not what its kind promises."""
    reader = open_data_file(path)
    try:
        about = reader.metadata()
        for number, (_, record) in enumerate(_sample(reader)):
            place = read_place(record)
            if place.asn if kind == "asn" else place.country:
                return datetime.fromtimestamp(about.build_epoch, UTC)
            if number == 1000:  # noqa: PLR2004 - the first records of a good file have it
                break
    except (ValueError, OverflowError, OSError, RecursionError) as error:
        raise BadInput(f"{path}: damaged: {error}") from error
    finally:
        reader.close()
    what = "no numbers of autonomous systems" if kind == "asn" else "no countries"
    raise BadInput(f"{path}: {what} in its records; is it a file of --kind {kind}?")


def _sample(reader: Any) -> Any:
    from maxminddb import InvalidDatabaseError  # noqa: PLC0415 - see open_data_file

    try:
        yield from reader
    except InvalidDatabaseError as error:
        raise ValueError(str(error)) from error


def read_place(record: Any) -> AddressPlace:
    """Return what a record says, in MaxMind's own names or in those of IPinfo, DB-IP and others."""
    if not isinstance(record, Mapping):
        return NOWHERE
    country = _first(record, ("country", "iso_code"), ("registered_country", "iso_code"),
                     ("country_code",), ("country",))  # fmt: skip
    number = _first(record, ("autonomous_system_number",), ("asn",))
    name = _first(record, ("autonomous_system_organization",), ("as_name",), ("name",))
    return AddressPlace(
        country=country.upper() if isinstance(country, str) and len(country) == 2 else None,  # noqa: PLR2004
        asn=_read_number(number),
        as_name=make_storable(name[:LONGEST]) if isinstance(name, str) and name else None,
        latitude=_degrees(_first(record, ("location", "latitude"), ("latitude",), ("lat",))),
        longitude=_degrees(_first(record, ("location", "longitude"), ("longitude",), ("lng",))),
    )


def _get(reader: Any, address: str) -> tuple[Any, int]:
    """Return the record of an address, and the length of its network's prefix."""
    from maxminddb import InvalidDatabaseError  # noqa: PLC0415 - see open_data_file

    whole = BITS[6 if ":" in address else 4]
    try:
        record, length = reader.get_with_prefix_len(address)
    except (ValueError, InvalidDatabaseError):  # IPv6 in a file that has IPv4 alone
        return None, whole
    return record, length


def _first(record: Mapping[str, Any], *paths: tuple[str, ...]) -> Any:
    for path in paths:
        value: Any = record
        for name in path:
            value = value.get(name) if type(value) is dict else None
        if value not in (None, "", {}):
            return value
    return None


def _read_number(value: Any) -> int | None:
    text = str(value).upper().removeprefix("AS") if isinstance(value, int | str) else ""
    return int(text) if text.isdecimal() and len(text) < 11 else None  # noqa: PLR2004 - 32 bits


def _degrees(value: Any) -> float | None:
    with suppress(TypeError, ValueError):
        number = float(value)
        return number if abs(number) <= WHOLE_WORLD else None
    return None


def _fill(place: AddressPlace, more: AddressPlace) -> AddressPlace:
    if more is NOWHERE:
        return place
    missing = {
        f.name: getattr(more, f.name)
        for f in fields(AddressPlace)
        if getattr(place, f.name) is None
    }
    return replace(place, **missing)
