"""Signing manifests: which key, and what is never signed anew."""

from pathlib import Path

import pytest
from evidence_world import EvidenceWorld
from response_world import CASE

from ringwall.jobs.evidence_signing import EvidenceSigner
from ringwall.model.errors import BadInput
from ringwall.model.evidence import EvidenceManifest
from ringwall.respond.evidence.manifest import add_custody, read_manifest, write_manifest
from ringwall.respond.evidence.verify import check_manifest

AT = "2026-12-01T02:04:05.678Z"
MANIFEST = add_custody(EvidenceManifest(CASE, AT, {}, ""), "collected", "ann", AT, {})


def test_a_manifest_is_signed_here_and_taken_up_again(evidence_world: EvidenceWorld) -> None:
    world = evidence_world
    signer = EvidenceSigner(world.home, None, world.connection, world.told)
    assert signer.take_up(world.folder) is None
    signed = signer.save(world.folder, MANIFEST)
    assert (signed.algorithm, signed.key_arn) == ("ED25519", "")
    assert signer.take_up(world.folder) == MANIFEST
    text, signature = world.folder.read_manifest(1)
    assert check_manifest(text, signature, [signed.key]) == []
    assert (world.folder.path / f"{signed.key}.pem").read_text() == signed.public_key
    assert len(world.told.notes) == 1
    signer.save(world.folder, add_custody(MANIFEST, "released", "bob", AT, {}))
    assert len(world.told.notes) == 1


@pytest.mark.parametrize("spec", ["ECC_NIST_P256", "RSA_2048"])
def test_a_manifest_is_signed_by_the_key_of_the_policy(
    evidence_world: EvidenceWorld, spec: str
) -> None:
    world = evidence_world
    policy = world.make_keeper(spec=spec).evidence
    signed = EvidenceSigner(world.home, policy, world.connection, world.told).save(
        world.folder, MANIFEST
    )
    assert signed.key_arn == policy.signing_key_arn
    text, signature = world.folder.read_manifest(1)
    assert check_manifest(text, signature, [signed.key]) == []


def test_what_was_changed_is_not_taken_up(evidence_world: EvidenceWorld) -> None:
    world = evidence_world
    signer = EvidenceSigner(world.home, None, world.connection, world.told)
    signer.save(world.folder, MANIFEST)
    path: Path = world.folder.path / "manifest-0001.json"
    path.write_bytes(path.read_bytes().replace(b"ann", b"eve"))
    with pytest.raises(BadInput, match="nothing is added to it"):
        signer.take_up(world.folder)
    path.write_bytes(write_manifest(MANIFEST))
    assert signer.take_up(world.folder) == read_manifest(path.read_bytes())
    (world.folder.path / "manifest-0001.sig.json").unlink()
    with pytest.raises(BadInput, match="has no signature"):
        signer.take_up(world.folder)
