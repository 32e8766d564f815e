"""The local key that signs evidence, and the fingerprints of the keys that are trusted.

Both lie in the folder of the user's settings, outside of every home: `ringwall/evidence.key`, which
its owner alone can read, and `ringwall/evidence.trusted`. RINGWALL_EVIDENCE_KEY names another file;
the second one lies beside it.
"""

import base64
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from ringwall.model.errors import BadInput, StorageFailed
from ringwall.store.private_file import create_private, replacing
from ringwall.store.seal_key import find_settings

LOCAL = "local"
"""Under this name the local key is trusted."""
LONGEST = 100_000
_LINE = re.compile(r"([0-9a-f]{64}) (\S{1,2048})")


@dataclass(frozen=True)
class SigningKey:
    """A key in a file; `home` is the folder in which it must not lie."""

    path: Path
    home: Path | None = None

    @property
    def trusted(self) -> "TrustedKeys":
        """The keys that are trusted, in the file beside it."""
        return TrustedKeys(self.path.with_suffix(".trusted"))

    def sign(self, message: bytes) -> tuple[str, str]:
        """Return the signature (base64) and the public key (PEM); makes a missing key.

        BadInput where others can read the key, StorageFailed where it cannot be read or made.
        """
        if self.home and self.path.resolve().is_relative_to(self.home.resolve()):
            raise BadInput(
                f"{self.path}: the key must not lie in the home folder {self.home}, where whoever "
                "forges evidence could read it; name another file in RINGWALL_EVIDENCE_KEY"
            )
        if not self.path.exists():
            self._make()
        key = self._load()
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(key.sign(message)).decode(), public.decode()

    def _make(self) -> None:
        pem = Ed25519PrivateKey.generate().private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with create_private(self.path) as file:
                file.write(pem.decode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            if self.path.exists():
                return  # another process was faster
            raise StorageFailed(
                f"{self.path}: cannot make the key that signs evidence: {error}; name another file "
                "in RINGWALL_EVIDENCE_KEY"
            ) from error

    def _load(self) -> Ed25519PrivateKey:
        try:
            descriptor = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW)
            with os.fdopen(descriptor, "rb") as file:
                facts = os.fstat(descriptor)
                pem = file.read(LONGEST)
        except OSError as error:
            raise StorageFailed(f"{self.path}: cannot read the key: {error}") from error
        if facts.st_uid != os.geteuid() or stat.S_IMODE(facts.st_mode) & 0o077:
            raise BadInput(
                f"{self.path}: others can read or change this key; make it yours alone: "
                f"chmod 600 {self.path}"
            )
        try:
            key = load_pem_private_key(pem, None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise BadInput(f"{self.path}: not a key of Ringwall; move it away") from error
        if not isinstance(key, Ed25519PrivateKey):
            raise BadInput(f"{self.path}: not an Ed25519 key; move it away to make a new one")
        return key


@dataclass(frozen=True)
class TrustedKeys:
    """The fingerprints that this user trusts, by the name of the key: an ARN, or `local`."""

    path: Path

    def read(self) -> Mapping[str, str]:
        """Return the fingerprints by name; BadInput where others could have written them."""
        try:
            descriptor = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW)
            with os.fdopen(descriptor, encoding="utf-8") as file:
                facts = os.fstat(descriptor)
                lines = file.read(LONGEST).splitlines()
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (OSError, ValueError) as error:
            raise StorageFailed(f"{self.path}: cannot read: {error}") from error
        if facts.st_uid != os.geteuid() or stat.S_IMODE(facts.st_mode) & 0o022:
            raise BadInput(f"{self.path}: others can change which keys are trusted: chmod 600 it")
        found = [_LINE.fullmatch(line) for line in lines]
        if None in found:
            raise BadInput(f"{self.path}: a line is not a fingerprint and a name")
        return {each[2]: each[1] for each in found if each}

    def pin(self, name: str, fingerprint: str) -> bool:
        """Trust a key from now on, and return whether it is new.

        BadInput where another key has the name already: what signs was changed.
        """
        known = dict(self.read())
        if known.get(name) == fingerprint:
            return False
        if name in known:
            raise BadInput(
                f"{name}: its public key is not the one that was used here before ({known[name]}, "
                f"and now {fingerprint}). If that was meant, take its line out of {self.path}"
            )
        lines = [f"{each} {whose}\n" for whose, each in {**known, name: fingerprint}.items()]
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StorageFailed(f"{self.path}: cannot write: {error.strerror}") from error
        with replacing(self.path) as file:
            file.writelines(lines)
        return True


def find_signing_key(home: Path | None = None) -> SigningKey:
    """Return the user's key; BadInput where there is no folder of settings to keep it in."""
    if named := os.environ.get("RINGWALL_EVIDENCE_KEY"):
        return SigningKey(Path(named), home)
    return SigningKey(find_settings() / "evidence.key", home)
