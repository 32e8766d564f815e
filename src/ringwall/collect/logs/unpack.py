"""What is in a log object, unpacked in pieces: gzip, Zstandard or plain, within limits."""

import zlib
from collections.abc import Iterator
from typing import Protocol

import zstandard
from isal import isal_zlib
from isal.igzip_lib import IsalError

MAX_BYTES = 4 * 1024**3
"""Of one object, unpacked: a trail's own files have some 50 MB, a bomb has no end."""
CHUNK = 1024**2
GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"
PARQUET = b"PAR1"
BROKEN: tuple[type[Exception], ...] = (
    IsalError,  # type: ignore[assignment]  # its stub has a value where there is a class
    zlib.error,
    zstandard.ZstdError,
)
SLICE = 16 * 1024
"""Bytes of gzip that are unpacked at once: each archive in them copies what follows it."""
STEP = 1024
"""Bytes that Zstandard unpacks at once: four of them may become 128 KiB."""


class Broken(Exception):
    """The rest of an object cannot be read."""


class ByteReader(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return up to so many bytes; b'' at the end."""
        ...


class Unpacked:
    """The unpacked bytes of an object; `Broken` after those that could be unpacked."""

    def __init__(self, packed: ByteReader, limit: int = MAX_BYTES) -> None:
        self._limit = self._left = limit
        start = packed.read(len(ZSTD))
        self.is_parquet = start == PARQUET
        pieces = _read_pieces(start, packed)
        if start.startswith(GZIP):
            pieces = _inflate(pieces)
        elif start == ZSTD:
            pieces = _decompress(pieces)
        self._pieces = pieces
        self._held = bytearray()
        self._error: Broken | None = None

    def read(self, size: int) -> bytes:
        """Return up to so many bytes; b'' at the end. Raises only where nothing is left."""
        while len(self._held) < size and not self._error:
            try:
                piece = next(self._pieces, None)
            except Broken as error:
                self._error = error
                break
            if piece is None:
                break
            self._left -= len(piece)
            if self._left < 0:
                self._error = Broken(f"decompresses to more than {self._limit // 1024**2} MiB")
                break
            self._held += piece
        if not self._held and self._error:
            raise self._error
        found = bytes(memoryview(self._held)[:size])
        del self._held[:size]
        return found

    def give_back(self, piece: bytes) -> None:
        """Let the next read start with what was read."""
        self._held[:0] = piece


def _read_pieces(start: bytes, packed: ByteReader) -> Iterator[bytes]:
    if start:
        yield start
    while piece := packed.read(CHUNK):
        yield piece


def _cut(pieces: Iterator[bytes], size: int) -> Iterator[bytes]:
    for piece in pieces:
        for at in range(0, len(piece), size):
            yield piece[at : at + size]


def _inflate(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what gzip holds, one archive after the other."""
    archive = isal_zlib.decompressobj(wbits=31)
    waiting = b""
    for piece in _cut(pieces, SLICE):
        waiting += piece
        while waiting:
            if archive.eof:
                if not waiting.startswith(GZIP[: len(waiting)]):
                    # Some writers fill the last block of a file with zeros.
                    if waiting.strip(b"\0"):
                        raise Broken("broken gzip: something else follows the archive")
                    return
                archive = isal_zlib.decompressobj(wbits=31)
            try:
                found = archive.decompress(waiting, CHUNK)
            except BROKEN as error:
                raise Broken(f"broken gzip: {error}") from error
            waiting = archive.unused_data if archive.eof else archive.unconsumed_tail
            if found:
                yield found
            elif not archive.eof:
                break
    if not archive.eof:
        raise Broken("broken gzip: it breaks off before its end")


def _decompress(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what Zstandard holds, one frame after the other."""
    frames = zstandard.ZstdDecompressor()
    frame = frames.decompressobj()
    for piece in _cut(pieces, STEP):
        waiting = piece
        while waiting:
            if frame.eof:
                frame = frames.decompressobj()
            try:
                found = frame.decompress(waiting)
            except BROKEN as error:
                raise Broken(f"broken Zstandard: {error}") from error
            waiting = frame.unused_data if frame.eof else b""
            if found:
                yield found
    if not frame.eof:
        raise Broken("broken Zstandard: it breaks off before its end")
