"""Runs that changed AWS: which there are, how each went, and going on with one."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ringwall.apply.describe import (
    describe_run,
    number_changes,
    tell_change,
    tell_outcome,
    tell_step,
)
from ringwall.apply.environment import AwsConnections, RunEnvironment
from ringwall.apply.pool import Tell
from ringwall.apply.run import RunReport, execute, plan_rest, read_report, resume
from ringwall.apply.step import RunStep
from ringwall.catalog.loader import load_writes
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.events import Events
from ringwall.jobs.history import begin_journal, open_journal
from ringwall.jobs.open_runs import naming_run, note_doubts
from ringwall.jobs.outcome import JobOutcome, decide_outcome
from ringwall.jobs.plan import PlannedRun
from ringwall.model.change import Change
from ringwall.model.errors import AccessDenied, BadInput
from ringwall.model.run import ONE_BY_ONE, RunOptions
from ringwall.model.table import Row
from ringwall.respond.evidence.deposit import DEPOSIT_WRITES
from ringwall.store.database.journal import Journal, Run, RunKind
from ringwall.store.database.leases import Leases
from ringwall.store.evidence_folder import find_sound_file
from ringwall.store.home import Home

MAX_NAMED = 3


@dataclass(frozen=True)
class RunResult:
    """How a run went."""

    report: RunReport

    @property
    def run(self) -> Run:
        """The run as the journal has it."""
        return self.report.run

    @property
    def planned(self) -> int:
        """How many changes were planned."""
        return len(self.report.steps)

    @property
    def done(self) -> int:
        """How many changes are done and verified."""
        return sum(step.is_good for step in self.report.steps)

    @property
    def others(self) -> dict[str, int]:
        """How many changes are not done, by how they ended; those of no kind are left out."""
        names = [tell_outcome(step) for step in self.report.steps if not step.is_good]
        return dict(sorted(Counter(names).items()))

    @property
    def skipped(self) -> Iterator[str]:
        """A line for each change that waits for another one which is not done."""
        return (tell_step(step) for step in self.report.steps if step.outcome == "skipped")

    @property
    def outcome(self) -> JobOutcome:
        """Clean where every change is done and verified; else it is not known what AWS shows."""
        return decide_outcome(findings=False, unknown=not self.report.is_clean)

    def describe(self) -> Row:
        """Return the run as a JSON-able document."""
        return describe_run(self.report)

    def lines(self) -> Iterator[str]:
        """Yield each step as lines of text: the change, and how it ended."""
        numbers = number_changes(step.change for step in self.report.steps)
        for step in self.report.steps:
            yield from tell_change(step.position + 1, step.change, numbers)
            yield f"   ended  {tell_step(step)}"


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


def check_entry(connection: AwsAccess, changes: Sequence[Change]) -> None:
    """Raise BadInput where none of the other accounts lets us in: nothing is begun then."""
    sessions = connection.sessions
    own = sessions.identity().account_id
    refusals = []
    for account in sorted({change.account_id for change in changes} - {"", own}):
        try:
            sessions.reader(account, sessions.home_region)
        except AccessDenied as error:
            refusals.append(str(error))
        else:
            return
    if refusals:
        raise BadInput(
            f"no account lets the role {sessions.role} in ({refusals[0]}): name the role that may "
            "change them with --role; nothing was written"
        )


@contextmanager
def telling(events: Events, total: int) -> Iterator[Tell]:
    """Note each step as it ends, and show how far the run is."""
    with events.progress("apply", total) as progress:

        def tell(step: RunStep) -> None:
            events.note(tell_step(step))
            progress.advance(step.change.resource)

        yield tell


def verify_journal(home: Path) -> None:
    """Check the seals of the journal; BadInput where an entry was changed, added or removed."""
    if broken := open_journal(Home(home)).verify_chain():
        raise BadInput(f"the journal does not hold: {'; '.join(broken[:MAX_NAMED])}")


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
