"""One step: what it waits for, what it refuses, what it leaves in the journal."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

import pytest
from made_up_world import World, make, paint
from made_up_world import environment_of as in_world

from ringwall.apply.document import write_change
from ringwall.apply.environment import RunEnvironment
from ringwall.apply.perform import perform
from ringwall.apply.run import execute, resume
from ringwall.apply.step import RunStep
from ringwall.apply.undo import plan_undo, undo
from ringwall.model.change import UNREAD, Change, Plan, Probe, Write
from ringwall.model.errors import (
    AccessDenied,
    CallFailed,
    Locked,
    NoCredentials,
    RegionDisabled,
    StorageFailed,
    Throttled,
)
from ringwall.model.run import RunOptions
from ringwall.model.table import Row
from ringwall.model.write_shape import WriteShape
from ringwall.store.database.journal import Journal
from ringwall.store.database.leases import Leases

ACCOUNT = "123456789012"
REGION = "eu-west-1"
READS_OF_A_WAIT = 9
"""At 0, 0.25, 0.75, 1.75, 3.75, 7.75, 15.75, 23.75 and 24 seconds."""
ACTOR = f"arn:aws:iam::{ACCOUNT}:user/ann"
SHAPES = (WriteShape("cell.put", {"Value": "(old|new|made|x|id).*"}),)
Mortal = Callable[[RunEnvironment, int], RunEnvironment]


@dataclass
class Cell:
    """AWS with one value in it, that shows a write only after some reads."""

    value: Any = "old"
    shown: Any = "old"
    lag: int = 0
    answers: list[Any] = field(default_factory=list)
    """What the writes answer: an exception is raised, after the write where it says so."""
    writes: int = 0
    tokens: list[str] = field(default_factory=list)
    region: str = REGION
    account_id: str = ACCOUNT
    partition: str = "aws"

    def reader(self, *_: str) -> Any:
        return CellReader(self)

    def writer(self, *_: str) -> Any:
        return CellWriter(self)

    def caller(self, *_: str) -> str:
        return f"arn:aws:iam::{self.account_id}:user/ann"

    def role_of(self, *_: str) -> str:
        return ""

    def ask_again(self, *_: str) -> None:
        raise AssertionError


@dataclass
class CellReader:
    cell: Cell
    account_id: str = ACCOUNT
    region: str = REGION
    partition: str = "aws"

    def items(self, _operation: str, _path: str, **_parameters: Any) -> Iterator[Row]:
        if self.cell.lag:
            self.cell.lag -= 1
        else:
            self.cell.shown = self.cell.value
        yield {"Value": self.cell.shown}


@dataclass
class CellWriter:
    cell: Cell

    def call(
        self, _operation: str, parameters: Mapping[str, Any], token: str, check: Callable[[], None]
    ) -> Row:
        check()
        self.cell.tokens.append(token)
        answer = self.cell.answers.pop(0) if self.cell.answers else {}
        if isinstance(answer, CallFailed) and answer.is_rejected:
            raise answer
        self.cell.writes += 1
        self.cell.value = parameters["Value"]
        if isinstance(answer, BaseException):
            raise answer
        return dict(answer)

    def takes_token(self, _operation: str) -> bool:
        return False


def put(value: Any, before: Any = "old") -> Change:
    return Change(
        account_id=ACCOUNT,
        region=REGION,
        resource="arn:cell",
        write=Write("cell.put", {"Value": value}),
        probe=Probe("cell.get", {}, "Value"),
        before=before,
        after=value,
        why="because",
        layer="data",
        undo=Write("cell.put", {"Value": before}),
    )


def environment_of(journal: Journal, cell: Cell) -> RunEnvironment:
    connections: Any = cell
    return RunEnvironment(journal, connections, SHAPES, Leases(journal.engine), lambda _: None)


def test_a_write_that_shows_late_is_waited_for(journal: Journal) -> None:
    cell = Cell()
    slow: list[float] = []
    connections: Any = cell
    leases = Leases(journal.engine)
    environment = RunEnvironment(journal, connections, SHAPES, leases, slow.append)

    @dataclass
    class Late(CellWriter):
        def call(self, *asked: Any) -> Row:
            answer = super().call(*asked)
            self.cell.lag = 5
            return answer

    cell.writer = lambda *_: Late(cell)  # type: ignore[method-assign]  # the seam of this test
    assert execute([put("new")], environment, ACTOR).is_clean
    assert slow == [0.25, 0.5, 1.0, 2.0, 4.0]


def test_a_write_that_never_shows_fails(journal: Journal) -> None:
    cell = Cell()

    class Ignored(CellWriter):
        def call(self, *_: Any, **__: Any) -> Row:
            return {}

    cell.writer = lambda *_: Ignored(cell)  # type: ignore[method-assign]  # the seam of this test
    report = execute([put("new")], environment_of(journal, cell), ACTOR)
    assert report.steps[0].outcome == "failed"
    assert 'AWS accepted the write, but the state is "old"' in report.steps[0].reason
    assert report.run.status == "stopped"


def test_a_lost_answer_is_looked_up_in_the_world(journal: Journal) -> None:
    cell = Cell(answers=[CallFailed("read timeout", "ReadTimeoutError")])
    report = execute([put("new")], environment_of(journal, cell), ACTOR)
    assert report.is_clean
    assert cell.writes == 1


def test_after_a_kill_a_late_write_is_not_sent_twice(journal: Journal) -> None:
    cell = Cell(answers=[KeyboardInterrupt()])
    with pytest.raises(KeyboardInterrupt):
        execute([put("new")], environment_of(journal, cell), ACTOR)
    cell.lag = 4
    assert resume(journal.runs()[0].id, environment_of(journal, cell), ACTOR).is_clean
    assert cell.writes == 1


EXISTS = CallFailed("it is there already", "Duplicate", is_rejected=True)


@pytest.mark.parametrize(
    "error",
    [
        CallFailed("malformed", "MalformedPolicy", is_rejected=True),
        AccessDenied("no", "AccessDenied"),
        Throttled("slow down", "Throttling"),
        RegionDisabled("closed", "OptInRequired"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_rejected_write_fails_at_once_and_leaves_nothing_to_undo(
    journal: Journal, error: CallFailed
) -> None:
    cell = Cell(answers=[error])
    environment = environment_of(journal, cell)
    report = execute([put("new")], environment, ACTOR)
    assert (report.steps[0].outcome, report.steps[0].reason) == ("failed", str(error))
    assert not report.steps[0].may_have_written
    assert plan_undo(report.run.id, environment) == Plan(())


@pytest.mark.parametrize(
    "error",
    [
        CallFailed("internal", "InternalError"),
        CallFailed("timeout", "ReadTimeoutError"),
        Throttled("empty 503", "503", is_rejected=False),
    ],
    ids=["5xx", "no answer", "no code"],
)
def test_a_write_in_doubt_is_decided_by_the_state(journal: Journal, error: CallFailed) -> None:
    cell = Cell(answers=[error])
    environment = environment_of(journal, cell)
    report = execute([put("new")], environment, ACTOR)
    assert (report.steps[0].outcome, cell.writes) == ("verified", 1)
    assert len(plan_undo(report.run.id, environment).changes) == 1


def test_a_second_write_that_is_rejected_for_the_first_is_done(journal: Journal) -> None:
    """AWS carried the first out, showed the old state for long, and refuses a duplicate."""
    cell = Cell(answers=[KeyboardInterrupt(), EXISTS])
    environment = environment_of(journal, cell)
    with pytest.raises(KeyboardInterrupt):
        execute([put("new")], environment, ACTOR)
    run = journal.runs()[0]
    cell.lag = READS_OF_A_WAIT + 1
    report = resume(run.id, environment, ACTOR)
    assert (report.steps[0].outcome, cell.writes) == ("verified", 1)
    assert len(plan_undo(run.id, environment).changes) == 1


def test_a_second_write_that_is_rejected_leaves_the_doubt_of_the_first(journal: Journal) -> None:
    cell = Cell(answers=[KeyboardInterrupt(), EXISTS])
    environment = environment_of(journal, cell)
    with pytest.raises(KeyboardInterrupt):
        execute([put("new")], environment, ACTOR)
    run = journal.runs()[0]
    cell.lag = 3 * READS_OF_A_WAIT
    report = resume(run.id, environment, ACTOR)
    assert report.steps[0].outcome == "failed"
    assert "it is there already; the state is" in report.steps[0].reason
    cell.lag = 0
    assert len(plan_undo(run.id, environment).changes) == 1


def test_a_repeated_write_carries_the_same_token(
    journal: Journal, mortal_environment: Mortal, killed: type[BaseException]
) -> None:
    cell = Cell()
    # At point 5 the intent is on disk, and the write was not sent.
    with pytest.raises(killed):
        execute([put("new")], mortal_environment(environment_of(journal, cell), 5), ACTOR)
    cell.tokens.append(read_token(journal))
    assert resume(journal.runs()[0].id, environment_of(journal, cell), ACTOR).is_clean
    assert len(set(cell.tokens)) == 1
    assert re.fullmatch(r"[0-9a-f-]{36}", cell.tokens[0])


def read_token(journal: Journal) -> str:
    events = journal.events(journal.runs()[0].id)
    return str(next(event.body["token"] for event in events if event.kind == "intent"))


def test_a_step_in_doubt_is_refused(journal: Journal) -> None:
    cell = Cell(answers=[KeyboardInterrupt()])
    with pytest.raises(KeyboardInterrupt):
        execute([put("new")], environment_of(journal, cell), ACTOR)
    cell.value = "somebody else's"
    run = journal.runs()[0]
    report = resume(run.id, environment_of(journal, cell), ACTOR)
    assert report.steps[0].outcome == "refused"
    assert "in doubt: a write was sent" in report.steps[0].reason
    assert "in doubt" in plan_undo(run.id, environment_of(journal, cell)).skipped[0][1]
    assert cell.writes == 1


def test_a_later_step_uses_what_an_earlier_one_was_seen_to_have_made(journal: Journal) -> None:
    cell = Cell(answers=[{"Made": {"Id": "wrong"}}])
    made = put("new")
    made = replace(made, probe=replace(made.probe, ids={"id": "{Value}-7", "none": "Nope"}))
    text = {"$text": [{"$read": f"{made.id}.id"}, "!"]}
    follow = replace(
        put("new-7!", before={"$text": ["new"]}),
        write=Write("cell.put", {"Value": text}),
        after=text,
        id="follow",
    )
    assert execute([made, follow], environment_of(journal, cell), ACTOR).is_clean
    assert cell.value == "new-7!"


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        ({"$read": "{}.none"}, "this needs none of change {}, and AWS showed none"),
        ({"$before": "none"}, "this needs what none was before, which was not seen"),
        ({"$answer": "Id"}, "$answer Id cannot be known here"),
    ],
    ids=str,
)
def test_what_was_not_seen_refuses_the_step(
    journal: Journal, reference: dict[str, str], told: str
) -> None:
    cell = Cell()
    made = put("new")
    ((kind, name),) = reference.items()
    missing = Write("cell.put", {"Value": {kind: name.format(made.id)}})
    follow = replace(put("x", before="new"), write=missing)
    report = execute([made, follow], environment_of(journal, cell), ACTOR)
    assert report.steps[1].outcome == "refused"
    assert report.steps[1].reason == told.format(made.id)
    assert cell.value == "new"


def test_no_secret_of_an_answer_stays_in_the_journal(journal: Journal) -> None:
    secret = {"AccessKey": {"SecretAccessKey": "hush", "AccessKeyId": "AKIA"}}
    cell = Cell(answers=[secret])
    run = execute([put("new")], environment_of(journal, cell), ACTOR).run
    kept = repr(journal.events(run.id))
    assert "hush" not in kept
    assert "AKIA" in kept


def test_a_change_with_a_secret_is_not_begun(journal: Journal) -> None:
    bad = replace(put("new"), write=Write("iam.create_login_profile", {"Password": "hush"}))
    with pytest.raises(ValueError, match="must not carry a secret"):
        execute([bad], environment_of(journal, Cell()), ACTOR)
    assert journal.runs() == []


def test_expired_credentials_end_the_process_not_the_run(journal: Journal) -> None:
    cell = Cell(answers=[NoCredentials("expired")])
    with pytest.raises(NoCredentials):
        execute([put("new")], environment_of(journal, cell), ACTOR)
    run = journal.runs()[0]
    assert run.status == "open"
    assert resume(run.id, environment_of(journal, cell), ACTOR).is_clean
    assert cell.writes == 1


@pytest.mark.parametrize("full_at", ["start", "append"])
def test_a_full_disk_stops_before_any_write(journal: Journal, full_at: str) -> None:
    cell = Cell()

    @dataclass
    class Full:
        inner: Journal

        def __getattr__(self, name: str) -> Any:
            return self.fail if name == full_at else getattr(self.inner, name)

        def fail(self, *_: Any, **__: Any) -> None:
            raise StorageFailed("no space left")

    full: Any = Full(journal)
    with pytest.raises(StorageFailed):
        execute([put("new")], environment_of(full, cell), ACTOR)
    assert cell.writes == 0


def test_an_unreadable_state_fails_without_a_write(journal: Journal) -> None:
    cell = Cell()

    class Blind(CellReader):
        def items(self, *_: Any, **__: Any) -> Iterator[Row]:
            raise AccessDenied("no", "AccessDenied")

    cell.reader = lambda *_: Blind(cell)  # type: ignore[method-assign]  # the seam of this test
    report = execute([put("new")], environment_of(journal, cell), ACTOR)
    assert report.steps[0].reason == "cannot read the state: no"
    assert cell.writes == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            replace(put("new"), write=Write("iam.attach_user_policy", {"UserName": "x"})),
            "iam.attach_user_policy: nothing in the catalog makes this call",
        ),
        (
            replace(put("new"), write=Write("cell.put", {"Value": "new", "Force": True})),
            "cell.put: Force is no parameter that is written",
        ),
        (replace(put("new"), write=Write("cell.put", {})), "cell.put: Value is missing"),
        (
            replace(put("new"), write=Write("cell.put", {"Value": ["new"]})),
            "cell.put: Value is not what is written there",
        ),
        (
            replace(put("new"), resource="arn:aws:cell:eu-west-1:999999999999:x"),
            "the resource is in account 999999999999, the change in 123456789012",
        ),
    ],
    ids=["another call", "another parameter", "a parameter less", "another value", "elsewhere"],
)
def test_what_no_playbook_declares_is_never_sent(
    journal: Journal, change: Change, told: str
) -> None:
    cell = Cell()
    report = execute([change], environment_of(journal, cell), ACTOR)
    assert (report.steps[0].outcome, report.steps[0].reason) == ("refused", told)
    assert cell.writes == 0


def test_what_a_reference_fills_in_is_checked_too(journal: Journal) -> None:
    made = put("made")
    made = replace(made, probe=replace(made.probe, ids={"id": "evil {Value}"}))
    forged = replace(
        put("x", before="made"), write=Write("cell.put", {"Value": {"$read": f"{made.id}.id"}})
    )
    cell = Cell()
    report = execute([made, forged], environment_of(journal, cell), ACTOR)
    assert report.steps[1].reason == "cell.put: Value is not what is written there"
    assert cell.value == "made"


def test_the_caller_is_asked_before_each_write(journal: Journal) -> None:
    cell = Cell()
    cell.caller = lambda *_: "arn:aws:iam::999999999999:user/ann"  # type: ignore[method-assign]  # the seam
    report = execute([put("new")], environment_of(journal, cell), ACTOR)
    assert report.steps[0].outcome == "refused"
    assert "which is not in 123456789012" in report.steps[0].reason
    assert cell.writes == 0


def test_a_caller_that_cannot_be_asked_writes_nothing(journal: Journal) -> None:
    cell = Cell()

    def refuse(*_: str) -> str:
        raise AccessDenied("no", "AccessDenied")

    cell.caller = refuse  # type: ignore[method-assign]  # the seam of this test
    report = execute([put("new")], environment_of(journal, cell), ACTOR)
    assert report.steps[0].outcome == "failed"
    assert "cannot find out who calls" in report.steps[0].reason
    assert cell.writes == 0


EARLY = CallFailed("not yet", "InvalidPrincipal", is_rejected=True)


def retried(name: str) -> Change:
    change = make(name)
    return replace(change, write=replace(change.write, retry=("InvalidPrincipal",)))


def test_what_is_too_early_is_sent_again_and_each_try_is_journalled(journal: Journal) -> None:
    slept: list[float] = []
    world = World(refusals={"world.make": [EARLY] * 3})
    report = execute([retried("a")], in_world(world, journal, slept.append), ACTOR)
    assert report.is_clean
    assert slept == [0.25, 0.5, 1.0]
    kinds = [event.kind for event in journal.events(report.run.id)]
    assert (kinds.count("intent"), kinds.count("result")) == (4, 4)
    assert world.made == 1


def test_what_stays_too_early_fails_after_two_minutes(journal: Journal) -> None:
    slept: list[float] = []
    world = World(refusals={"world.make": [EARLY] * 999})
    report = execute([retried("a")], in_world(world, journal, slept.append), ACTOR)
    assert (report.steps[0].outcome, report.steps[0].reason) == ("failed", "not yet")
    assert sum(slept) == 120
    assert not report.steps[0].may_have_written


def test_what_may_have_been_done_is_not_sent_again_for_its_code(journal: Journal) -> None:
    doubt = CallFailed("not yet?", "InvalidPrincipal")
    world = World(refusals={"world.make": [doubt]})
    report = execute([retried("a")], in_world(world, journal), ACTOR)
    assert report.steps[0].outcome == "failed"
    assert world.calls["world.make"] == 1


def test_another_refusal_is_not_sent_again(journal: Journal) -> None:
    world = World(refusals={"world.make": [EARLY]})
    report = execute([make("a")], in_world(world, journal), ACTOR)
    assert report.steps[0].outcome == "failed"
    assert world.calls["world.make"] == 1


def test_between_two_tries_the_world_may_move(journal: Journal) -> None:
    world = World(refusals={"world.make": [EARLY]})

    def interfere(_: float) -> None:
        world.things["x"] = {"Id": "x", "Name": "a", "Parent": "", "Colour": ""}

    report = execute([retried("a")], in_world(world, journal, interfere), ACTOR)
    assert report.steps[0].outcome == "already"
    assert world.made == 0


def test_what_could_not_be_read_when_it_was_planned_is_written_down(journal: Journal) -> None:
    world = World({"id-0": {"Id": "id-0", "Name": "a", "Parent": "", "Colour": "grey"}})
    blind = paint("a", "red", write=Write("world.paint", {"Id": "id-0", "Colour": "red"}))
    assert blind.before == UNREAD
    run = execute([blind], in_world(world, journal), ACTOR).run
    (intent,) = (event for event in journal.events(run.id) if event.kind == "intent")
    assert intent.body["before"] == {"Colour": "grey"}
    undo(run.id, in_world(world, journal), ACTOR)
    assert world.state() == [("a", "", "grey")]


def test_what_was_there_before_can_be_kept(journal: Journal) -> None:
    world = World({"id-0": {"Id": "id-0", "Name": "a", "Parent": "", "Colour": "grey"}})
    text = {"$text": ["dark", {"$before": "Colour"}]}
    darker = paint(
        "a",
        "",
        write=Write("world.paint", {"Id": "id-0", "Colour": text}),
        after={"Colour": text},
    )
    run = execute([darker], in_world(world, journal), ACTOR).run
    assert world.state() == [("a", "", "darkgrey")]
    undo(run.id, in_world(world, journal), ACTOR)
    assert world.state() == [("a", "", "grey")]


def test_a_change_in_an_account_to_come_is_made_there(journal: Journal) -> None:
    world = World(closed={"444455556666": 2})
    maker = make("444455556666")
    maker = replace(maker, probe=replace(maker.probe, ids={"id": "Id", "name": "Name"}))
    there = make("in", account_id="", account={"$read": "444455556666.name"})
    report = execute([there, maker], in_world(world, journal), ACTOR)
    assert report.is_clean
    assert world.calls["ask again 444455556666"] == 2


def test_in_an_account_to_come_the_account_of_the_resource_must_be_its_own(
    journal: Journal,
) -> None:
    world = World()
    maker = make("444455556666")
    maker = replace(maker, probe=replace(maker.probe, ids={"id": "Id", "name": "Name"}))
    there = make(
        "in",
        account_id="",
        account={"$read": "444455556666.name"},
        resource="arn:aws:x:eu-west-1:999999999999:x",
    )
    report = execute([maker, there], in_world(world, journal), ACTOR)
    assert report.steps[1].outcome == "refused"
    assert "the resource is in account 999999999999" in report.steps[1].reason


def test_a_lost_lease_writes_nothing_more(journal: Journal) -> None:
    world = World()

    def refuse() -> None:
        raise Locked("another run")

    step = RunStep(0, make("a"))
    run = journal.start("fix", ACTOR, "", [write_change(step.change)])
    environment = replace(in_world(world, journal), check_lease=refuse)
    with pytest.raises(Locked):
        perform(run.id, step, {}, environment)
    assert world.writes == 0
    assert [event.kind for event in journal.events(run.id)] == ["started", "planned"]


def test_an_interrupt_lets_a_step_end_where_it_waits(journal: Journal) -> None:
    """The write's result is in the journal by then, and resume asks what became of it."""
    world = World(asks=999)
    environment = in_world(world, journal, None)

    def interrupt(step: RunStep) -> None:
        assert step.change.id == "quick"
        raise KeyboardInterrupt

    changes = [make("slow", begin=True), make("quick")]
    with pytest.raises(KeyboardInterrupt):
        execute(changes, environment, ACTOR, options=RunOptions(2), tell=interrupt)
    (run,) = journal.runs()
    kinds = [(event.step, event.kind) for event in journal.events(run.id)]
    assert (0, "result") in kinds
    assert run.status == "open"
    world.finish_work()
    assert resume(run.id, environment, ACTOR).is_clean
    assert world.calls["world.begin"] == 1


