"""The manifest of a case's evidence: its items, and a chain of custody that shows what is missing.

It is canonical JSON (`write_canonical`): the same evidence has one text, of which one hash is made.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

import msgspec

from ringwall.model.errors import BadInput
from ringwall.model.evidence import (
    MANIFEST_SCHEMA,
    SIGNATURE_SCHEMA,
    CustodyAct,
    CustodyEntry,
    EvidenceItem,
    EvidenceManifest,
    ManifestSignature,
    check_case_id,
    write_canonical,
)

FIRST = "0" * 64
"""What the first custody entry seals in place of one before it."""


def write_manifest(manifest: EvidenceManifest) -> bytes:
    """Return the manifest as the text that is signed."""
    return write_canonical(asdict(manifest))


def read_manifest(text: bytes) -> EvidenceManifest:
    """Return the manifest of a text; BadInput where it is none, or not written as one is."""
    manifest: EvidenceManifest = _read(text, EvidenceManifest, MANIFEST_SCHEMA)
    check_case_id(manifest.case)
    # Who reads it otherwise (a member that is there twice) must not see other evidence.
    if write_manifest(manifest) != text:
        raise BadInput("the manifest is not canonical JSON: it was written by something else")
    return manifest


def write_signature(signature: ManifestSignature) -> bytes:
    """Return the signature of a manifest as a document."""
    return write_canonical(asdict(signature))


def read_signature(text: bytes) -> ManifestSignature:
    """Return the signature of a document; BadInput where it is none."""
    signature: ManifestSignature = _read(text, ManifestSignature, SIGNATURE_SCHEMA)
    return signature


def add_items(manifest: EvidenceManifest, items: Iterable[EvidenceItem]) -> EvidenceManifest:
    """Return the manifest with more items, numbered on."""
    start = len(manifest.items) + 1
    more = (replace(item, number=start + place) for place, item in enumerate(items))
    return replace(manifest, items=(*manifest.items, *more))


def add_custody(
    manifest: EvidenceManifest, act: CustodyAct, who: str, at: str, detail: Mapping[str, Any]
) -> EvidenceManifest:
    """Return the next revision: the manifest with what was done with the evidence, and by whom."""
    previous = manifest.custody[-1].hash if manifest.custody else FIRST
    entry = CustodyEntry(
        len(manifest.custody) + 1, at, who, act, detail, hash_items(manifest.items), ""
    )
    sealed = replace(entry, hash=_hash_entry(previous, entry))
    return replace(manifest, custody=(*manifest.custody, sealed))


def find_flaws(manifest: EvidenceManifest) -> list[str]:
    """Return what in a manifest does not fit together; nothing where all does."""
    flaws = []
    if [item.number for item in manifest.items] != list(range(1, len(manifest.items) + 1)):
        flaws.append("the numbers of the items have gaps: an item was taken out or put in")
    previous = FIRST
    for place, entry in enumerate(manifest.custody, 1):
        if entry.number != place:
            flaws.append(f"custody entry {place} is missing")
            return flaws
        if entry.hash != _hash_entry(previous, entry):
            flaws.append(f"custody entry {place} was changed, or one before it")
            return flaws
        previous = entry.hash
    if not manifest.custody:
        flaws.append("there is no custody entry: the chain was cut off")
    elif manifest.custody[-1].items != hash_items(manifest.items):
        flaws.append("the items are not those of the last custody entry")
    return flaws


def hash_items(items: Iterable[EvidenceItem]) -> str:
    """Return the SHA-256 over the canonical JSON of items."""
    return hashlib.sha256(write_canonical([asdict(item) for item in items])).hexdigest()


def write_item(item: EvidenceItem) -> bytes:
    """Return an item as one line of JSON."""
    return write_canonical(asdict(item))


def read_item(line: bytes) -> EvidenceItem:
    """Return the item of a line; BadInput where it is none."""
    try:
        return msgspec.convert(json.loads(line), EvidenceItem)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise BadInput(f"not an item of evidence: {error}") from error


def _hash_entry(previous: str, entry: CustodyEntry) -> str:
    members = asdict(entry)
    del members["hash"]
    return hashlib.sha256(previous.encode() + b"\n" + write_canonical(members)).hexdigest()


def _read(text: bytes, kind: Any, schema: str) -> Any:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"not JSON, so no {schema}: {error}") from error
    if not isinstance(document, dict) or document.get("schema") != schema:
        raise BadInput(f"not a document of the form {schema}")
    try:
        return msgspec.convert(document, kind)
    except msgspec.ValidationError as error:
        raise BadInput(f"not a document of the form {schema}: {error}") from error
