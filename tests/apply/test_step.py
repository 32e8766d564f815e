"""What the journal's events, of today and of older journals, make of a step."""

from typing import Any

import pytest

from ringwall.apply.document import write_change
from ringwall.apply.environment import RunEnvironment
from ringwall.apply.run import resume
from ringwall.apply.step import RunStep, advance, read_steps
from ringwall.apply.undo import undo
from ringwall.model.change import Cause, Change, Probe, Write
from ringwall.model.errors import BadInput
from ringwall.model.journal import RunEvent, RunEventKind
from ringwall.store.database.journal import Journal

CHANGE = Change(
    account_id="123456789012",
    region="eu-west-1",
    resource="arn:aws:ec2:eu-west-1:123456789012:ebs-encryption-by-default",
    write=Write("ec2.enable_ebs_encryption_by_default", {}),
    probe=Probe("ec2.get_ebs_encryption_by_default", {}, "EbsEncryptionByDefault"),
    before=False,
    after=True,
    why="because",
    layer="data",
    undo=Write("ec2.disable_ebs_encryption_by_default", {}),
    cause=Cause("finding", "f" * 32),
)
REJECTED: list[dict[str, Any]] = [
    {"error": "no", "rejected": True},
    {"error": "no", "turned_down": True},
]
IN_DOUBT: list[dict[str, Any]] = [
    {"error": "lost", "rejected": False},
    {"error": "lost", "turned_down": False},
]


def write_old(change: Change) -> dict[str, Any]:
    """Return a Change as older journals hold it: with a finding, without an id."""
    document = write_change(change)
    del document["id"], document["cause"], document["probe"]["wait"]
    return document | {"finding": "f" * 32}


def go(*events: tuple[RunEventKind, dict[str, Any]]) -> RunStep:
    step = RunStep(0, CHANGE)
    for kind, body in events:
        step = advance(step, kind, body)
    return step


def test_a_step_that_was_planned_is_undecided() -> None:
    assert (go().outcome, go().may_have_written, go().is_good) == ("", False, False)


def test_after_an_intent_the_write_may_have_been_sent() -> None:
    step = go(("failed", {"reason": "before"}), ("intent", {}))
    assert step.may_have_written
    assert (step.outcome, step.reason) == ("", "")


@pytest.mark.parametrize("body", REJECTED, ids=["now", "older"])
def test_a_rejected_write_did_nothing(body: dict[str, Any]) -> None:
    assert not go(("intent", {}), ("result", body)).may_have_written


@pytest.mark.parametrize("body", IN_DOUBT, ids=["now", "older"])
def test_a_lost_answer_leaves_it_open(body: dict[str, Any]) -> None:
    step = go(("intent", {}), ("result", body))
    assert step.may_have_written
    assert step.is_answered


@pytest.mark.parametrize("body", REJECTED, ids=["now", "older"])
def test_a_rejection_does_not_answer_for_an_earlier_write(body: dict[str, Any]) -> None:
    step = go(("intent", {}), ("result", IN_DOUBT[0]), ("intent", {}), ("result", body))
    assert step.may_have_written
    step = go(("intent", {}), ("result", body), ("intent", {}), ("result", body))
    assert not step.may_have_written


def test_an_answer_is_that_of_the_newest_write() -> None:
    step = go(("intent", {}), ("result", {"answer": {"Id": 7}}))
    assert step.answer == {"Id": 7}
    assert advance(step, "intent", {}).answer is None
    assert advance(step, "awaiting", {"reason": "r"}).answer == {"Id": 7}


def test_what_was_there_before_is_that_of_the_newest_intent() -> None:
    assert not go(("intent", {})).has_seen
    step = go(("intent", {"before": "a"}), ("result", REJECTED[0]), ("intent", {"before": None}))
    assert (step.has_seen, step.before) == (True, None)


