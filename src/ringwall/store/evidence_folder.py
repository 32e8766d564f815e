"""The folder of a case's evidence: files named by their SHA-256, and the manifests about them.

    evidence/<case>/<sha256>                 what was collected, and copies of manifests
    evidence/<case>/collecting.jsonl         items of a collection that has not ended, each sealed
    evidence/<case>/manifest-0001.json       the first revision, its signature in ...0001.sig.json
    evidence/<case>/<fingerprint>.pem        the public key that a signature is checked with

A file is written under another name, synced, and renamed: one with the name of a hash is complete.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from ringwall.model.errors import BadInput, RingwallError, StorageFailed
from ringwall.model.evidence import check_case_id
from ringwall.store.private_file import PRIVATE
from ringwall.store.seal_key import SealKey

CHUNK = 1 << 20
OPEN_ITEMS = "collecting.jsonl"
LONGEST_MANIFEST = 64 << 20
LONGEST_SIGNATURE = 100_000
FileState = Literal["ok", "changed", "missing"]
_HASH = re.compile(r"[0-9a-f]{64}")
_NAMED = re.compile(r"manifest-\d{4,9}(\.sig)?\.json|[0-9a-f]{64}\.pem")
_MANIFEST = re.compile(r"manifest-(\d{4,9})\.json")


class EvidenceTooLarge(RingwallError):
    """There is more of something than is kept of one thing; nothing of it was."""


@dataclass(frozen=True)
class KeptFile:
    """A file of evidence."""

    sha256: str
    size: int


@dataclass(frozen=True)
class EvidenceFolder:
    """The evidence of one case; `path` need not be there yet. Never more than one writes to it.

    What cannot be written is StorageFailed; what is named by no hash is BadInput.
    """

    path: Path

    def put(self, chunks: Iterable[bytes], most: int) -> KeptFile:
        """Keep a file; its hash is computed while it is written. EvidenceTooLarge beyond `most`.

        What `chunks` raises is raised, and nothing is kept.
        """
        digest, size = hashlib.sha256(), 0
        with self._new_file() as (file, partial):
            for chunk in chunks:
                size += len(chunk)
                if size > most:
                    raise EvidenceTooLarge(f"more than {most:,} bytes")
                digest.update(chunk)
                with self._telling():
                    file.write(chunk)
            with self._telling():
                _sync(file)
                partial.replace(self.path / digest.hexdigest())
                self._sync_folder()
        return KeptFile(digest.hexdigest(), size)

    def open(self, sha256: str) -> BinaryIO:
        """Return a file to read; FileNotFoundError where there is none, BadInput for a link."""
        if not _HASH.fullmatch(sha256):
            raise BadInput(f"{sha256!r}: not the SHA-256 of a file")
        return _open(self.path / sha256)

    def open_sound(self, sha256: str) -> BinaryIO:
        """Return a file whose content has this hash now; BadInput where there is none."""
        try:
            file = self.open(sha256)
        except FileNotFoundError as error:
            raise BadInput(f"{self.path / sha256}: evidence is missing") from error
        if _hash(file).sha256 != sha256:
            file.close()
            raise BadInput(f"{self.path / sha256}: evidence was changed since it was collected")
        file.seek(0)
        return file

    def check(self, sha256: str, size: int) -> FileState:
        """Return whether a file is as it was collected."""
        try:
            with self.open(sha256) as file:
                return "ok" if _hash(file) == KeptFile(sha256, size) else "changed"
        except FileNotFoundError:
            return "missing"

    def save_manifest(self, revision: int, manifest: bytes, signature: bytes) -> None:
        """Keep a revision of the manifest; it counts once it is there itself."""
        self._save(f"manifest-{revision:04}.sig.json", signature)
        self._save(f"manifest-{revision:04}.json", manifest)

    def save_key(self, fingerprint: str, pem: str) -> None:
        """Keep the public key that signatures are checked with."""
        self._save(f"{fingerprint}.pem", pem.encode())

    def _save(self, name: str, content: bytes) -> None:
        with self._new_file() as (file, partial), self._telling():
            file.write(content)
            _sync(file)
            partial.replace(self.path / name)
            self._sync_folder()

    def named_files(self) -> dict[str, bytes]:
        """Return the manifests, signatures and public keys that there are, by their names."""
        try:
            names = sorted(path.name for path in self.path.iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return {}
        return {
            name: read_limited(self.path / name, LONGEST_MANIFEST)
            for name in names
            if _NAMED.fullmatch(name)
        }

    def revisions(self) -> tuple[int, ...]:
        """Return the numbers of the manifests, oldest first."""
        try:
            names = [path.name for path in self.path.iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            return ()
        return tuple(sorted(int(found[1]) for found in map(_MANIFEST.fullmatch, names) if found))

    def read_manifest(self, revision: int) -> tuple[bytes, bytes]:
        """Return a manifest and its signature, b'' where it has none."""
        manifest = read_limited(self.path / f"manifest-{revision:04}.json", LONGEST_MANIFEST)
        try:
            place = self.path / f"manifest-{revision:04}.sig.json"
            return manifest, read_limited(place, LONGEST_SIGNATURE)
        except FileNotFoundError:
            return manifest, b""

    def add_open_item(self, line: bytes, key: SealKey) -> None:
        """Write down an item of a collection that has not ended: a kill does not lose it."""
        seal = key.seal("evidence", f"{self.path.name}\n{line.decode()}")
        with self._telling():
            self._make()
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
            with os.fdopen(os.open(self.path / OPEN_ITEMS, flags, PRIVATE), "ab") as file:
                file.write(f"{seal} ".encode() + line + b"\n")
                _sync(file)

    def open_items(self, key: SealKey) -> list[bytes]:
        """Return the items of a collection that was cut off; BadInput for a line of a stranger."""
        try:
            text = read_limited(self.path / OPEN_ITEMS, LONGEST_MANIFEST)
        except FileNotFoundError:
            return []
        # What follows the last line end is of a write that was cut off: its item is lost.
        lines = [line.partition(b" ") for line in text.split(b"\n")[:-1]]
        for seal, _, line in lines:
            sealed = f"{self.path.name}\n{line.decode('utf-8', 'replace')}"
            if not key.holds("evidence", sealed, seal.decode("utf-8", "replace")):
                place = self.path / OPEN_ITEMS
                raise BadInput(f"{place}: a line was not written by this Ringwall; move it away")
        return [line for _, _, line in lines]

    def close_items(self) -> None:
        """Forget the items of a collection that has ended: a manifest has them."""
        with self._telling():
            (self.path / OPEN_ITEMS).unlink(missing_ok=True)

    def drop_partials(self) -> None:
        """Remove what a killed collection was writing."""
        with self._telling():
            for path in self.path.glob(".*.partial"):
                path.unlink(missing_ok=True)

    @contextmanager
    def _new_file(self) -> Iterator[tuple[BinaryIO, Path]]:
        with self._telling():
            self._make()
            partial = self.path / f".{secrets.token_hex(8)}.partial"
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
            file = os.fdopen(os.open(partial, flags, PRIVATE), "wb")
        try:
            yield file, partial
        finally:
            with suppress(OSError):  # of a full disk; what was said of it is raised already
                file.close()
            with suppress(OSError):
                partial.unlink(missing_ok=True)

    def _make(self) -> None:
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _sync_folder(self) -> None:
        descriptor = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StorageFailed(
                f"{self.path}: cannot write evidence: {error.strerror or error}; free some space, "
                "and collect again: what was collected by then is kept"
            ) from error


def case_folder(evidence: Path, case: str) -> EvidenceFolder:
    """Return the folder of a case below that of all evidence; BadInput for what is no case."""
    return EvidenceFolder(evidence / check_case_id(case))


def find_sound_file(evidence: Path, sha256: str) -> BinaryIO:
    """Return a file of any case by its hash, its content checked; BadInput where there is none."""
    try:
        folders = sorted(path for path in evidence.iterdir() if path.is_dir())
    except OSError:
        folders = []
    for path in folders:
        with suppress(FileNotFoundError):
            folder = EvidenceFolder(path)
            folder.open(sha256).close()
            return folder.open_sound(sha256)
    raise BadInput(f"{evidence}: evidence {sha256} is missing")


def read_limited(path: Path, most: int) -> bytes:
    """Return a file that is a plain one and not too large; BadInput for another."""
    with _open(path) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise BadInput(f"{path}: larger than {most:,} bytes")
    return content


def _open(path: Path) -> BinaryIO:
    """Open a plain file; FileNotFoundError where there is none."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        file = os.fdopen(descriptor, "rb")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileNotFoundError(path) from error
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror or error}") from error
    return file


def _hash(file: BinaryIO) -> KeptFile:
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return KeptFile(digest.hexdigest(), size)


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
