"""Files of others, read within limits: plain, gzip or a zip of one file."""

import io
import zipfile
import zlib
from pathlib import Path

from ringwall.model.errors import BadInput

MAX_BYTES = 256 * 1024**2
"""Bytes of a list, once it is unpacked."""
STEP = 1024**2


def read_bounded(path: Path, limit: int = MAX_BYTES) -> bytes:
    """Return the unpacked content of a file; BadInput where it is too large or cannot be read."""
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from error
    return unpack(content, str(path), limit)


def unpack(content: bytes, name: str, limit: int = MAX_BYTES) -> bytes:
    """Return what a gzip or a zip of one file holds, and all else as it is.

    BadInput where it is larger than the limit: a small file may unpack to any size.
    """
    _check_size(len(content), name, limit)
    try:
        if content.startswith(b"\x1f\x8b"):
            return _unzip(content, name, limit)
        if content.startswith(b"PK\x03\x04"):
            return _unpack_zip(content, name, limit)
    except (zlib.error, zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError) as error:
        raise BadInput(f"{name}: cannot be unpacked: {error}") from error
    return content


def _check_size(size: int, name: str, limit: int) -> None:
    if size > limit:
        raise BadInput(f"{name}: larger than {limit // 1024**2} MB; split the list")


def _unzip(content: bytes, name: str, limit: int) -> bytes:
    out = io.BytesIO()
    while content:  # several members, one after the other, are one content
        stream = zlib.decompressobj(wbits=31)
        while not stream.eof:
            part = stream.decompress(content, STEP)
            out.write(part)
            _check_size(out.tell(), name, limit)
            content = stream.unconsumed_tail
            if not part and not content and not stream.eof:
                raise EOFError("it breaks off")
        content = stream.unused_data.lstrip(b"\0")
    return out.getvalue()


def _unpack_zip(content: bytes, name: str, limit: int) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) != 1:
            raise BadInput(f"{name}: a zip of {len(members)} files; unpack the one that is meant")
        with archive.open(members[0]) as member:
            found = member.read(limit + 1)
    _check_size(len(found), name, limit)
    return found
