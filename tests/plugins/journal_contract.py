"""What every journal, all leases and every log of cases keep to, whatever they are kept in.

A store is a `KeptWorld`: journal, leases of two processes, cases, and a clock that all go by. A
test module subclasses the contracts and has a fixture `kept` that gives one.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

ARN = "arn:aws:iam::111111111111:user/ann"
PLAN = ({"write": "one"}, {"write": "two"})
CASE = "CASE-20261201-abcdef"
DAMAGE = "was changed|is missing|are missing|damaged"


@dataclass
class KeptClock:
    at: int = 1_800_000_000_000

    def __call__(self) -> int:
        return self.at


@dataclass
class KeptWorld:
    """One store. `spoil` changes a member of the newest event of a run, as an attacker would."""

    clock: KeptClock
    journal: Any = None
    leases: Any = None
    others: Any = None
    """The leases of another process."""
    cases: Any = None
    spoil: Callable[[str, str, Any], None] = lambda *_: None
    """Called with the id of a run, a column, a value."""
    spoil_case: Callable[[str, str, Any], None] = lambda *_: None


def lease(name: str) -> Any:
    from ringwall.model.lease import Leased  # noqa: PLC0415 - plugins load before coverage

    return Leased("111122223333", "eu-west-1", f"arn:aws:s3:::{name}")


def locked() -> Any:
    from ringwall.model.errors import Locked  # noqa: PLC0415 - the same

    return Locked


@pytest.fixture
def sqlite_kept(tmp_path: Path, migrated_database: Path) -> Iterator[KeptWorld]:
    """Yield journal and leases in a SQLite file."""
    import sqlalchemy as sa  # noqa: PLC0415 - the same

    from ringwall.store.database.connection import open_database  # noqa: PLC0415 - the same
    from ringwall.store.database.journal import Journal  # noqa: PLC0415 - the same
    from ringwall.store.database.leases import Leases, name_process  # noqa: PLC0415 - the same
    from ringwall.store.database.schema import RUN_EVENT  # noqa: PLC0415 - the same
    from ringwall.store.seal_key import SealKey  # noqa: PLC0415 - the same

    database = shutil.copy(migrated_database, tmp_path / "hub.sqlite")
    engine, clock = open_database(f"sqlite:///{database}"), KeptClock()
    leases = Leases(engine, now=clock, is_gone=lambda _: False)

    def spoil(run: str, column: str, value: Any) -> None:
        with engine.begin() as connection:
            number = sa.select(sa.func.max(RUN_EVENT.c.number)).where(RUN_EVENT.c.run == run)
            change = sa.update(RUN_EVENT).where(RUN_EVENT.c.number == number.scalar_subquery())
            connection.execute(change.values({column: value}))

    yield KeptWorld(
        clock,
        Journal(engine, SealKey(tmp_path / "seal.key"), clock),
        leases,
        replace(leases, process=name_process()),
        spoil=spoil,
    )
    engine.dispose()


class JournalContract:
    """What a RunJournal keeps to."""

    def test_a_run_is_written_down_whole_before_it_begins(self, kept: KeptWorld) -> None:
        run = kept.journal.start("respond", ARN, "snap", PLAN)
        assert kept.journal.run(run.id) == run
        assert (run.kind, run.status, run.created_at) == ("respond", "open", kept.clock.at)
        events = kept.journal.events(run.id)
        assert [(e.step, e.kind) for e in events] == [
            (-1, "started"),
            (0, "planned"),
            (1, "planned"),
        ]
        assert [event.body for event in events[1:]] == list(PLAN)

    def test_a_run_may_plan_more_than_one_transaction_takes(self, kept: KeptWorld) -> None:
        plan = [{"write": str(number)} for number in range(130)]
        run = kept.journal.start("fix", ARN, "", plan)
        assert [event.body for event in kept.journal.events(run.id)][1:] == plan
        assert kept.journal.doubt_run(run.id) == []

    def test_events_come_back_in_order_and_only_those_of_the_run(self, kept: KeptWorld) -> None:
        first, second = (kept.journal.start("fix", ARN, "", PLAN) for _ in range(2))
        kept.journal.append(first.id, 0, "intent", {"n": 1})
        kept.journal.append(second.id, 0, "intent", {"n": 2})
        kept.journal.append(first.id, 0, "result", {"n": 3, "deep": {"list": [1, None, "é"]}})
        assert [event.body.get("n") for event in kept.journal.events(first.id)][3:] == [1, 3]
        assert kept.journal.events(first.id)[-1].body["deep"] == {"list": [1, None, "é"]}
        numbers = [event.number for event in kept.journal.events(first.id)]
        assert numbers == sorted(set(numbers))

    def test_a_run_is_begun_once(self, kept: KeptWorld) -> None:
        run = kept.journal.start("fix", ARN, "", PLAN)
        with pytest.raises(locked(), match="another process has begun it"):
            kept.journal.start("fix", ARN, "", PLAN, run_id=run.id)
        assert len(kept.journal.events(run.id)) == 3

    def test_time_never_goes_back(self, kept: KeptWorld) -> None:
        run = kept.journal.start("fix", ARN, "", PLAN)
        kept.clock.at -= 60_000
        kept.journal.append(run.id, 0, "intent", {})
        times = [event.at for event in kept.journal.events(run.id)]
        assert times == sorted(times)

    def test_threads_lose_no_event(self, kept: KeptWorld) -> None:
        run = kept.journal.start("fix", ARN, "", PLAN)
        with ThreadPoolExecutor(4) as pool:
            bodies = [{"n": number} for number in range(12)]
            list(pool.map(lambda body: kept.journal.append(run.id, 0, "intent", body), bodies))
        found = [event.body["n"] for event in kept.journal.events(run.id)[3:]]
        assert sorted(found) == list(range(12))
        assert kept.journal.verify_chain() == []

    def test_a_run_ends_and_goes_on(self, kept: KeptWorld) -> None:
        run = kept.journal.start("fix", ARN, "", PLAN)
        kept.clock.at += 5
        ended = kept.journal.end(run.id, "stopped")
        assert (ended.status, ended.ended_at) == ("stopped", kept.clock.at)
        again = kept.journal.reopen(run.id, ARN)
        assert (again.status, again.ended_at) == ("open", 0)
        assert kept.journal.end(run.id, "done").status == "done"
        assert kept.journal.doubt_run(run.id) == []

    def test_runs_are_listed_and_found_by_a_beginning(self, kept: KeptWorld) -> None:
        from ringwall.model.errors import BadInput  # noqa: PLC0415 - the same

        first = kept.journal.start("fix", ARN, "", PLAN)
        kept.clock.at += 60_000
        second = kept.journal.start("undo", ARN, "", PLAN, first.id)
        assert [run.id for run in kept.journal.runs()] == [first.id, second.id]
        assert kept.journal.run(first.id[:17]) == first
        assert kept.journal.undos(first.id) == [second]
        for wanted in ("nope", "", first.id[:4]):
            with pytest.raises(BadInput):
                kept.journal.run(wanted)

    def test_a_guard_that_raises_lets_nothing_be_written(self, kept: KeptWorld) -> None:
        run = kept.journal.start("fix", ARN, "", PLAN)

        def refuse(_: Any) -> None:
            raise locked()("another process took over")

        with pytest.raises(locked()):
            kept.journal.append(run.id, 0, "intent", {}, refuse)
        with pytest.raises(locked()):
            kept.journal.end(run.id, "done", refuse)
        assert kept.journal.run(run.id) == run
        assert len(kept.journal.events(run.id)) == 3

    @pytest.mark.parametrize(
        ("column", "value"),
        [("body", '{"n":2}'), ("at", 1), ("kind", "verified"), ("hash", "0" * 64), ("step", 7)],
    )
    def test_what_was_changed_shows(self, kept: KeptWorld, column: str, value: Any) -> None:
        run = kept.journal.start("fix", ARN, "", PLAN)
        kept.journal.append(run.id, 0, "intent", {"n": 1})
        assert kept.journal.doubt_run(run.id) == []
        kept.spoil(run.id, column, value)
        told = kept.journal.doubt_run(run.id)
        assert told
        assert re.search(f"{DAMAGE}|no seal|another key", told[0])
        assert kept.journal.verify_chain()


class LeasesContract:
    """What RunLeases keep to, and the journal under them."""

    def test_what_one_run_holds_another_is_refused(self, kept: KeptWorld) -> None:
        kept.leases.take("one", [lease("a"), lease("a"), lease("b")])
        with pytest.raises(locked(), match="is changing it"):
            kept.others.take("two", [lease("c"), lease("b")])
        kept.others.take("two", [lease("c")])
        assert kept.leases.find_running() == {"one", "two"}
        assert kept.leases.find_running(kept.leases.process) == {"two"}

    def test_what_is_given_back_is_free(self, kept: KeptWorld) -> None:
        kept.leases.take("one", [lease("a")])
        kept.leases.release("one")
        kept.others.take("two", [lease("a")])
        assert kept.others.find_running() == {"two"}
        kept.leases.release("one")  # nothing of it is left
        assert kept.others.find_running() == {"two"}

    def test_a_lease_ends_by_itself_unless_it_is_renewed(self, kept: KeptWorld) -> None:
        kept.leases.take("one", [lease("a")])
        kept.clock.at += 110_000
        kept.leases.renew("one", 1)
        kept.clock.at += 110_000
        with pytest.raises(locked()):
            kept.others.take("two", [lease("a")])
        kept.clock.at += 20_000
        assert kept.others.find_running() == set()
        kept.others.take("two", [lease("a")])

    def test_who_was_displaced_renews_and_writes_nothing(self, kept: KeptWorld) -> None:
        from ringwall.model.lease import LeaseLost  # noqa: PLC0415 - the same

        run = kept.journal.start("fix", ARN, "", PLAN)
        kept.leases.take(run.id, [lease("a"), lease("b")])
        guard = kept.leases.guard(run.id, 2)
        kept.journal.append(run.id, 0, "intent", {"n": 1}, guard)
        kept.clock.at += 130_000
        kept.others.take("two", [lease("b")])
        with pytest.raises(LeaseLost):
            kept.leases.renew(run.id, 2)
        with pytest.raises(LeaseLost):
            kept.journal.append(run.id, 0, "result", {"n": 2}, guard)
        with pytest.raises(LeaseLost):
            kept.journal.end(run.id, "done", guard)
        assert [event.kind for event in kept.journal.events(run.id)][3:] == ["intent"]
        assert kept.journal.run(run.id).status == "open"
        kept.leases.release(run.id)
        with pytest.raises(locked()):
            kept.leases.take(run.id, [lease("b")])

    def test_a_run_is_gone_on_with_by_another_process_once_its_leases_end(
        self, kept: KeptWorld
    ) -> None:
        kept.leases.take("one", [lease("a")])
        with pytest.raises(locked()):
            kept.others.take("one", [lease("a")])
        kept.clock.at += 130_000
        kept.others.take("one", [lease("a")])
        with pytest.raises(locked()):
            kept.leases.renew("one", 1)
        kept.others.renew("one", 1)

    def test_each_taking_has_a_higher_token(self, kept: KeptWorld) -> None:
        tokens = [kept.leases.take("one", [lease("a")]), kept.others.take("two", [lease("b")])]
        kept.leases.release("one")
        kept.others.release("two")
        tokens.append(kept.leases.take("one", [lease("a")]))
        assert tokens == sorted(set(tokens))

    def test_many_are_taken_or_none(self, kept: KeptWorld) -> None:
        kept.others.take("two", [lease("z")])
        many = [lease(f"a{number:03}") for number in range(120)]
        with pytest.raises(locked()):
            kept.leases.take("one", [*many, lease("z")])
        kept.leases.take("one", many)
        kept.leases.renew("one", 120)
        with pytest.raises(locked()):
            kept.others.take("three", [many[-1]])
        with pytest.raises(locked()):
            kept.leases.take("one", many)
        kept.leases.release("one")
        kept.others.take("three", many)

    def test_of_two_that_take_at_once_one_is_refused(self, kept: KeptWorld) -> None:
        def take(run: str) -> bool:
            try:
                (kept.leases if run == "one" else kept.others).take(run, [lease("a")])
            except locked():
                return False
            return True

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(take, ["one", "two"])) == [False, True]


class CasesContract:
    """What a CaseLog keeps to."""

    def test_time_never_goes_back_in_a_case(self, kept: KeptWorld) -> None:
        first = kept.cases.append(CASE, "opened", ARN, {}, 0)
        kept.clock.at -= 60_000
        assert kept.cases.append(CASE, "noted", ARN, {}, 1).at == first.at
        assert kept.cases.doubt(CASE) == []

    def test_events_count_up_and_come_back(self, kept: KeptWorld) -> None:
        first = kept.cases.append(CASE, "opened", ARN, {"title": "é", "at": [1, None]}, 0)
        kept.clock.at += 1
        second = kept.cases.append(CASE, "noted", "ringwall", {"text": "x"}, 1)
        assert kept.cases.events(CASE) == (first, second)
        assert (first.number, second.number) == (1, 2)
        assert (first.at, second.at) == (kept.clock.at - 1, kept.clock.at)
        assert first.body == {"title": "é", "at": [1, None]}
        assert kept.cases.events("CASE-20261201-zzzzzz") == ()
        assert kept.cases.doubt(CASE) == []

    def test_of_two_that_append_after_the_same_event_one_fails(self, kept: KeptWorld) -> None:
        from ringwall.model.errors import CaseMoved  # noqa: PLC0415 - the same

        kept.cases.append(CASE, "opened", ARN, {}, 0)

        def note(number: int) -> bool:
            try:
                kept.cases.append(CASE, "noted", ARN, {"n": number}, 1)
            except CaseMoved:
                return False
            return True

        with ThreadPoolExecutor(3) as pool:
            assert sorted(pool.map(note, range(3))) == [False, False, True]
        for after in (0, 1, 3, 9):
            with pytest.raises(CaseMoved):
                kept.cases.append(CASE, "noted", ARN, {}, after)
        assert [event.kind for event in kept.cases.events(CASE)] == ["opened", "noted"]

    def test_cases_are_listed_oldest_first_without_the_switch(self, kept: KeptWorld) -> None:
        for name in ("CASE-20261201-zzzzzz", "SWITCH", "CASE-20261201-aaaaaa"):
            kept.cases.append(name, "opened", ARN, {}, 0)
            kept.clock.at += 1
        assert kept.cases.case_ids() == ("CASE-20261201-zzzzzz", "CASE-20261201-aaaaaa")
        assert len(kept.cases.events("SWITCH")) == 1

    def test_what_was_added_to_of_late_is_told_apart(self, kept: KeptWorld) -> None:
        for name in ("CASE-20261201-zzzzzz", "SWITCH", "CASE-20261201-aaaaaa"):
            kept.cases.append(name, "opened", ARN, {}, 0)
            kept.clock.at += 10
        since = kept.clock.at
        assert kept.cases.moved_since(since) == ()
        kept.cases.append("CASE-20261201-zzzzzz", "noted", ARN, {}, 1)
        kept.cases.append("SWITCH", "noted", ARN, {}, 1)
        assert kept.cases.moved_since(since) == ("CASE-20261201-zzzzzz",)
        assert kept.cases.moved_since(0) == ("CASE-20261201-zzzzzz", "CASE-20261201-aaaaaa")

    @pytest.mark.parametrize(
        ("column", "value"),
        [("body", '{"n":2}'), ("author", "mallory"), ("kind", "approved"), ("at", 1)],
    )
    def test_what_was_changed_shows(self, kept: KeptWorld, column: str, value: Any) -> None:
        kept.cases.append(CASE, "opened", ARN, {}, 0)
        kept.cases.append(CASE, "noted", ARN, {"n": 1}, 1)
        kept.spoil_case(CASE, column, value)
        assert re.search(DAMAGE, kept.cases.doubt(CASE)[0])
