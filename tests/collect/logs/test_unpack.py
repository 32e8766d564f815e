"""Objects unpacked: whole, in pieces, up to a limit, and what is there before they break."""

import gzip
import io
import time
import zlib

import pytest
import zstandard

from ringwall.collect.logs.unpack import Broken, Unpacked

TEXT = b"".join(b"line %d\n" % n for n in range(200_000))


def read_all(data: bytes, limit: int = 10**9, size: int = 100_000) -> tuple[bytes, str]:
    unpacked = Unpacked(io.BytesIO(data), limit)
    found = []
    try:
        while piece := unpacked.read(size):
            assert len(piece) <= size
            found.append(piece)
    except Broken as error:
        return b"".join(found), str(error)
    return b"".join(found), ""


@pytest.mark.parametrize(
    "pack",
    [
        bytes,
        gzip.compress,
        zstandard.compress,
        lambda text: gzip.compress(text[:999]) + gzip.compress(text[999:]),
        lambda text: zstandard.compress(text[:999]) + zstandard.compress(text[999:]),
        lambda text: gzip.compress(text) + b"\0" * 512,
    ],
    ids=["plain", "gzip", "zstd", "two archives", "two frames", "filled with zeros"],
)
@pytest.mark.parametrize("size", [7_919, 10**9])
def test_all_of_it_is_unpacked(pack: type[bytes], size: int) -> None:
    assert read_all(pack(TEXT), size=size) == (TEXT, "")


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress], ids=["gzip", "zstd"])
def test_what_is_there_before_it_breaks_off_is_kept(pack: type[bytes]) -> None:
    found, error = read_all(pack(TEXT)[:-1000])
    assert len(found) > 100_000
    assert TEXT.startswith(found)
    assert "breaks off before its end" in error


def test_a_damaged_archive_is_told() -> None:
    packed = bytearray(gzip.compress(TEXT))
    packed[len(packed) // 2] ^= 0xFF
    found, error = read_all(bytes(packed))
    assert "broken gzip" in error
    assert len(found) < len(TEXT) + 100
    assert "something else follows" in read_all(gzip.compress(TEXT) + b"more")[1]


@pytest.mark.parametrize(
    "bomb",
    [
        gzip.compress(bytes(50_000_000)),
        zstandard.compress(bytes(50_000_000), level=19),
        gzip.compress(gzip.compress(bytes(50_000_000))),
    ],
    ids=["gzip", "zstd", "twice"],
)
def test_a_bomb_is_not_unpacked(bomb: bytes) -> None:
    found, error = read_all(bomb, limit=10_000)
    assert len(found) <= 1024**2 * 32
    assert error in {"", "decompresses to more than 0 MiB"}
    assert error or len(found) < 100_000


def test_what_was_given_back_is_read_again() -> None:
    unpacked = Unpacked(io.BytesIO(zlib.compress(b"no gzip")[:3] + b"abcdef"))
    first = unpacked.read(5)
    unpacked.give_back(first)
    assert unpacked.read(100) == first + b"cdef"
    assert unpacked.read(1) == b""


def test_parquet_is_known_by_its_start() -> None:
    assert Unpacked(io.BytesIO(b"PAR1...")).is_parquet
    assert not Unpacked(io.BytesIO(b"")).is_parquet


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress], ids=["gzip", "zstd"])
def test_very_many_tiny_archives_take_time_in_proportion(pack: type[bytes]) -> None:
    many = 100_000
    started = time.process_time()
    assert read_all(pack(b"{") * many, size=10**9) == (b"{" * many, "")
    assert time.process_time() - started < 10


def test_what_is_given_back_is_read_next() -> None:
    unpacked = Unpacked(io.BytesIO(b"abcdef"))
    unpacked.give_back(unpacked.read(2))
    assert (unpacked.read(4), unpacked.read(4), unpacked.read(4)) == (b"abcd", b"ef", b"")
