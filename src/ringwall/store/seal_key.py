"""The key that seals what this program alone may have written: it lies outside of every home.

Whoever can write to a home or to its database can write anything there; without the key they cannot
seal it. The key is a file that its owner alone can read, `ringwall/seal.key` in the folder of the
user's settings, or the file that RINGWALL_SEAL_KEY names (a team that shares a database shares the
key). It is made when something is first sealed.
https://specifications.freedesktop.org/basedir-spec/latest/
"""

import hashlib
import hmac
import os
import re
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ringwall.model.errors import BadInput, StorageFailed

SealKind = Literal[
    "journal",
    "home",
    "plan",
    "case",
    "outbox",
    "ticket",
    "evidence",
    "head",
    "headed_journal",
    "headed_case",
]
"""What is sealed: a seal of one kind proves nothing of another. `headed_...` are events of which a
head says that they were written; older ones have none."""
ID_LETTERS = 8
_KEY = re.compile(r"[0-9a-f]{64}\n?")


@dataclass(frozen=True)
class SealKey:
    """A key in a file; `home` is the folder in which it must not lie. Read when it is needed."""

    path: Path
    home: Path | None = None
    _read: list[bytes] = field(default_factory=list, repr=False, compare=False)

    def seal(self, kind: SealKind, text: str) -> str:
        """Return the seal of a text: the key's id, a colon, and the HMAC; makes a missing key.

        BadInput where others can read the key, StorageFailed where it cannot be read or made.
        """
        return self._seal(self._secret(make=True), kind, text)

    def holds(self, kind: SealKind, text: str, seal: str) -> bool:
        """Whether a seal is that of a text by this key."""
        try:
            secret = self._secret(make=False)
        except FileNotFoundError:
            return False
        return hmac.compare_digest(self._seal(secret, kind, text).encode(), seal.encode())

    def describe_doubt(self, seal: str) -> str:
        """Return why a seal does not hold, as far as that can be known."""
        try:
            own = self._id(self._secret(make=False))
        except FileNotFoundError:
            return f"there is no key to check it with: {self.path}"
        other, separator, _ = seal.partition(":")
        if not separator:
            return "it has no seal by a key: an older Ringwall wrote it, or somebody else"
        return "" if other == own else f"it was sealed with another key than {self.path}"

    def _seal(self, secret: bytes, kind: SealKind, text: str) -> str:
        mac = hmac.new(secret, f"{kind}\n{text}".encode(), hashlib.sha256)
        return f"{self._id(secret)}:{mac.hexdigest()}"

    def _id(self, secret: bytes) -> str:
        return hashlib.sha256(b"id\n" + secret).hexdigest()[:ID_LETTERS]

    def _secret(self, *, make: bool) -> bytes:
        if not self._read:
            self._check_place()
            if make:
                self._make()
            self._read.append(self._load())
        return self._read[0]

    def _check_place(self) -> None:
        if self.home and self.path.resolve().is_relative_to(self.home.resolve()):
            raise BadInput(
                f"{self.path}: the key must not lie in the home folder {self.home}, where whoever "
                "forges what it seals could read it; name another file in RINGWALL_SEAL_KEY"
            )

    def _make(self) -> None:
        if self.path.exists():
            return
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
            descriptor = os.open(self.path, flags, 0o600)
        except OSError as error:
            if self.path.exists():
                return  # another process was faster
            raise StorageFailed(
                f"{self.path}: cannot make the key that seals the journal: {error}; name another "
                "file in RINGWALL_SEAL_KEY"
            ) from error
        with os.fdopen(descriptor, "w") as file:
            file.write(f"{secrets.token_hex(32)}\n")
            file.flush()
            os.fsync(file.fileno())

    def _load(self) -> bytes:
        """Return the key; FileNotFoundError where there is none."""
        try:
            descriptor = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW)
            with os.fdopen(descriptor) as file:
                facts = os.fstat(descriptor)
                text = file.read(_LONGEST)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise FileNotFoundError(self.path) from error
        except (OSError, ValueError) as error:
            raise StorageFailed(f"{self.path}: cannot read the key: {error}") from error
        if facts.st_uid != os.geteuid() or stat.S_IMODE(facts.st_mode) & 0o077:
            raise BadInput(
                f"{self.path}: others can read or change this key; make it yours alone: "
                f"chmod 600 {self.path}"
            )
        if not _KEY.fullmatch(text):
            raise BadInput(f"{self.path}: not a key of Ringwall; move it away to make a new one")
        return bytes.fromhex(text)


_LONGEST = 1000
"""Letters that are read of a key file: more than a key has."""


def find_key(home: Path | None = None) -> SealKey:
    """Return the user's key; BadInput where there is no folder of settings to keep it in."""
    if named := os.environ.get("RINGWALL_SEAL_KEY"):
        return SealKey(Path(named), home)
    return SealKey(find_settings() / "seal.key", home)


def find_settings() -> Path:
    """Return the folder of this user's settings; BadInput where there can be none."""
    # A path that is not absolute is to be ignored, says the specification.
    settings = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    if not settings.is_absolute():
        try:
            settings = Path.home() / ".config"
        except RuntimeError as error:
            raise BadInput(
                "no folder for the key that seals the journal: set HOME or RINGWALL_SEAL_KEY"
            ) from error
    return settings / "ringwall"
