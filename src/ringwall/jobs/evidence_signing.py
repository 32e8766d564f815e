"""Signing manifests: with the KMS key that the policy names, or with this user's own key."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ringwall.apply.environment import AwsConnections
from ringwall.apply.signing import find_key_place, sign_with_kms
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.events import Events
from ringwall.model.errors import BadInput, CallFailed
from ringwall.model.evidence import EvidenceManifest, ManifestSignature
from ringwall.model.response_policy import EvidencePart
from ringwall.respond.evidence.manifest import read_manifest, write_manifest, write_signature
from ringwall.respond.evidence.verify import check_manifest
from ringwall.store.evidence_folder import EvidenceFolder
from ringwall.store.signature import (
    find_algorithm,
    find_fingerprint,
    is_signed,
    write_public_key,
)
from ringwall.store.signing_key import LOCAL, find_signing_key


@dataclass(frozen=True)
class EvidenceSigner:
    """Signs manifests, and takes up only those that were signed here."""

    home: Path
    policy: EvidencePart | None
    connection: AwsAccess
    events: Events

    def save(self, folder: EvidenceFolder, manifest: EvidenceManifest) -> ManifestSignature:
        """Sign a manifest and keep it; the key is trusted here from its first use on.

        BadInput where the public key of the name is another than it was.
        """
        text = write_manifest(manifest)
        signed = (
            _sign_with_kms(self.policy.signing_key_arn, text, self.connection)
            if self.policy and self.policy.signing_key_arn
            else _sign_here(self.home, text)
        )
        name = signed.key_arn or LOCAL
        if find_signing_key(self.home).trusted.pin(name, signed.key):
            self.events.note(
                f"evidence is signed with the key {signed.key} ({name}) from now on: whoever "
                "verifies it elsewhere needs this fingerprint"
            )
        folder.save_key(signed.key, signed.public_key)
        folder.save_manifest(manifest.revision, text, write_signature(signed))
        return signed

    def take_up(self, folder: EvidenceFolder) -> EvidenceManifest | None:
        """Return the newest manifest to add to; None where there is none.

        INVARIANT: what was changed is not signed anew. BadInput where that is so.
        """
        if not (revisions := folder.revisions()):
            return None
        text, signature = folder.read_manifest(revisions[-1])
        trusted = set(find_signing_key(self.home).trusted.read().values())
        flaws = check_manifest(text, signature, trusted)
        if flaws:
            raise BadInput(
                f"{folder.path}: the manifest does not hold: {flaws[0]}; nothing is added to it"
            )
        return read_manifest(text)


def _sign_here(home: Path, text: bytes) -> ManifestSignature:
    signature, pem = find_signing_key(home).sign(text)
    return _describe(text, pem, signature, "")


def _sign_with_kms(key_arn: str, text: bytes, connection: AwsAccess) -> ManifestSignature:
    sessions = connection.sessions
    reader = sessions.reader(*find_key_place(key_arn))
    pem = write_public_key(reader.call("kms.get_public_key", KeyId=key_arn)["PublicKey"])
    connections = AwsConnections(sessions)
    signature = sign_with_kms(connections, key_arn, text, find_algorithm(pem))
    if not is_signed(pem, text, signature):
        raise CallFailed(f"kms.sign: what AWS answered is no signature by {key_arn}")
    return _describe(text, pem, signature, key_arn)


def _describe(text: bytes, pem: str, signature: str, key_arn: str) -> ManifestSignature:
    return ManifestSignature(
        manifest_sha256=hashlib.sha256(text).hexdigest(),
        algorithm=find_algorithm(pem),
        key=find_fingerprint(pem),
        public_key=pem,
        signature=signature,
        key_arn=key_arn,
    )
