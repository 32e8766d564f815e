"""`ringwall detect` as a job: what is judged, what is kept, and what is judged again."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from log_world import BASE, LogWorld, make_stop

from ringwall.jobs.detect import DetectRequest, DetectResult, run_detect
from ringwall.jobs.findings import FindingsRequest, find_findings
from ringwall.model.errors import BadInput, BadRule, DamagedSnapshot, Locked, NotCollected
from ringwall.store.database.connection import open_database
from ringwall.store.database.context import ContextStore
from ringwall.store.database.hits import HitStore
from ringwall.store.home import Home

pytestmark = pytest.mark.usefixtures("few_detections")
STOPPED = "cloudtrail.trail_is_stopped"
LONG_AGO = timedelta(days=30_000)
OWN = """/*
title = "Somebody did it twice"
severity = "low"
why = "Because."
fix = "Ask."
false_positives = "Many."
window = "1h"
{more}*/
select max(event_time) as at, principal_arn || date_trunc('hour', event_time) as act, account_id,
  'r' as region, principal_arn as actor, '' as resource,
  string_agg(event_id, ' ' order by event_time) as reason, count(*) as count
from logs.cloudtrail where event_name = 'Twice' {where}
group by principal_arn, date_trunc('hour', event_time), account_id having count(*) > 1
"""


def detect(world: LogWorld, events: Any, **request: Any) -> DetectResult:
    with run_detect(world.home, DetectRequest(**request), events) as result:
        result.__dict__["listed"] = [
            (finding.rule, finding.resource, finding.count) for finding in result.findings()
        ]
        result.__dict__["ended"] = result.outcome
    return result


def told(result: DetectResult) -> Any:
    return result.__dict__["listed"]


def write_own(folder: Path, where: str = "", more: str = "") -> Path:
    path = folder / "rules" / "s3" / "detections" / "done_twice.sql"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(OWN.format(where=where, more=more))
    return folder / "rules"


def twice(number: int, minutes: float, **more: Any) -> Any:
    return make_stop(number, minutes=minutes, event_name="Twice", event_source="x", **more)


def test_what_is_found_is_kept_and_judged_once(log_world: LogWorld, events: Any) -> None:
    log_world.add(make_stop(1), make_stop(2, minutes=3))
    first = detect(log_world, events)
    assert told(first) == [(STOPPED, "trail-1", 1), (STOPPED, "trail-2", 1)]
    assert (first.rows, first.days, first.until) == (2, 1, BASE + timedelta(minutes=3))
    assert first.__dict__["ended"] == "findings"
    again = detect(log_world, events)
    assert (told(again), again.rows, again.__dict__["ended"]) == ([], 0, "clean")


def test_what_comes_is_judged_however_late(log_world: LogWorld, events: Any) -> None:
    log_world.add(make_stop(1))
    detect(log_world, events)
    log_world.add(make_stop(2, minutes=-60 * 24 * 200), make_stop(9, minutes=-60 * 24 * 200))
    assert told(detect(log_world, events)) == [(STOPPED, "trail-2", 1), (STOPPED, "trail-9", 1)]


def test_an_account_that_logs_had_once_is_own_in_every_later_batch(
    log_world: LogWorld, events: Any
) -> None:
    a, own, foreign = "111111111111", "222222222222", "999999999999"
    log_world.add(*(
        make_stop(n, minutes=-60 * 24 * 9, event_name="X", account_id=account)
        for n, account in enumerate((a, own, "333333333333"))
    ))  # fmt: skip
    detect(log_world, events)
    log_world.add(*(
        make_stop(
            n,
            event_source="ec2.amazonaws.com",
            event_name="ModifySnapshotAttribute",
            request_parameters={
                "snapshotId": f"snap-{account}",
                "createVolumePermission": {"add": {"items": [{"userId": account}]}},
            },
        )
        for n, account in enumerate((own, foreign), 7)
    ))  # fmt: skip
    found = told(detect(log_world, events))
    assert found == [("ec2.snapshot_is_shared_outside", f"snap-{foreign}", 1)]


def test_an_act_is_whole_wherever_its_parts_lie(
    log_world: LogWorld, events: Any, tmp_path: Path
) -> None:
    folders = (write_own(tmp_path),)
    log_world.add(twice(1, 0), twice(2, 340))
    assert told(detect(log_world, events, folders=folders)) == []
    # Late, and half an hour before what was judged.
    log_world.add(twice(3, 310))
    (found,) = told(detect(log_world, events, folders=folders))
    assert found == ("s3.done_twice", "arn:aws:iam::111111111111:user/ann", 1)
    with run_detect(log_world.home, DetectRequest(folders=folders), events) as result:
        (finding,) = (f for f in result.ledger.findings(_every()) if f.rule == "s3.done_twice")
    assert finding.reason == "stop-3 stop-2"


def _every() -> Any:
    from ringwall.store.database.ledger import Filter  # noqa: PLC0415

    return Filter()


def test_a_time_that_is_named_is_judged_again_and_changes_nothing(
    log_world: LogWorld, events: Any
) -> None:
    log_world.add(make_stop(1))
    detect(log_world, events)
    again = detect(log_world, events, since=LONG_AGO)
    assert (told(again), again.changed.hits, again.rows) == ([(STOPPED, "trail-1", 1)], 0, 1)
    assert detect(log_world, events, since=timedelta(minutes=1)).rows == 0


def test_choosing_rules_leaves_the_rest_to_be_judged(log_world: LogWorld, events: Any) -> None:
    log_world.add(make_stop(1))
    assert detect(log_world, events, rules=("iam.*",)).rows == 1
    assert told(detect(log_world, events)) == [(STOPPED, "trail-1", 1)]


def test_a_trial_writes_nothing(log_world: LogWorld, events: Any) -> None:
    log_world.add(make_stop(1))
    tried = detect(log_world, events, is_trial=True)
    assert [(c.rule.id, c.hits) for c in tried.counts.values() if c.hits] == [(STOPPED, 1)]
    assert [hit.resource for hit in tried.hits.values()] == ["trail-1"]
    assert (tried.__dict__["ended"], (log_world.home / "hub.sqlite").exists()) == (
        "findings",
        False,
    )
    detect(log_world, events)
    store = HitStore(open_database(Home(log_world.home).database_url))
    log_world.add(make_stop(2))
    detect(log_world, events, is_trial=True)
    assert (store.count(), len(store.judged_files()["cloudtrail"])) == (1, 1)


def test_a_rule_on_trial_is_only_counted(log_world: LogWorld, events: Any, tmp_path: Path) -> None:
    folders = (write_own(tmp_path, more="trial = true\n"),)
    log_world.add(twice(1, 0), twice(2, 3))
    found = detect(log_world, events, folders=folders)
    assert (told(found), found.counts["s3.done_twice"].hits) == ([], 1)
    assert found.__dict__["ended"] == "clean"


def test_a_rule_of_context_makes_no_finding(
    log_world: LogWorld, events: Any, tmp_path: Path
) -> None:
    folders = (write_own(tmp_path, more="context = true\n"),)
    log_world.add(twice(1, 0), twice(2, 3))
    found = detect(log_world, events, folders=folders)
    assert (told(found), found.changed.context, found.changed.hits) == ([], 1, 0)
    assert found.__dict__["ended"] == "clean"
    again = detect(log_world, events, folders=folders, since=LONG_AGO)
    assert (told(again), again.changed.context) == ([], 0)
    engine = open_database(Home(log_world.home).database_url)
    assert [hit.rule for hit in ContextStore(engine).hits()] == ["s3.done_twice"]
    assert HitStore(engine).count() == 0


def test_a_rule_that_fails_owes_what_it_could_not_judge(
    log_world: LogWorld, events: Any, tmp_path: Path
) -> None:
    log_world.add(twice(1, 0), twice(2, 3), make_stop(3))
    broken = (write_own(tmp_path, where="and substr('x', 1, 1)::int = 1"),)
    found = detect(log_world, events, folders=broken)
    assert told(found) == [(STOPPED, "trail-3", 1)]
    assert [count.rule.id for count in found.failed] == ["s3.done_twice"]
    assert any("s3.done_twice failed" in note for note in events.notes)
    log_world.add({"event_time": "2026-02-09T00:00:00"})
    assert detect(log_world, events, folders=broken).__dict__["ended"] == "unknown"
    # It is mended: what it owes is judged, though no file is new.
    mended = detect(log_world, events, folders=(write_own(tmp_path),))
    assert [rule for rule, _, _ in told(mended)] == ["s3.done_twice"]
    store = HitStore(open_database(Home(log_world.home).database_url))
    assert store.owed() == []


def test_whoever_floods_a_rule_does_not_blind_it(
    log_world: LogWorld, events: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ringwall.detect.evaluate.MOST_HITS", 2)
    log_world.add(*(make_stop(number) for number in range(5)))
    found = detect(log_world, events)
    assert len(told(found)) == 2
    assert [count.rule.id for count in found.failed] == [STOPPED]
    assert found.__dict__["ended"] == "findings"


def test_what_a_rule_that_is_gone_owes_is_forgotten(
    log_world: LogWorld, events: Any, tmp_path: Path
) -> None:
    log_world.add(twice(1, 0))
    detect(log_world, events, folders=(write_own(tmp_path, where="and '1x'::int = 1"),))
    detect(log_world, events)
    assert HitStore(open_database(Home(log_world.home).database_url)).owed() == []


def test_files_that_were_joined_are_not_judged_again(log_world: LogWorld, events: Any) -> None:
    old = [log_world.add(make_stop(1)), log_world.add(make_stop(2))]
    detect(log_world, events)
    joined = log_world.write([make_stop(1), make_stop(2)], "cloudtrail", "f1-2")
    log_world.ledger.replace(old, [joined])
    assert detect(log_world, events).rows == 0
    store = HitStore(open_database(Home(log_world.home).database_url))
    assert store.judged_files() == {"cloudtrail": {joined.path: 2}}


def test_logs_that_are_deleted_meanwhile_are_not_called_damaged(
    log_world: LogWorld, events: Any
) -> None:
    file = log_world.add(make_stop(1))
    events.advance = lambda _: (log_world.logs / file.path).unlink()
    with pytest.raises(DamagedSnapshot):
        detect(log_world, events)
    log_world.write([make_stop(1)], "cloudtrail", Path(file.path).stem)

    def delete(_: str) -> None:
        log_world.ledger.forget([file.path], [])
        (log_world.logs / file.path).unlink()

    events.advance = delete
    with pytest.raises(Locked, match="logs were deleted while they were read"):
        detect(log_world, events)


def test_findings_are_listed_beside_those_of_controls(log_world: LogWorld, events: Any) -> None:
    log_world.add(make_stop(1))
    detect(log_world, events)
    assert find_findings(log_world.home, FindingsRequest(layer="detection")).count == 1
    assert find_findings(log_world.home, FindingsRequest(rule=STOPPED)).count == 1
    assert find_findings(log_world.home, FindingsRequest(rule="iam.root_signs_in")).count == 0
    with pytest.raises(BadInput, match="no rule matches"):
        find_findings(log_world.home, FindingsRequest(rule="iam.root_signs_out"))


def test_logs_that_could_not_be_read_are_no_clean_result(log_world: LogWorld, events: Any) -> None:
    log_world.add({"event_time": "2026-01-31T10:00:00"})
    log_world.quarantine("breaks off")
    found = detect(log_world, events)
    assert (found.quarantined, found.__dict__["ended"]) == (1, "unknown")


def test_without_logs_it_says_what_to_do(log_world: LogWorld, events: Any) -> None:
    with pytest.raises(NotCollected, match="`ringwall logs ingest PATH` reads them"):
        detect(log_world, events)
    assert not log_world.home.exists()


def test_choices_that_cannot_be_are_refused(
    log_world: LogWorld, events: Any, tmp_path: Path
) -> None:
    log_world.add(make_stop(1))
    with pytest.raises(
        BadInput, match=r"no detection matches cloudtrail\.trail_is_stoped.*did you"
    ):
        detect(log_world, events, rules=("cloudtrail.trail_is_stoped",))
    own = write_own(tmp_path, where="and hash(event_id) > 0")
    with pytest.raises(BadRule, match=r"done_twice\.sql:\d+: hash\(\) is not among"):
        detect(log_world, events, folders=(own,))
    own = write_own(
        tmp_path, where="and event_id in (select content from read_text('/etc/passwd'))"
    )
    with pytest.raises(BadRule, match=r"read_text\(\)"):
        detect(log_world, events, folders=(own,))


def test_outcome_counts_what_is_grave(log_world: LogWorld, events: Any) -> None:
    log_world.add(make_stop(1))
    assert detect(log_world, events, fail_on="critical").__dict__["ended"] == "clean"


def test_formats_have_the_findings(log_world: LogWorld, events: Any, tmp_path: Path) -> None:
    log_world.add(make_stop(1, principal_arn="arn:\x1b[31m<b>'"))
    with run_detect(log_world.home, DetectRequest(), events) as result:
        for form in ("table", "json", "csv", "ocsf", "asff", "sarif"):
            with (tmp_path / form).open("w") as out:
                result.write(form, out)
            text = (tmp_path / form).read_text()
            assert "trail-1" in text
            assert "\x1b" not in text
    event = json.loads((tmp_path / "ocsf").read_text())
    assert (event["class_uid"], event["type_uid"]) == (2004, 200401)


KILLED_AT_EVERY_STEP = """
import os, signal, sys
from pathlib import Path
import sqlalchemy as sa
from log_world import LogWorld, make_stop
from ringwall.catalog import loader
from ringwall.jobs.detect import LogDetector, DetectRequest
from ringwall.store.database.connection import open_database
from ringwall.store.database.hits import HitStore
from ringwall.store.database.ledger import Filter, Ledger
from ringwall.store.home import Home
from contextlib import contextmanager, nullcontext

