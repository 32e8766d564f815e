"""Runs that changed AWS: which there are, how each went, and going on with one."""

from collections.abc import Callable, Sequence
from pathlib import Path

from ringwall.apply.environment import AwsConnections, RunEnvironment
from ringwall.apply.run import execute, plan_rest, read_report, resume
from ringwall.catalog.loader import load_writes
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.events import Events
from ringwall.jobs.history import begin_journal, open_journal
from ringwall.jobs.plan import PlannedRun
from ringwall.jobs.run_report import RunResult, check_entry, telling
from ringwall.jobs.unfinished_runs import naming_run, note_doubts
from ringwall.model.case import SWITCH
from ringwall.model.change import Change
from ringwall.model.errors import BadInput
from ringwall.model.journal import Run, RunKind
from ringwall.model.run import ONE_BY_ONE, RunOptions
from ringwall.respond.evidence.deposit import DEPOSIT_WRITES
from ringwall.store.database.cases import CaseStore
from ringwall.store.database.journal import Journal
from ringwall.store.database.leases import Leases
from ringwall.store.evidence_folder import find_sound_file
from ringwall.store.home import Home

MAX_NAMED = 3


def list_runs(home: Path, events: Events | None = None) -> tuple[Run, ...]:
    """Return the runs, oldest first; note where they may be somebody else's word."""
    journal = open_journal(Home(home))
    if events:
        note_doubts(journal, events)
    return tuple(journal.runs())


def show_run(home: Path, run: str, events: Events | None = None) -> RunResult:
    """Return a run by its id, or by a beginning that only one has; BadInput otherwise.

    It is noted where the run may be somebody else's word.
    """
    journal = open_journal(Home(home))
    if events:
        note_doubts(journal, events)
    return RunResult(read_report(journal, journal.run(run).id))


def plan_resume(home: Path, run: str) -> PlannedRun:
    """Return what is left to do of a run, in order; nothing is written.

    BadInput where the journal does not hold, or where the run was undone.
    """
    return PlannedRun(plan_rest(run, open_journal(Home(home))))


def resume_run(
    home: Path,
    run: str,
    connection: AwsAccess,
    events: Events,
    options: RunOptions = ONE_BY_ONE,
) -> RunResult:
    """Go on with a run that was killed or stopped; what is done stays done.

    Locked where it still runs, or where another run is changing what it is to change.
    """
    environment = open_environment(Home(home), connection)
    left = plan_rest(run, environment.journal).changes
    check_entry(connection, left)
    journal, leases = environment.journal, environment.leases
    with naming_run(journal, leases, events), telling(events, len(left)) as tell:
        report = resume(
            run, environment, connection.sessions.identity().arn, options=options, tell=tell
        )
    return RunResult(report)


def make_changes(
    home: Path,
    changes: Sequence[Change],
    connection: AwsAccess,
    events: Events,
    *,
    kind: RunKind,
    snapshot: str = "",
    options: RunOptions = ONE_BY_ONE,
) -> RunResult:
    """Make Changes as a new run; each is checked right before it is made, and verified after it.

    Each step is noted as it ends, and the run where an interrupt ends it. A step that fails or is
    refused stops the run, unless the options say otherwise. Locked where another run is changing
    what is to be changed here.
    """
    environment = open_environment(Home(home), connection, begin_journal)
    check_entry(connection, changes)
    actor = connection.sessions.identity().arn
    journal, leases = environment.journal, environment.leases
    with naming_run(journal, leases, events), telling(events, len(changes)) as tell:
        report = execute(
            changes, environment, actor, snapshot, kind=kind, options=options, tell=tell
        )
    return RunResult(report)


def verify_journal(home: Path, head: str = "") -> str:
    """Check all seals and return the newest head; BadInput where anything was changed or removed.

    `head` is one that was returned before: a database that does not have it is an older one, put
    back, or another.
    """
    journal = open_journal(Home(home))
    if broken := journal.verify_chain():
        raise BadInput(f"the journal does not hold: {'; '.join(broken[:MAX_NAMED])}")
    cases = CaseStore(journal.engine, journal.key)
    for case_id in (SWITCH, *cases.case_ids()):
        if broken := cases.doubt(case_id):
            raise BadInput(f"a case does not hold: {'; '.join(broken[:MAX_NAMED])}")
    if head and not journal.knows_head(head):
        raise BadInput(
            "the database does not go on from that head: it was put back as it was before, or is "
            "another one"
        )
    return journal.head()


def open_environment(
    home: Home, connection: AwsAccess, open_: Callable[[Home], Journal] = open_journal
) -> RunEnvironment:
    """Return what runs are performed with: the journal of a home folder, and AWS."""
    writes = (*load_writes(), *DEPOSIT_WRITES)
    # The region is checked first: a wrong one is an error even where there is no journal yet.
    sessions = connection.sessions
    journal = open_(home)
    return RunEnvironment(
        journal,
        AwsConnections(sessions),
        writes,
        Leases(journal.engine),
        open_file=lambda sha256: find_sound_file(home.evidence, sha256),
    )