@dataclass
class Shelf(Cell):
    """A cell whose reads are counted."""

    reads: int = 0
    after_read: Callable[[], None] = lambda: None

    def reader(self, *_: str) -> Any:
        return ShelfReader(self)


class ShelfReader(CellReader):
    cell: Shelf

    def items(self, _operation: str, _path: str, **_parameters: Any) -> Iterator[Row]:
        self.cell.reads += 1
        yield from list(super().items(_operation, _path))
        self.cell.after_read()


CREATION = replace(put("made"), id="creation")


def part(value: Any, before: Any) -> Change:
    """Return a Change of a part of what CREATION makes."""
    return replace(put(value, before), part_of=CREATION.id, needs=(CREATION.id,))


def test_what_one_part_has_read_the_next_one_need_not_read_again(journal: Journal) -> None:
    shelf = Shelf()
    changes = [CREATION, part("new", before="made"), part("old", before="new")]
    assert execute(changes, environment_of(journal, shelf), ACTOR).is_clean
    # The first part waited for the creation, and sees what that has done.
    assert (shelf.value, shelf.writes, shelf.reads) == ("old", 3, 2 + 2 + 1)
    events = journal.events(journal.runs()[0].id)
    befores = [event.body["before"] for event in events if event.kind == "intent"]
    assert befores == ["old", "made", "new"]


