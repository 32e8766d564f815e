"""What data files say of addresses."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from mmdb_file import write_mmdb

from ringwall.detect.enrichment.indicators import read_address
from ringwall.detect.enrichment.places import (
    NOWHERE,
    AddressPlace,
    PlaceFiles,
    check_data_file,
    open_data_file,
    read_place,
)
from ringwall.model.errors import BadInput

COUNTRY = {"country": {"iso_code": "NL"}, "location": {"latitude": 52.0, "longitude": 5.0}}
SYSTEM = {"autonomous_system_number": 64500, "autonomous_system_organization": "Example Hosting"}


@pytest.mark.parametrize(
    ("record", "place"),
    [
        (COUNTRY, AddressPlace("NL", latitude=52.0, longitude=5.0)),
        (SYSTEM, AddressPlace(asn=64500, as_name="Example Hosting")),
        ({"country": "nl", "asn": "AS64500", "as_name": "x"}, AddressPlace("NL", 64500, "x")),
        ({"country_code": "NL"}, AddressPlace("NL")),
        ({"country": "The Netherlands", "asn": "many", "as_name": 7}, NOWHERE),
        ({"latitude": "nan?", "longitude": 999}, NOWHERE),
        (None, NOWHERE),
        ([], NOWHERE),
    ],
)
def test_a_record_is_read_in_the_names_of_several_makers(record: Any, place: AddressPlace) -> None:
    assert read_place(record) == place


def test_files_fill_in_what_others_do_not_know(tmp_path: Path) -> None:
    first = write_mmdb(tmp_path / "a.mmdb", {"192.0.2.0/24": COUNTRY})
    second = write_mmdb(tmp_path / "b.mmdb", {"192.0.0.0/16": SYSTEM})
    files = PlaceFiles(first, second)

    def find(text: str) -> AddressPlace:
        address = read_address(text)
        assert address is not None
        return files.find(text, *address)

    assert (
        find("192.0.2.7")
        == find("192.0.2.9")
        == AddressPlace("NL", 64500, "Example Hosting", 52.0, 5.0)
    )
    assert find("192.0.3.7") == AddressPlace(None, 64500, "Example Hosting")
    for text in ("198.51.100.1", "2001:db8::1", "::ffff:192.0.1.1"):
        assert find(text) == (NOWHERE if text[0] != ":" else find("192.0.1.1"))
    assert find("192.0.2.7").country == "NL"  # in whatever order
    files.close()


def test_a_data_file_says_when_it_was_built(tmp_path: Path) -> None:
    path = write_mmdb(tmp_path / "a.mmdb", {"192.0.2.0/24": COUNTRY}, built=1_760_000_000)
    assert check_data_file(path, "country") == datetime(2025, 10, 9, 8, 53, 20, tzinfo=UTC)
    with pytest.raises(BadInput, match="no numbers of autonomous systems"):
        check_data_file(path, "asn")


@pytest.mark.parametrize("content", [b"", b"text", b"\xab\xcd\xefMaxMind.com", bytes(100_000)])
def test_what_is_no_data_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.mmdb"
    path.write_bytes(content)
    with pytest.raises(BadInput, match="no MaxMind DB"):
        open_data_file(path)


def test_a_truncated_data_file_is_refused(tmp_path: Path) -> None:
    path = write_mmdb(tmp_path / "a.mmdb", {f"192.0.{n}.0/24": COUNTRY for n in range(50)})
    whole = path.read_bytes()
    path.write_bytes(whole[:200] + whole[-200:])
    with pytest.raises(BadInput):
        check_data_file(path, "country")
