"""A plan that was saved, shown and carried out."""

from datetime import UTC, datetime
from pathlib import Path

from ringwall.apply.plan_file import SavedPlan, open_plan, save_plan
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.events import Events
from ringwall.jobs.plan import PlannedRun
from ringwall.jobs.runs import RunResult, make_changes
from ringwall.model.run import OF_A_BLUEPRINT, ONE_BY_ONE, RunOptions
from ringwall.store.home import Home
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


def choose_options(planned: PlannedRun) -> RunOptions:
    """Return how a plan is carried out where nobody says otherwise.

    What a blueprint wants is made several at a time, as far as it can be; fixes one by one.
    """
    return OF_A_BLUEPRINT if planned.blueprint else ONE_BY_ONE


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