@pytest.mark.parametrize(
    ("before", "after", "outcome"), [("other", "old", "refused"), ("made", "new", "already")]
)
def test_only_a_write_goes_out_on_what_was_read_before(
    journal: Journal, before: str, after: str, outcome: str
) -> None:
    """A step that would end otherwise asks AWS."""
    shelf = Shelf()
    last = replace(part(after, before=before), id="last")
    changes = [CREATION, part("new", before="made"), last]
    report = execute(changes, environment_of(journal, shelf), ACTOR)
    assert [step.outcome for step in report.steps] == ["verified", "verified", outcome]
    assert shelf.reads == 2 + 2 + 1


def test_what_was_there_before_is_always_read_again(journal: Journal) -> None:
    """Somebody else changes it in between: that is not overwritten."""
    shelf = Shelf()
    changes = [put("new"), put("made", before="new")]

    def drift() -> None:
        if shelf.reads == 2:
            shelf.value = "theirs"

    shelf.after_read = drift
    report = execute(changes, environment_of(journal, shelf), ACTOR)
    assert [step.outcome for step in report.steps] == ["verified", "refused"]
    assert (shelf.value, shelf.reads) == ("theirs", 3)


def test_an_undo_reads_all_again(journal: Journal) -> None:
    shelf = Shelf(value="new", shown="new")
    back = replace(put("new", "made").reversed(), id="undo-1")
    again = replace(part("old", "made"), id="undo-2", part_of="undo-1", needs=())
    changes = [back, again, replace(part("new", "old"), id="undo-3", part_of="undo-1", needs=())]
    assert execute(changes, environment_of(journal, shelf), ACTOR, kind="undo").is_clean
    assert shelf.reads == 6


