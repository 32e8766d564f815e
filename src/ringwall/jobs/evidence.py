"""Evidence of a case: collected, signed and listed, deposited, verified."""

import platform
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ringwall import __version__
from ringwall.aws.download import open_download
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.events import Events
from ringwall.jobs.evidence_signing import EvidenceSigner
from ringwall.jobs.history import has_database, open_journal
from ringwall.jobs.outcome import JobOutcome, decide_outcome
from ringwall.jobs.plan import PlannedRun
from ringwall.jobs.run_report import RunResult
from ringwall.jobs.runs import make_changes
from ringwall.model.change import Change, Plan
from ringwall.model.errors import BadInput, NotCollected
from ringwall.model.evidence import (
    CustodyAct,
    EvidenceItem,
    EvidenceManifest,
    ManifestSignature,
    check_case_id,
)
from ringwall.model.response_policy import EvidencePart, ResponsePolicy
from ringwall.model.run import RunOptions
from ringwall.model.threat import EvidencePlace, Threat
from ringwall.respond.evidence.collect import EvidenceRequest, collect_evidence
from ringwall.respond.evidence.collector import EvidenceCollector
from ringwall.respond.evidence.deposit import DepositedFile, list_files, plan_deposit
from ringwall.respond.evidence.manifest import (
    add_custody,
    add_items,
    read_item,
    read_manifest,
    write_item,
)
from ringwall.respond.evidence.verify import EvidenceCheck, check_evidence
from ringwall.store.evidence_folder import EvidenceFolder, case_folder
from ringwall.store.home import Home
from ringwall.store.seal_key import find_key
from ringwall.store.signing_key import find_signing_key

NoteToCase = Callable[[Mapping[str, Any]], None]
"""Called with each item as it is collected, without its content, and with each custody entry."""
LIBRARIES = ("boto3", "botocore", "cryptography")
DEPOSIT = RunOptions(keep_going=True, accept_irreversible=True)
"""A file that cannot be deposited does not keep back the others; what is kept has no undo."""


@dataclass(frozen=True)
class CaseEvidenceRequest:
    """What to collect, and by which policy."""

    threat: Threat
    policy: ResponsePolicy = field(default_factory=ResponsePolicy)
    logs: Mapping[str, Iterable[Mapping[str, Any]]] = field(default_factory=dict)
    """Rows of the home's own logs, by the name of the table."""
    hashed_blocks: int = 0


@dataclass(frozen=True)
class CollectedEvidence:
    """What was collected now, and the manifest that has it."""

    manifest: EvidenceManifest
    items: tuple[EvidenceItem, ...]
    path: Path

    @property
    def outcome(self) -> JobOutcome:
        """Clean, unless something could not be read."""
        bad = any(item.status in _UNREAD for item in self.items)
        return decide_outcome(findings=False, unknown=bad)


_UNREAD = ("denied", "throttled", "failed", "too_large", "partial")


def collect_case(
    home: Path,
    request: CaseEvidenceRequest,
    connection: AwsAccess,
    events: Events,
    note: NoteToCase = lambda _: None,
) -> CollectedEvidence:
    """Collect evidence of a threat into the home folder; AWS is only read.

    What a collection that was cut off had read is taken over. StorageFailed where the disk is full:
    what was collected by then is kept, and the next collection has it.
    """
    place, case = Home(home), check_case_id(request.threat.case)
    sessions = connection.sessions
    who = sessions.identity().arn
    with place.lock("evidence collect"), events.progress("collect evidence") as progress:
        folder, key = case_folder(place.evidence, case), find_key(home)
        signer = EvidenceSigner(home, request.policy.evidence, connection, events)
        signer.take_up(folder)  # or nothing can be added, and so nothing is asked
        folder.drop_partials()
        old = [read_item(line) for line in folder.open_items(key)]

        def take_note(item: EvidenceItem) -> None:
            folder.add_open_item(write_item(item), key)
            note(describe_item(item))
            progress.advance(item.what)

        collector = EvidenceCollector(sessions.reader, folder.put, take_note)
        evidence = find_place(request.policy.evidence)
        asked = EvidenceRequest(
            request.threat,
            request.policy.organization.home_region or sessions.home_region,
            evidence,
            request.logs,
            open_download(sessions, request.threat.account_id, sessions.home_region),
            request.hashed_blocks,
        )
        collect_evidence(collector, asked)
        before = signer.take_up(folder) or _begin(place, case)
        kept = {_tell_apart(item) for item in before.items}
        left = [item for item in old if _tell_apart(item) not in kept]
        items = (*left, *collector.items)
        detail = {"items": len(items), "journal": _find_seal(place)}
        manifest = hand_on(add_items(before, items), "collected", who, detail)
        signed = signer.save(folder, manifest)
        folder.close_items()
        note(describe_custody(manifest, signed))
        return CollectedEvidence(manifest, tuple(items), folder.path)


def plan_case_deposit(
    home: Path, case: str, policy: ResponsePolicy, connection: AwsAccess
) -> PlannedRun:
    """Return what is to be put into the evidence bucket; nothing is written.

    NotCollected where there is no evidence; an empty plan where the policy names no bucket.
    """
    folder = case_folder(Home(home).evidence, case)
    manifest = _find_newest(folder)
    if (place := find_place(policy.evidence)) is None:
        return PlannedRun(Plan(()))
    files = {file.name: file for file in list_files(manifest)}
    for name, content in folder.named_files().items():
        copy = folder.put([content], len(content))  # the Change refers to it by its hash
        files[name] = DepositedFile(name, copy.sha256, copy.size)
    reader = connection.sessions.reader(place.account_id, place.region)
    planned = list(plan_deposit(case, files, place, reader, datetime.now(UTC)))
    changes = tuple(one for one in planned if isinstance(one, Change))
    steps = [one for one in planned if not isinstance(one, Change)]
    return PlannedRun(Plan(changes, tuple((step.resource, step.why) for step in steps)))


