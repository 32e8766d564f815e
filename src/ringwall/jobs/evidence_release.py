"""Handing evidence over: one person releases it, another one takes it out."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.events import Events
from ringwall.jobs.evidence import NoteToCase, describe_custody, hand_on, tell_none
from ringwall.jobs.evidence_signing import EvidenceSigner
from ringwall.model.errors import BadInput, StorageFailed
from ringwall.model.evidence import EvidenceManifest
from ringwall.model.response_policy import ResponsePolicy
from ringwall.respond.approval import find_person
from ringwall.respond.evidence.release import describe_export, find_release
from ringwall.store.evidence_folder import CHUNK, EvidenceFolder, case_folder
from ringwall.store.home import Home


@dataclass(frozen=True)
class HandedEvidence:
    """What was handed over."""

    manifest: EvidenceManifest
    path: Path
    given: int
    """How many items with files."""
    left_out: int


@dataclass(frozen=True)
class EvidenceDesk:
    """Where evidence of a case is given out; whoever calls is whom AWS says that they are."""

    home: Path
    case: str
    policy: ResponsePolicy
    connection: AwsAccess
    events: Events
    note: NoteToCase = lambda _: None

    def release(self, reason: str, *, sensitive: bool) -> EvidenceManifest:
        """Allow another person to take the evidence out, within a day; a custody entry says so."""
        detail = {"reason": reason, "sensitive": sensitive}
        with Home(self.home).lock("evidence release"):
            folder = case_folder(Home(self.home).evidence, self.case)
            manifest = hand_on(self._take_up(folder), "released", self._who, detail)
            self._save(folder, manifest)
        return manifest

    def export(self, target: Path, *, sensitive: bool) -> HandedEvidence:
        """Copy the evidence into a new folder with its manifest, and write down that it was.

        The entry is written first: nothing leaves without one. NotAuthorized without a release by
        another person; BadInput where evidence was changed, or the folder is there.
        """
        if target.exists() or target.is_symlink():
            raise BadInput(f"{target}: is there already; name a new folder")
        with Home(self.home).lock("evidence export"):
            folder = case_folder(Home(self.home).evidence, self.case)
            manifest = self._take_up(folder)
            identify = partial(find_person, self.policy)
            now = datetime.now(UTC)
            release = find_release(manifest, self._who, now, identify, sensitive=sensitive)
            for item in release.items:
                folder.open_sound(item.sha256).close()
            detail = describe_export(release, str(target.absolute()))
            manifest = hand_on(manifest, "exported", self._who, detail)
            self._save(folder, manifest)
            copy = EvidenceFolder(target)
            for sha256 in dict.fromkeys(item.sha256 for item in release.items):
                _copy(folder, copy, sha256)
            text, signature = folder.read_manifest(manifest.revision)
            copy.save_manifest(manifest.revision, text, signature)
            for name, content in folder.named_files().items():
                if name.endswith(".pem"):
                    copy.save_key(name.removesuffix(".pem"), content.decode())
        return HandedEvidence(manifest, target, len(release.items), len(release.left_out))

    @property
    def _who(self) -> str:
        return self.connection.sessions.identity().arn

    @property
    def _signer(self) -> EvidenceSigner:
        return EvidenceSigner(self.home, self.policy.evidence, self.connection, self.events)

    def _take_up(self, folder: EvidenceFolder) -> EvidenceManifest:
        if (found := self._signer.take_up(folder)) is None:
            raise tell_none(folder)
        return found

    def _save(self, folder: EvidenceFolder, manifest: EvidenceManifest) -> None:
        signed = self._signer.save(folder, manifest)
        self.note(describe_custody(manifest, signed))


def _copy(folder: EvidenceFolder, copy: EvidenceFolder, sha256: str) -> None:
    with folder.open_sound(sha256) as file:
        found = copy.put(iter(lambda: file.read(CHUNK), b""), 1 << 50)
    if found.sha256 != sha256:
        raise StorageFailed(f"{folder.path / sha256}: changed while it was copied")