CONTENT = b"what nobody but S3 may have"


def test_the_content_of_a_file_is_sent_and_never_in_the_journal(journal: Journal) -> None:
    cell = Cell()
    environment = replace(
        environment_of(journal, cell),
        writes=(WriteShape("cell.put", {"Value": {"$file": "abc"}}),),
        open_file=lambda _: BytesIO(CONTENT),
    )
    sent: list[bytes] = []

    class Sender(CellWriter):
        def call(self, operation: str, parameters: Mapping[str, Any], *more: Any) -> Row:
            sent.append(parameters["Value"].read())
            return super().call(operation, {"Value": "stored"}, *more)

    cell.writer = lambda *_: Sender(cell)  # type: ignore[method-assign]  # of this test alone
    change = replace(put({"$file": "abc"}), after="stored", undo=None)
    report = execute(
        [change], environment, ACTOR, kind="apply", options=RunOptions(accept_irreversible=True)
    )
    assert report.is_clean
    assert sent == [CONTENT]
    for event in journal.events(report.run.id):
        assert CONTENT.decode() not in str(event.body)
    (intent,) = [one for one in journal.events(report.run.id) if one.kind == "intent"]
    assert intent.body["parameters"] == {"Value": {"$file": "abc"}}


def test_a_file_that_is_not_there_refuses_the_step_before_any_write(journal: Journal) -> None:
    cell = Cell()
    shapes = (WriteShape("cell.put", {"Value": {"$file": "abc"}}),)
    environment = replace(environment_of(journal, cell), writes=shapes)
    change = replace(put({"$file": "abc"}), after="stored", undo=None)
    report = execute(
        [change], environment, ACTOR, kind="apply", options=RunOptions(accept_irreversible=True)
    )
    assert [step.outcome for step in report.steps] == ["refused"]
    assert "this needs the file abc" in report.steps[0].reason
    assert cell.writes == 0
    assert "intent" not in [event.kind for event in journal.events(report.run.id)]
