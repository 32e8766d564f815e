"""Old logs are deleted, and what was judged of them stays right."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from log_world import LogWorld, make_stop

from ringwall.jobs.detect import DetectRequest, run_detect
from ringwall.jobs.log_deletion import LogDeletion, delete_logs, plan_log_deletion
from ringwall.model.errors import BadInput, Locked
from ringwall.store.database.connection import open_database
from ringwall.store.database.hits import HitStore
from ringwall.store.home import Home
from ringwall.store.lake.log_ledger import LogLedger

pytestmark = pytest.mark.usefixtures("few_detections")
DAY = date(2026, 2, 1)
MINUTES = 24 * 60


class Killed(BaseException):
    """What a kill is like: nobody catches it."""


def detect(world: LogWorld, events: Any) -> tuple[int, int]:
    """Return how many events were judged, and how many hits there are."""
    with run_detect(world.home, DetectRequest(), events) as result:
        rows = result.rows
    return rows, HitStore(open_database(Home(world.home).database_url)).count()


def judged(world: LogWorld) -> set[str]:
    store = HitStore(open_database(Home(world.home).database_url))
    return set(store.judged_files().get("cloudtrail", {}))


def files_on_disk(world: LogWorld) -> list[str]:
    return sorted(str(path.relative_to(world.logs)) for path in world.logs.rglob("*.parquet"))


@pytest.fixture
def old_world(log_world: LogWorld) -> LogWorld:
    """Return logs of three days, the last of which is the second day of February."""
    for number in range(3):
        log_world.add(make_stop(number, minutes=number * MINUTES))
    return log_world


def test_a_plan_says_what_would_go_and_changes_nothing(old_world: LogWorld, events: Any) -> None:
    planned = plan_log_deletion(old_world.home, DAY)
    (row,) = planned.rows
    assert row == {
        "table": "logs.cloudtrail",
        "rows": 1,
        "files": 1,
        "bytes": old_world.files[0].bytes,
        "days": 1,
        "first": "2026-01-31",
        "last": "2026-01-31",
        "unjudged": 1,
    }
    assert (planned.files, planned.events, planned.unjudged) == (1, 1, 1)
    detect(old_world, events)
    assert plan_log_deletion(old_world.home, DAY).unjudged == 0
    assert len(LogLedger(old_world.logs).read_files()) == 3


def test_what_was_judged_is_forgotten_with_its_files_and_findings_stay(
    old_world: LogWorld, events: Any
) -> None:
    assert detect(old_world, events) == (3, 3)
    assert delete_logs(old_world.home, DAY).events == 1
    assert judged(old_world) == {file.path for file in old_world.files[1:]}
    assert files_on_disk(old_world) == sorted(judged(old_world))
    assert detect(old_world, events) == (0, 3)


def test_late_events_of_a_deleted_day_are_judged(old_world: LogWorld, events: Any) -> None:
    detect(old_world, events)
    delete_logs(old_world.home, DAY)
    # As many as the day had, in a file that looks as if the old one had been joined into it.
    old_world.add(make_stop(9), name="late-1")
    assert detect(old_world, events) == (1, 4)


@pytest.mark.parametrize("last", range(3))
def test_after_a_kill_the_next_run_finishes(old_world: LogWorld, events: Any, last: int) -> None:
    detect(old_world, events)
    steps: list[str] = []

    def die(step: str) -> None:
        steps.append(step)
        if len(steps) == last + 1:
            raise Killed

    with pytest.raises(Killed):
        delete_logs(old_world.home, DAY, step=die)
    assert steps[-1] == ["ledger", old_world.files[0].path, "judged"][last]
    assert delete_logs(old_world.home, DAY).events == (0 if last else 1)
    left = {file.path for file in old_world.files[1:]}
    assert (judged(old_world), {*files_on_disk(old_world)}) == (left, left)
    assert detect(old_world, events) == (0, 3)


def test_after_a_kill_detections_go_on(old_world: LogWorld, events: Any) -> None:
    detect(old_world, events)

    def die(step: str) -> None:
        if step == "judged":
            raise Killed

    with pytest.raises(Killed):
        delete_logs(old_world.home, DAY, step=die)
    assert detect(old_world, events) == (0, 3)
    assert judged(old_world) == {file.path for file in old_world.files[1:]}


def test_only_tables_that_are_named_lose_days(old_world: LogWorld, events: Any) -> None:
    detect(old_world, events)
    assert delete_logs(old_world.home, DAY, ["vpc_flow"]).is_empty
    assert len(judged(old_world)) == 3
    assert delete_logs(old_world.home, DAY, ["cloudtrail"]).files == 1
    with pytest.raises(BadInput, match="no source of logs nothing"):
        delete_logs(old_world.home, DAY, ["nothing"])


def test_what_could_not_be_read_goes_too(old_world: LogWorld) -> None:
    old_world.quarantine("broken")
    assert plan_log_deletion(old_world.home, DAY).quarantined == 0
    with LogLedger(old_world.logs)._writing() as db:  # noqa: SLF001 - nothing was read so long ago
        db.execute("insert into object values ('x.gz', 'v', 'cloudtrail', 1, 0)")
    planned = plan_log_deletion(old_world.home, DAY)
    assert (planned.rows[1]["table"], planned.rows[1]["rows"]) == ("logs.quarantine", 1)
    assert delete_logs(old_world.home, DAY).quarantined == 1
    assert LogLedger(old_world.logs).count_quarantine() == 0


def test_without_logs_nothing_is_made(tmp_path: Path) -> None:
    nothing = LogDeletion((), 0, 0, 0, 0)
    assert delete_logs(tmp_path / "home", DAY) == nothing
    assert not (tmp_path / "home").exists()


def test_only_one_writes_at_a_time(old_world: LogWorld) -> None:
    with Home(old_world.home).lock("collect"), pytest.raises(Locked):
        delete_logs(old_world.home, DAY)
    assert len(files_on_disk(old_world)) == 3
