"""How a run goes, step by step, and how it went."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from ringwall.apply.describe import (
    describe_run,
    number_changes,
    tell_change,
    tell_outcome,
    tell_step,
)
from ringwall.apply.pool import Tell
from ringwall.apply.run import RunReport
from ringwall.apply.step import RunStep
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.events import Events
from ringwall.jobs.outcome import JobOutcome, decide_outcome
from ringwall.model.change import Change
from ringwall.model.errors import AccessDenied, BadInput
from ringwall.model.journal import Run
from ringwall.model.table import Row


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
