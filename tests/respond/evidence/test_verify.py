"""Verifying: whatever was done to the evidence, its manifest or its signature shows."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from ringwall.model.errors import BadInput
from ringwall.model.evidence import (
    EvidenceItem,
    EvidenceManifest,
    EvidenceSource,
    ManifestSignature,
)
from ringwall.respond.evidence.manifest import (
    add_custody,
    add_items,
    write_manifest,
    write_signature,
)
from ringwall.respond.evidence.verify import EvidenceCheck, check_evidence, check_manifest
from ringwall.store.evidence_folder import EvidenceFolder
from ringwall.store.signature import find_fingerprint
from ringwall.store.signing_key import SigningKey

AT = "2026-12-01T02:04:05.678Z"
SOURCE = EvidenceSource("123456789012", "eu-west-1", "ec2.describe_instances")
ITEM = EvidenceItem(0, "document", "what", SOURCE, AT, "arn:aws:x", "ringwall 1", "kept")


@dataclass
class Handed:
    """Evidence of two files, one of them a secret, one snapshot, and what was denied."""

    folder: EvidenceFolder
    key: SigningKey
    manifest: EvidenceManifest
    text: bytes = b""
    signature: bytes = b""
    fingerprint: str = ""

    def sign(self, manifest: EvidenceManifest, key: SigningKey | None = None) -> None:
        self.manifest, self.text = manifest, write_manifest(manifest)
        signature, pem = (key or self.key).sign(self.text)
        self.fingerprint = find_fingerprint(pem)
        sha256 = hashlib.sha256(self.text).hexdigest()
        signed = ManifestSignature(sha256, "ED25519", self.fingerprint, pem, signature)
        self.signature = write_signature(signed)

    def check(self, *trusted: str, **more: Any) -> EvidenceCheck:
        keys = trusted or (self.fingerprint,)
        options = {"is_copy": False, **more}
        return check_evidence(self.text, self.signature, self.folder, keys, **options)


@pytest.fixture
def handed(tmp_path: Path) -> Handed:
    folder = EvidenceFolder(tmp_path / "evidence")
    files = [folder.put([content], 100) for content in (b"open", b"secret")]
    items = [
        replace(ITEM, sha256=files[0].sha256, size=files[0].size),
        replace(ITEM, sha256=files[1].sha256, size=files[1].size, sensitive=True),
        replace(ITEM, kind="snapshot", resource="arn:aws:ec2:eu-west-1::snapshot/snap-1"),
        replace(ITEM, status="denied", reason="AccessDenied"),
    ]
    begun = EvidenceManifest("CASE-20261201-abcdef", AT, {}, "")
    manifest = add_custody(add_items(begun, items), "collected", "ann", AT, {})
    made = Handed(folder, SigningKey(tmp_path / "evidence.key"), manifest)
    made.sign(manifest)
    return made


def verdicts(check: EvidenceCheck) -> list[str]:
    return [one.verdict for one in check.items]


def test_what_nobody_touched_holds(handed: Handed) -> None:
    check = handed.check()
    assert check.is_sound
    assert verdicts(check) == ["ok", "ok", "not checked", "not checked"]
    assert "it stays at AWS" in check.items[2].reason
    assert check.items[3].reason == "AccessDenied"
    assert check.key == handed.fingerprint


def test_a_byte_that_changed_shows(handed: Handed) -> None:
    (handed.folder.path / handed.manifest.items[0].sha256).write_bytes(b"opeN")
    check = handed.check()
    assert verdicts(check)[0] == "changed"
    assert not check.is_sound


def test_a_file_that_went_shows(handed: Handed) -> None:
    (handed.folder.path / handed.manifest.items[1].sha256).unlink()
    check = handed.check()
    assert verdicts(check)[1] == "missing"
    assert not check.is_sound


def test_a_link_in_place_of_a_file_shows(handed: Handed, tmp_path: Path) -> None:
    path = handed.folder.path / handed.manifest.items[0].sha256
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert verdicts(handed.check())[0] == "changed"


def take_item(manifest: EvidenceManifest) -> EvidenceManifest:
    return replace(manifest, items=manifest.items[:-1])


def rename_collector(manifest: EvidenceManifest) -> EvidenceManifest:
    return replace(manifest, custody=(replace(manifest.custody[0], who="eve"),))


def cut_custody(manifest: EvidenceManifest) -> EvidenceManifest:
    return replace(manifest, custody=())


@pytest.mark.parametrize("edit", [take_item, rename_collector, cut_custody])
def test_an_edited_manifest_shows_with_or_without_a_new_signature(
    handed: Handed, edit: Callable[[EvidenceManifest], EvidenceManifest]
) -> None:
    edited = edit(handed.manifest)
    handed.text = write_manifest(edited)
    assert "the signature is not that of this manifest" in handed.check().flaws
    handed.sign(edited)
    assert handed.check().flaws  # who has the key, and edits by hand


def test_another_key_does_not_verify(handed: Handed, tmp_path: Path) -> None:
    trusted = handed.fingerprint
    handed.sign(handed.manifest, SigningKey(tmp_path / "other.key"))
    check = handed.check(trusted)
    assert check.flaws == (
        f"it was signed with the key {handed.fingerprint}, which is not trusted",
    )
    assert not check.is_sound
    assert handed.check(trusted, handed.fingerprint).is_sound


def test_a_swapped_signature_or_key_shows(handed: Handed, tmp_path: Path) -> None:
    good, trusted, own = handed.signature, handed.fingerprint, handed.manifest
    handed.sign(add_custody(own, "deposited", "ann", AT, {}))
    later = handed.signature
    handed.sign(own)
    handed.signature = later
    assert handed.check().flaws == ("the signature is not that of this manifest",)
    _, pem = SigningKey(tmp_path / "other.key").sign(b"")
    ours = handed.key.sign(b"")[1]
    own_key, other_key = (each.replace("\n", "\\n").encode() for each in (ours, pem))
    handed.signature = good.replace(own_key, other_key)
    assert "the signature names another key than it has" in handed.check(trusted).flaws
    handed.signature = b""
    assert handed.check(trusted).flaws == ("the manifest has no signature",)
    handed.signature = b"{}"
    assert "cannot be read" in handed.check(trusted).flaws[0]


def test_without_a_trusted_key_nothing_is_verified(handed: Handed) -> None:
    with pytest.raises(BadInput, match=r"no key is trusted here.*--key"):
        check_manifest(handed.text, handed.signature, ())


def test_a_copy_lacks_only_what_its_entry_leaves_out(handed: Handed) -> None:
    secret = handed.folder.path / handed.manifest.items[1].sha256
    handed.sign(add_custody(handed.manifest, "exported", "bob", AT, {"left_out": [2]}))
    secret.unlink()
    check = handed.check(is_copy=True)
    assert check.is_sound
    assert verdicts(check)[1] == "left out"
    assert verdicts(handed.check())[1] == "missing"
    (handed.folder.path / handed.manifest.items[0].sha256).unlink()
    assert verdicts(handed.check(is_copy=True))[0] == "missing"
