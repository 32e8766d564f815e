"""What a package says of addresses, where it is installed and the user has no file."""

import lzma
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from geo_package import GeoData, Put, network

from ringwall.detect.enrichment.indicators import read_address
from ringwall.detect.enrichment.intel_list import IntelKind, IntelList
from ringwall.detect.enrichment.packaged_places import (
    choose_packaged,
    describe_packaged,
    open_packaged,
)
from ringwall.detect.enrichment.places import NOWHERE, AddressPlace
from ringwall.model.errors import BadInput

NOW = datetime(2026, 11, 30, tzinfo=UTC)
DATA = GeoData(
    networks={
        "192.0.2.7": network("nl", 64500, "EXAMPLE", "Example Hosting"),
        "192.0.2.8": network("NL", 64501, "HANDLE"),
        "192.0.2.9": network("NL", None, "HOLDER"),
        "2001:db8::7": network(None, 64502, "SIX"),
        "198.51.100.1": lzma.LZMAError("broken"),
    }
)


def find(text: str) -> AddressPlace:
    address = read_address(text)
    assert address is not None
    return open_packaged(describe_packaged()).find(*address)


def user_file(kind: IntelKind, days: int) -> IntelList:
    return IntelList("mine", kind, "f.mmdb", "mmdb", NOW - timedelta(days), timedelta(days=400))


def test_without_the_package_nothing_is_known() -> None:
    assert describe_packaged() == ()
    assert choose_packaged((), NOW) == ()


def test_its_data_is_dated_and_ages_as_files_do(put_geo_package: Put) -> None:
    put_geo_package(DATA)
    country, asn = describe_packaged()
    assert (country.name, country.kind, asn.name, asn.kind) == (
        "packaged-country",
        "country",
        "packaged-asn",
        "asn",
    )
    assert country.made == datetime(2026, 10, 4, tzinfo=UTC)
    assert (country.source, country.ours, country.indicators) == ("plevin-db-network", True, 0)
    assert asn.counts_at(datetime(2027, 11, 1, tzinfo=UTC))
    assert not asn.counts_at(datetime(2027, 11, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("192.0.2.7", AddressPlace("NL", 64500, "Example Hosting")),
        ("192.0.2.8", AddressPlace("NL", 64501, "HANDLE")),
        ("192.0.2.9", AddressPlace("NL")),
        ("2001:db8::7", AddressPlace(None, 64502, "SIX")),
        ("::ffff:192.0.2.8", AddressPlace("NL", 64501, "HANDLE")),
        ("203.0.113.1", NOWHERE),
    ],
)
def test_it_tells_country_and_system(put_geo_package: Put, text: str, place: AddressPlace) -> None:
    put_geo_package(DATA)
    assert find(text) == place


def test_a_file_of_the_user_comes_instead_of_its_half(put_geo_package: Put) -> None:
    put_geo_package(DATA)
    address = read_address("192.0.2.8")
    assert address is not None
    halves: tuple[tuple[IntelKind, AddressPlace], ...] = (
        ("country", AddressPlace(asn=64501, as_name="HANDLE")),
        ("asn", AddressPlace("NL")),
    )
    for kind, left in halves:
        chosen = choose_packaged([user_file(kind, 1)], NOW)
        assert open_packaged(chosen).find(*address) == left
        assert len(choose_packaged([user_file(kind, 401)], NOW)) == 2
    assert choose_packaged([user_file("country", 1), user_file("asn", 1)], NOW) == ()


def refuse(_: Any) -> Any:
    raise ValueError("no plevin 2 database")


@pytest.mark.parametrize(
    "package", [{"make": refuse}, {"data": GeoData(built="soon")}, {"data": object()}]
)
def test_damaged_data_says_how_to_mend_it(put_geo_package: Put, package: Any) -> None:
    put_geo_package(**package)
    with pytest.raises(BadInput, match=r"plevin-db-network cannot be read.*force-reinstall"):
        describe_packaged()
    both = [user_file("country", 1), user_file("asn", 1)]
    assert choose_packaged(both, NOW) == ()  # it is not asked


def test_damage_that_only_a_look_up_finds_is_told(put_geo_package: Put) -> None:
    put_geo_package(DATA)
    with pytest.raises(BadInput, match="LZMAError: broken"):
        find("198.51.100.1")
