"""Keys that seal what a Lambda writes down: of KMS, which never leaves it, or of a secret."""

import hashlib
import hmac
import re
from dataclasses import dataclass, field

from ringwall.apply.environment import Writer
from ringwall.model.errors import BadInput, CallFailed
from ringwall.model.sealing import SealedKind

ALGORITHM = "HMAC_SHA_256"
BAD_MAC = "KMSInvalidMacException"
ID_LETTERS = 8
MOST_KNOWN = 20_000
"""Seals that are remembered to hold; then they are forgotten, and asked for again."""
_SECRET = re.compile(r"[0-9a-f]{64}\n?")


@dataclass(frozen=True)
class KmsSealer:
    """Seals with an HMAC key of KMS: who may write to the table alone can seal nothing."""

    writer: Writer
    key: str
    """ID or ARN of the key."""
    _known: dict[bytes, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    """INVARIANT: only what KMS has said: a seal that held once holds for good, one that did not
    is asked for again."""

    def seal(self, kind: SealedKind, text: str) -> str:
        """Return the seal of a text: `kms-<end of the key's id>:<MAC>`."""
        message = _digest(kind, text)
        asked = {"KeyId": self.key, "MacAlgorithm": ALGORITHM, "Message": message}
        mac: bytes = self.writer.call("kms.generate_mac", asked)["Mac"]
        return self._remember(message, f"{self._id()}:{mac.hex()}")

    def holds(self, kind: SealedKind, text: str, seal: str) -> bool:
        """Whether a seal is that of a text by this key."""
        name, _, mac = seal.partition(":")
        if name != self._id() or not re.fullmatch(r"[0-9a-f]{64}", mac):
            return False
        message = _digest(kind, text)
        if hmac.compare_digest(self._known.get(message, ""), seal):
            return True
        asked = {"KeyId": self.key, "MacAlgorithm": ALGORITHM, "Message": message}
        try:
            answer = self.writer.call("kms.verify_mac", {**asked, "Mac": bytes.fromhex(mac)})
        except CallFailed as error:
            if error.is_one_of({BAD_MAC}):
                return False
            raise
        if answer.get("MacValid") is not True:
            return False
        self._remember(message, seal)
        return True

    def _remember(self, message: bytes, seal: str) -> str:
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[message] = seal
        return seal

    def describe_doubt(self, seal: str) -> str:
        """Return why a seal does not hold, as far as that can be known."""
        return "" if seal.partition(":")[0] == self._id() else "it was sealed with another key"

    def _id(self) -> str:
        return f"kms-{self.key[-ID_LETTERS:]}"


@dataclass(frozen=True)
class SecretSealer:
    """Seals with 32 bytes that a secret of Secrets Manager has as 64 hex digits."""

    writer: Writer
    secret: str
    """Name or ARN of the secret."""
    _read: list[bytes] = field(default_factory=list, init=False, repr=False, compare=False)

    def seal(self, kind: SealedKind, text: str) -> str:
        """Return the seal of a text: the key's id, a colon, and the HMAC."""
        key = self._key()
        mac = hmac.new(key, f"{kind}\n{text}".encode(), hashlib.sha256)
        return f"{_name(key)}:{mac.hexdigest()}"

    def holds(self, kind: SealedKind, text: str, seal: str) -> bool:
        """Whether a seal is that of a text by this key."""
        return hmac.compare_digest(self.seal(kind, text).encode(), seal.encode())

    def describe_doubt(self, seal: str) -> str:
        """Return why a seal does not hold, as far as that can be known."""
        known = seal.partition(":")[0] == _name(self._key())
        return "" if known else "it was sealed with another key"

    def _key(self) -> bytes:
        if not self._read:
            asked = {"SecretId": self.secret}
            text = self.writer.call("secretsmanager.get_secret_value", asked).get("SecretString")
            if not isinstance(text, str) or not _SECRET.fullmatch(text):
                raise BadInput("the secret that seals the journal is not 64 hex digits")
            self._read.append(bytes.fromhex(text))
        return self._read[0]


def _name(key: bytes) -> str:
    return hashlib.sha256(b"id\n" + key).hexdigest()[:ID_LETTERS]


def _digest(kind: SealedKind, text: str) -> bytes:
    """Return what KMS seals, which takes 4,096 bytes: a hash, and what it is of."""
    return f"{kind}\n".encode() + hashlib.sha256(text.encode()).digest()
