"""Files of others are read within limits, packed or not."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from ringwall.detect.enrichment.bounded_file import read_bounded, unpack
from ringwall.model.errors import BadInput

CONTENT = b"192.0.2.7\n" * 1000


def make_zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "packed",
    [
        CONTENT,
        gzip.compress(CONTENT),
        gzip.compress(CONTENT[:5000]) + gzip.compress(CONTENT[5000:]),
        make_zip(a=CONTENT),
    ],
    ids=["plain", "gzip", "two of gzip", "zip"],
)
def test_what_is_packed_is_unpacked(packed: bytes, tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(packed)
    assert read_bounded(tmp_path / "list") == CONTENT


@pytest.mark.parametrize(
    "packed",
    [gzip.compress(bytes(50_000_000)), make_zip(a=bytes(50_000_000)), bytes(2_000_000)],
    ids=["gzip", "zip", "plain"],
)
def test_what_unpacks_to_too_much_is_refused(packed: bytes) -> None:
    with pytest.raises(BadInput, match="larger than 1 MB"):
        unpack(packed, "list", 1024**2)


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(CONTENT)[:-20],
        b"\x1f\x8b\x08\x00garbage",
        b"PK\x03\x04garbage",
        make_zip(a=b"1", b=b"2"),
        make_zip(),
        gzip.compress(CONTENT)[:10],
    ],
    ids=["cut gzip", "no gzip", "no zip", "two files", "no file", "gzip's head"],
)
def test_what_is_damaged_is_refused(packed: bytes) -> None:
    if packed.startswith(b"PK\x05"):
        assert unpack(packed, "list") == packed  # an empty zip is no list either way
        return
    with pytest.raises(BadInput):
        unpack(packed, "list")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(BadInput, match="cannot be read"):
            read_bounded(path)