def deposit_case(
    home: Path,
    case: str,
    policy: ResponsePolicy,
    connection: AwsAccess,
    events: Events,
    *,
    note: NoteToCase = lambda _: None,
) -> tuple[RunResult, ...]:
    """Put what is missing into the evidence bucket, and then the custody entry that says so.

    () where all is there. A run that was cut off goes on with `ringwall runs resume`, or here.
    """
    planned = plan_case_deposit(home, case, policy, connection)
    if not planned.plan.changes:
        return ()
    result = _deposit(home, planned, connection, events)
    place = find_place(policy.evidence)
    if place is None or result.outcome != "clean":
        return (result,)
    folder = case_folder(Home(home).evidence, case)
    detail = {
        "bucket": place.bucket,
        "account": place.account_id,
        "region": place.region,
        "run": result.run.id,
        "objects": len(planned.plan.changes),
    }
    who = connection.sessions.identity().arn
    with Home(home).lock("evidence deposit"):
        signer = EvidenceSigner(home, policy.evidence, connection, events)
        found = signer.take_up(folder)
        if found is None:
            raise tell_none(folder)
        manifest = hand_on(found, "deposited", who, detail)
        signed = signer.save(folder, manifest)
    note(describe_custody(manifest, signed))
    rest = plan_case_deposit(home, case, policy, connection)
    return (result, _deposit(home, rest, connection, events))


def _deposit(home: Path, planned: PlannedRun, connection: AwsAccess, events: Events) -> RunResult:
    return make_changes(
        home, planned.plan.changes, connection, events, kind="apply", options=DEPOSIT
    )


def read_evidence(home: Path, case: str) -> EvidenceManifest:
    """Return the newest manifest of a case; NotCollected where there is none.

    It is read and not verified.
    """
    return _find_newest(case_folder(Home(home).evidence, case))


def verify_case(home: Path, case: str, keys: Iterable[str] = ()) -> EvidenceCheck:
    """Return what speaks against the evidence of a case in this home folder; AWS is not asked.

    `keys` are fingerprints that are trusted instead of those that this user does.
    """
    folder = case_folder(Home(home).evidence, case)
    if not (revisions := folder.revisions()):
        raise tell_none(folder)
    texts = folder.read_manifest(revisions[-1])
    return check_evidence(*texts, folder, _find_trusted(home, keys), is_copy=False)


def verify_file(home: Path, path: Path, keys: Iterable[str] = ()) -> EvidenceCheck:
    """Return what speaks against evidence that was handed over: a folder, or a manifest in one."""
    folder = EvidenceFolder(path if path.is_dir() else path.parent)
    revisions = folder.revisions()
    if not path.is_dir():
        revisions = tuple(one for one in revisions if f"manifest-{one:04}.json" == path.name)
    if not revisions:
        raise BadInput(f"{path}: no manifest of evidence (manifest-0001.json) is there")
    texts = folder.read_manifest(revisions[-1])
    return check_evidence(*texts, folder, _find_trusted(home, keys), is_copy=True)


def find_place(policy: EvidencePart | None) -> EvidencePlace | None:
    """Return where the policy keeps evidence; None where it names no place."""
    if policy is None:
        return None
    return EvidencePlace(
        policy.account,
        policy.region,
        policy.bucket,
        policy.key_arn,
        policy.lock_mode,
        policy.lock_days,
    )


def describe_item(item: EvidenceItem) -> dict[str, Any]:
    """Return an item as a JSON-able document, without its content."""
    return asdict(item)


def _begin(home: Home, case: str) -> EvidenceManifest:
    tools = {name: version(name) for name in LIBRARIES}
    tools |= {"ringwall": __version__, "python": platform.python_version()}
    return EvidenceManifest(case, _now(), tools, _find_seal(home))


def _find_seal(home: Home) -> str:
    return open_journal(home).seal() if has_database(home) else ""


def hand_on(
    manifest: EvidenceManifest, act: CustodyAct, who: str, detail: Mapping[str, Any]
) -> EvidenceManifest:
    """Return the manifest with a custody entry of now."""
    return add_custody(manifest, act, who, _now(), detail)


def describe_custody(manifest: EvidenceManifest, signed: ManifestSignature) -> dict[str, Any]:
    """Return the newest custody entry with the hash of the manifest that has it.

    Who keeps this elsewhere sees where a later revision was taken away.
    """
    entry, sha256 = manifest.custody[-1], signed.manifest_sha256
    return {**asdict(entry), "manifest_sha256": sha256, "key": signed.key}


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _tell_apart(item: EvidenceItem) -> bytes:
    return write_item(replace(item, number=0))


def _find_trusted(home: Path, keys: Iterable[str]) -> set[str]:
    return set(keys) or set(find_signing_key(home).trusted.read().values())


def _find_newest(folder: EvidenceFolder) -> EvidenceManifest:
    if not (revisions := folder.revisions()):
        raise tell_none(folder)
    return read_manifest(folder.read_manifest(revisions[-1])[0])


def tell_none(folder: EvidenceFolder) -> NotCollected:
    """Return what to say where a case has no evidence here."""
    return NotCollected(
        f"{folder.path}: no evidence was collected here; `ringwall evidence collect` does"
    )
