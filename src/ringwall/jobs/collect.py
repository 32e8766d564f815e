"""An AWS organization, or files about it, into a snapshot."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ringwall import __version__
from ringwall.aws.discover import discover
from ringwall.catalog.loader import load_tables
from ringwall.collect.api import ApiSource
from ringwall.collect.files import choose_root, open_files, read_files
from ringwall.collect.live import Progress, Target
from ringwall.collect.live import collect as collect_estate
from ringwall.collect.source import Source
from ringwall.jobs.blueprint.demands import read_demands
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.events import Events
from ringwall.jobs.gaps import SnapshotSummary, summarize_snapshot
from ringwall.jobs.target import choose_target
from ringwall.model.errors import BadInput
from ringwall.model.spelling import name_likely
from ringwall.store.home import Home
from ringwall.store.lake.parts import CollectedAccounts
from ringwall.store.lake.snapshot import Snapshot, SnapshotWriter, remove_partials


@dataclass(frozen=True)
class CollectRequest:
    """What to collect; all that there is where nothing is named."""

    accounts: tuple[str, ...] = ()
    """Ids or names."""
    regions: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    blueprint: Path | None = None
    """The blueprint that is to be planned: what its plan alone needs is read, too."""
    workers: int = 8
    """How many accounts, regions and services to read at once."""


def collect_live(
    home: Path, request: CollectRequest, connection: AwsAccess, events: Events
) -> SnapshotSummary:
    """Read AWS into a new snapshot; only reading calls are made.

    BadInput for an account, region or service that does not exist; BadBlueprint for what is wrong
    with the blueprint.
    """
    services = _check_services(request.services)
    sessions = connection.sessions
    sessions.traffic.say = events.note
    before = sessions.traffic.sent
    found = discover(sessions)
    if found.source == "caller" and found.reason:
        events.note(f"only account {found.caller}: {found.reason}")
    target = choose_target(sessions, found, request.accounts, request.regions, services)
    if request.blueprint:
        demands = read_demands(request.blueprint, found, target.accounts, target.regions)
        target = replace(target, demands=demands)
    source = ApiSource(sessions.reader, sessions.home_region)
    snapshot = _write(home, target, source, request, events, leave=sessions.release)
    return summarize_snapshot(snapshot, sessions.traffic.sent - before)


def collect_files(
    home: Path,
    details: Sequence[Path],
    credential_reports: Sequence[Path],
    request: CollectRequest,
    events: Events,
) -> SnapshotSummary:
    """Read files with the answers of IAM into a new snapshot, one account a file.

    `details` are outputs of `aws iam get-account-authorization-details`, and perhaps a file about
    the organization. Of the request, only `workers` matters. BadInput for a file that cannot be
    used.
    """
    _check_services(request.services)
    found = read_files(details, credential_reports)
    target = Target({account_id: account_id for account_id in found}, (), root=choose_root(found))
    return summarize_snapshot(_write(home, target, open_files(found), request, events))


def _write(
    home: Path,
    target: Target,
    source: Source,
    request: CollectRequest,
    events: Events,
    *,
    leave: Callable[[str], None] | None = None,
) -> Snapshot:
    folder = Home(home)
    with folder.lock("collect"), events.progress("collect") as progress:
        remove_partials(folder.estate)
        tables = load_tables()
        parts = None
        if leave:
            wanted = [__version__, asdict(target)]
            parts = CollectedAccounts(folder.estate, tables, wanted)
            if before := parts.finished:
                total = len(target.accounts)
                events.note(
                    f"{len(before)} of {total} accounts were read by a run that was cut off"
                )
        return collect_estate(
            target,
            tables,
            source,
            SnapshotWriter(folder.estate, tables),
            workers=request.workers,
            progress=Progress(
                start=progress.expect,
                advance=lambda unit: progress.advance(
                    f"{unit.account_id} {unit.region} {unit.service}"
                ),
                leave=leave or (lambda _: None),
            ),
            parts=parts,
        )


def _check_services(names: tuple[str, ...]) -> frozenset[str]:
    known = {table.service for table in load_tables().values()}
    if strange := [name for name in names if name not in known]:
        raise BadInput(f"no service {', '.join(strange)}{name_likely(strange[0], known)}")
    return frozenset(names)
