"""Verifying evidence without AWS: the manifest, its signature, a trusted key, and the files."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from ringwall.model.errors import BadInput
from ringwall.model.evidence import EvidenceItem, EvidenceManifest
from ringwall.respond.evidence.manifest import find_flaws, read_manifest, read_signature
from ringwall.store.evidence_folder import EvidenceFolder
from ringwall.store.signature import find_algorithm, find_fingerprint, is_signed

FileVerdict = Literal["ok", "changed", "missing", "left out", "not checked"]
BAD: frozenset[FileVerdict] = frozenset({"changed", "missing"})


@dataclass(frozen=True)
class CheckedItem:
    """An item, and whether its file is as it was collected."""

    item: EvidenceItem
    verdict: FileVerdict
    reason: str = ""


@dataclass(frozen=True)
class EvidenceCheck:
    """What came of a verification."""

    manifest: EvidenceManifest
    key: str
    """The fingerprint of the key that signed; '' where nothing did."""
    flaws: tuple[str, ...]
    """What is wrong with the manifest or its signature."""
    items: tuple[CheckedItem, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing speaks against the evidence."""
        return not self.flaws and not any(one.verdict in BAD for one in self.items)


def check_evidence(
    manifest_text: bytes,
    signature_text: bytes,
    folder: EvidenceFolder,
    trusted: Collection[str],
    *,
    is_copy: bool,
) -> EvidenceCheck:
    """Return what speaks against a manifest and the files in a folder.

    `trusted` are fingerprints of keys. In a copy that was handed over, what its custody entry says
    that it leaves out need not be there. BadInput where there is no manifest, or no key is trusted.
    """
    manifest = read_manifest(manifest_text)
    key = _find_key(signature_text)
    flaws = tuple(check_manifest(manifest_text, signature_text, trusted))
    left_out = _find_left_out(manifest) if is_copy else set[int]()
    checked = tuple(_check_item(item, folder, item.number in left_out) for item in manifest.items)
    return EvidenceCheck(manifest, key, flaws, checked)


def check_manifest(manifest: bytes, signature: bytes, trusted: Collection[str]) -> list[str]:
    """Return what is wrong with a manifest and its signature, whatever its files are.

    BadInput where there is no manifest, or no key is trusted.
    """
    return [*_check_signature(manifest, signature, trusted), *find_flaws(read_manifest(manifest))]


def _find_key(text: bytes) -> str:
    try:
        return find_fingerprint(read_signature(text).public_key) if text else ""
    except BadInput:
        return ""  # the flaws say so


def _check_signature(manifest: bytes, text: bytes, trusted: Collection[str]) -> Iterator[str]:
    if not text:
        yield "the manifest has no signature"
        return
    try:
        signature = read_signature(text)
        key = find_fingerprint(signature.public_key)
        algorithm = find_algorithm(signature.public_key)
    except BadInput as error:
        yield f"the signature cannot be read: {error}"
        return
    if not trusted:
        raise BadInput(
            "no key is trusted here: name the fingerprint that you got from whoever signed, with "
            f"--key; the manifest was signed with {key}"
        )
    if key != signature.key or algorithm != signature.algorithm:
        yield "the signature names another key than it has"
    if key not in trusted:
        yield f"it was signed with the key {key}, which is not trusted"
    if not is_signed(signature.public_key, manifest, signature.signature):
        yield "the signature is not that of this manifest"


def _find_left_out(manifest: EvidenceManifest) -> set[int]:
    """Return the numbers of the items that the last entry says were not handed over."""
    last = manifest.custody[-1] if manifest.custody else None
    if last is None or last.act != "exported":
        return set()
    numbers = last.detail.get("left_out", ())
    return {number for number in numbers if isinstance(number, int)}


def _check_item(item: EvidenceItem, folder: EvidenceFolder, is_left_out: bool) -> CheckedItem:  # noqa: FBT001 - of an item
    if not item.has_file:
        where = f"it stays at AWS: {item.resource}" if item.resource else item.reason
        return CheckedItem(item, "not checked", where)
    try:
        state = folder.check(item.sha256, item.size)
    except BadInput as error:
        return CheckedItem(item, "changed", str(error))
    if state == "missing" and is_left_out:
        return CheckedItem(item, "left out", "it may hold secrets, and was not handed over")
    return CheckedItem(item, state)
