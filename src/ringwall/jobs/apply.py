"""A plan that was saved, shown and carried out."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from ringwall.apply.plan_file import SavedPlan, open_plan, save_plan
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.events import Events
from ringwall.jobs.plan import PlannedRun
from ringwall.jobs.run_report import RunResult
from ringwall.jobs.runs import make_changes
from ringwall.model.errors import NotCollected
from ringwall.model.run import OF_A_BLUEPRINT, ONE_BY_ONE, RunOptions
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import open_snapshot
from ringwall.store.seal_key import find_key


def keep_plan(home: Path, planned: PlannedRun, path: Path) -> None:
    """Save a plan to a file, which only this home folder carries out."""
    folder = Home(home)
    folder.make()
    saved = SavedPlan(
        planned.plan,
        datetime.now(UTC).isoformat(timespec="seconds"),
        planned.rules,
        planned.blueprint,
        planned.snapshot,
    )
    save_plan(path, saved, find_key(home), folder.place)


def read_plan(home: Path, path: Path) -> PlannedRun:
    """Return the plan of a file; BadInput where it is not as this home folder has saved it."""
    saved = open_plan(path, find_key(home), Home(home).place)
    return PlannedRun(saved.plan, saved.snapshot, saved.rules, saved.blueprint)


def note_newer_snapshot(home: Path, planned: PlannedRun, events: Events) -> None:
    """Note where a plan was made from a snapshot that is not the newest any more.

    It is carried out all the same: what is no longer as it was planned for is refused.
    """
    with suppress(NotCollected):  # the snapshots were pruned
        newest = open_snapshot(Home(home).estate)
        if planned.snapshot and planned.snapshot != newest.id:
            events.note(
                f"note: the plan is of snapshot {planned.snapshot}, and {newest.id} is newer; what "
                "is no longer so is refused: plan again to heed what was changed since"
            )


def choose_options(planned: PlannedRun) -> RunOptions:
    """Return how a plan is carried out where nobody says otherwise.

    What a blueprint wants is made several at a time, as far as it can be, and so it is undone and
    gone on with; fixes one by one.
    """
    causes = [change.cause for change in planned.plan.changes]
    is_of_blueprint = any(cause and cause.kind == "section" for cause in causes)
    return OF_A_BLUEPRINT if planned.blueprint or is_of_blueprint else ONE_BY_ONE


def apply_plan(
    home: Path,
    planned: PlannedRun,
    connection: AwsAccess,
    events: Events,
    options: RunOptions,
) -> RunResult:
    """Carry a plan out as a new run: see `make_changes`."""
    return make_changes(
        home,
        planned.plan.changes,
        connection,
        events,
        kind="apply",
        snapshot=planned.snapshot,
        options=options,
    )