class Quiet:
    def note(self, text): raise AssertionError(text)
    @contextmanager
    def progress(self, part, total=None):
        if counting is not None:
            sa.event.listen(sa.engine.Engine, "before_cursor_execute", count)
            sa.event.listen(sa.engine.Engine, "commit", count)
        yield self
    def advance(self, description=""): count()

rule = "cloudtrail.trail_is_stopped"
only = ((rule, loader.load_detections()[rule]),)
loader._own_detections = lambda: only
counting = None
done = 0
def count(*_):
    global done
    done += 1
    if done == counting:
        os.kill(os.getpid(), signal.SIGKILL)

world = LogWorld(Path(sys.argv[1]))
number = 0
def arrive():
    global number
    number += 1
    # A day apart, so that there are several chunks.
    world.add(make_stop(number, minutes=60 * 48 * (number % 3)))

def look():
    engine = open_database(Home(world.home).database_url)
    store = HitStore(engine)
    acts = {hit.act for hit in store.hits()}
    assert store.count() == sum(f.count for f in Ledger(engine).findings(Filter()))
    judged = store.judged_files().get("cloudtrail", {})
    for n, file in enumerate(world.files, 1):
        assert (file.path in judged) == (f"stop-{n}" in acts), (n, judged, acts)
    engine.dispose()
    return acts

for _ in range(3):
    arrive()
open_database(Home(world.home).database_url).dispose()
step = 0
while True:
    step += 1
    pid = os.fork()
    if not pid:
        counting = step
        detector = LogDetector(Home(world.home), DetectRequest(), Quiet())
        detector.run()
        os._exit(0)
    ended = os.waitpid(pid, 0)[1]
    acts = look()
    if ended == 0:
        break
    assert ended == signal.SIGKILL, ended
    arrive()
assert acts == {f"stop-{n}" for n in range(1, number + 1)}
print(step)
"""


def test_a_kill_at_any_step_with_events_arriving_loses_and_doubles_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED_AT_EVERY_STEP, str(tmp_path / "home")]
    path = {"PYTHONPATH": str(Path(__file__).parents[1] / "plugins")}
    done = subprocess.run(  # noqa: S603 - the code is ours
        command, check=False, capture_output=True, text=True, env=path
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 15