def test_work_that_goes_on_is_neither_good_nor_bad() -> None:
    step = go(("intent", {}), ("result", {"answer": {}}), ("awaiting", {"reason": "r"}))
    assert (step.outcome, step.reason) == ("awaiting", "r")
    assert (step.is_good, step.is_bad, step.is_answered) == (False, False, True)
    ended = advance(step, "failed", {"reason": "no", "work": True})
    assert (ended.is_bad, ended.is_answered, ended.failures) == (True, False, 1)
    assert advance(ended, "failed", {"reason": "no"}).failures == 1


def test_ids_are_those_of_the_read_back() -> None:
    body = {"wrote": True, "reason": "", "ids": {"arn": "arn:a"}}
    assert go(("verified", body)).ids == {"arn": "arn:a"}


@pytest.mark.parametrize(
    ("wrote", "outcome"), [(True, "verified"), (False, "already")], ids=["wrote", "did not"]
)
def test_a_verified_step_is_good(outcome: str, *, wrote: bool) -> None:
    step = go(("verified", {"wrote": wrote, "reason": "r"}))
    assert (step.outcome, step.reason, step.is_good) == (outcome, "r", True)


@pytest.mark.parametrize("kind", ["refused", "failed"])
def test_a_step_that_ended_badly_says_why(kind: RunEventKind) -> None:
    step = go((kind, {"reason": "why"}))
    assert (step.outcome, step.reason, step.is_good) == (kind, "why", False)


def test_an_event_that_no_step_has_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="an event of kind 'started'"):
        go(("started", {}))


def test_steps_are_read_from_a_journal(journal: Journal) -> None:
    run = journal.start("fix", "arn:ann", "snap", [write_change(CHANGE), write_change(CHANGE)])
    journal.append(run.id, 1, "refused", {"reason": "changed"})
    first, second = read_steps(journal.events(run.id))
    assert first == RunStep(0, CHANGE)
    assert second == RunStep(1, CHANGE, outcome="refused", reason="changed")


def test_steps_are_read_from_an_older_journal(journal: Journal) -> None:
    run = journal.start("fix", "arn:ann", "snap", [write_old(CHANGE), write_old(CHANGE)])
    steps = read_steps(journal.events(run.id))
    assert [step.change.id for step in steps] == ["0", "1"]
    assert {step.change.cause for step in steps} == {Cause("finding", "f" * 32)}
    assert all(step.change.probe == CHANGE.probe for step in steps)


def test_a_run_of_an_older_journal_is_resumed_and_undone(environment: RunEnvironment) -> None:
    journal = environment.journal
    run = journal.start("fix", "arn:ann", "snap", [write_old(CHANGE)])
    journal.append(run.id, 0, "intent", {})
    journal.append(run.id, 0, "result", {"error": "denied", "turned_down": True})
    journal.append(run.id, 0, "failed", {"reason": "denied"})
    journal.end(run.id, "stopped")
    assert resume(run.id, environment, "arn:ann").is_clean
    back = undo(run.id, environment, "arn:ann")
    assert back is not None
    assert back.is_clean
    assert [step.change.id for step in back.steps] == ["undo-0"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("planned", {}),
        ("planned", {"write": 3, "probe": []}),
        ("verified", {}),
        ("verified", {"wrote": True, "reason": 3}),
        ("verified", {"wrote": True, "reason": "", "ids": [1]}),
        ("awaiting", {}),
        ("failed", {"reason": None}),
        ("nosuch", {}),
    ],
)
def test_an_event_that_was_not_written_so_is_named(kind: Any, body: dict[str, Any]) -> None:
    planned = RunEvent(1, "r", 0, "planned", 1, write_change(CHANGE), "")
    with pytest.raises(BadInput, match="event 2 of run r: damaged in the database"):
        read_steps([planned, RunEvent(2, "r", 0, kind, 1, body, "")])
    with pytest.raises(BadInput, match="event 1 of run r: damaged"):  # of no step that was planned
        read_steps([RunEvent(1, "r", 5, "intent", 1, {}, "")])
