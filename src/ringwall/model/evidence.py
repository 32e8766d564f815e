"""Evidence of a case: what was collected, from where, by whom, and through whose hands it went."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ringwall.model.errors import BadInput

MANIFEST_SCHEMA = "ringwall.evidence.manifest/1"
SIGNATURE_SCHEMA = "ringwall.evidence.signature/1"
ItemKind = Literal["document", "log", "media", "code", "finding", "snapshot", "object"]
"""A `snapshot` and an `object` stay where they are: no file of ours holds them."""
ItemStatus = Literal["kept", "partial", "none", "denied", "throttled", "failed", "too_large"]
"""`partial`: there was more than is kept; `none`: AWS says that there is none. `kept` of a snapshot
says that it is there."""
CustodyAct = Literal["collected", "deposited", "released", "exported"]
SignatureAlgorithm = Literal["ED25519", "ECDSA_SHA_256", "RSASSA_PSS_SHA_256"]
_CASE = re.compile(r"CASE-\d{8}-[0-9a-z]{4,16}")


@dataclass(frozen=True)
class EvidenceSource:
    """The call of AWS that an item is the answer of; `ringwall` as operation for what we have."""

    account_id: str
    region: str
    operation: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class EvidenceItem:
    """One thing that was asked for: what came of it, or why nothing did."""

    number: int
    """1, 2, 3, ... within the case."""
    kind: ItemKind
    what: str
    """What it is. Names of the attacker's may be in it."""
    source: EvidenceSource
    at: str
    """When it was read: 2026-12-01T02:04:05.678Z."""
    by: str
    """ARN of the caller, as AWS says."""
    tool: str
    """Name and version of what read it."""
    status: ItemStatus
    reason: str = ""
    """Why there is nothing, or not all of it."""
    sensitive: bool = False
    """Whether it may hold secrets: it is not handed over unless that was asked for."""
    size: int = 0
    sha256: str = ""
    """Of the file, computed while it was written; '' where there is no file."""
    resource: str = ""
    """ARN of what stays where it is."""
    attributes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def has_file(self) -> bool:
        """Whether a file of ours holds it."""
        return bool(self.sha256) and self.kind not in ("snapshot", "object")


@dataclass(frozen=True)
class CustodyEntry:
    """One hand that the evidence went through; each entry seals the one before it."""

    number: int
    at: str
    who: str
    act: CustodyAct
    detail: Mapping[str, Any]
    items: str
    """SHA-256 over the canonical JSON of all items as they were then."""
    hash: str
    """SHA-256 over the hash before it, and the canonical JSON of all of this but `hash`."""


@dataclass(frozen=True)
class EvidenceManifest:
    """All evidence of a case, in one revision: a new one is made by each custody entry."""

    case: str
    created_at: str
    tools: Mapping[str, str]
    journal: str
    """The seal of the newest event of the journal, or ''."""
    items: tuple[EvidenceItem, ...] = ()
    custody: tuple[CustodyEntry, ...] = ()
    schema: str = MANIFEST_SCHEMA

    @property
    def revision(self) -> int:
        """Which one it is: as many as there are custody entries."""
        return len(self.custody)


@dataclass(frozen=True)
class ManifestSignature:
    """The signature of a manifest's bytes, with the key that it can be checked with."""

    manifest_sha256: str
    algorithm: SignatureAlgorithm
    key: str
    """Fingerprint of the public key: SHA-256 of its DER form."""
    public_key: str
    """PEM."""
    signature: str
    """Base64."""
    key_arn: str = ""
    """ARN of the KMS key; '' for a local one."""
    schema: str = SIGNATURE_SCHEMA


def write_canonical(value: Any) -> bytes:
    """Return a value as the one JSON text that it has: sorted, ASCII, without spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def is_case_id(text: str) -> bool:
    """Whether a text is the id of a case."""
    return _CASE.fullmatch(text) is not None


def check_case_id(case: str) -> str:
    """Return the id of a case; BadInput where it is none, and so no name of a folder."""
    if not is_case_id(case):
        raise BadInput(f"{case!r}: not the id of a case, such as CASE-20261201-4f7k2m")
    return case
