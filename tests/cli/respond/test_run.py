"""`ringwall respond run`: a plan first, then a case, an approval, and only then AWS."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from stoppable_function import PLAYBOOK, StoppableFunction

Ringwall = Callable[..., Any]


def find_case(err: str) -> str:
    found = re.search(r"CASE-\d{8}-\w{6}", err)
    assert found
    return found[0]


def test_the_plan_shows_calls_undo_risks_and_needs_and_writes_nothing(
    ringwall: Ringwall, stoppable: StoppableFunction
) -> None:
    found = ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK)
    assert found.code == 0
    assert found.lines[0] == f"Contain a Lambda function ({PLAYBOOK})"
    assert 'lambda.put_function_concurrency FunctionName="shop"' in found.out
    assert 'undo   lambda.delete_function_concurrency FunctionName="shop"' in found.out
    assert "risk    Whoever needs the function gets errors" in found.out
    assert found.lines[-1].startswith("needs   one person (its blast class is availability")
    assert found.err == "1 change planned; nothing was written: add --yes to carry it out\n"
    assert not stoppable.is_stopped()
    assert ringwall("case", "list").err == "0 cases\n"


def test_one_person_may_act_alone_where_the_policy_names_nobody(
    ringwall: Ringwall, stoppable: StoppableFunction
) -> None:
    found = ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes")
    assert found.code == 0
    assert stoppable.is_stopped()
    case = find_case(found.err)
    assert f"{case}: contained" in found.err
    assert found.err.splitlines()[-1] == f"to undo it: ringwall respond undo {case} --yes"
    shown = ringwall("case", "show", case).out
    for told in (
        "opened the case",
        "planned lambda.contain_function: 1 change,",
        "asked for the approval of 1",
    ):
        assert told in shown
    assert shown.index("approved the plan") < shown.index("started run")
    assert "aws   done  lambda.put_function_concurrency" in shown
    assert "next      look for the cause" in shown
    again = ringwall("respond", "run", case, "--playbook", PLAYBOOK, "--yes")
    assert (again.code, "only a person can go on" in again.err) == (2, True)


def test_two_others_have_to_approve_and_the_approval_is_used_once(
    ringwall: Ringwall, stoppable: StoppableFunction
) -> None:
    stoppable.write_policy(need="two")
    stoppable.become("ann")
    asked = ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes")
    case = find_case(asked.err)
    assert asked.code == 2
    assert f"{case} waits for 2 more persons to approve" in asked.err
    own = ringwall("respond", "approve", case, "--yes")
    assert (own.code, "two others have to approve" in own.err) == (2, True)
    stoppable.become("eve")
    stranger = ringwall("respond", "approve", case, "--yes")
    assert (stranger.code, "eve@example.com may not approve" in stranger.err) == (2, True)
    stoppable.become("bob")
    first = ringwall("respond", "approve", case, "--yes", "--reason", "seen it too")
    assert (first.code, "waits for 1 more person to approve" in first.err) == (2, True)
    twice = ringwall("respond", "approve", case, "--yes")
    assert (twice.code, "has approved already" in twice.err) == (2, True)
    waits = ringwall("respond", "run", case, "--yes")  # the approval of bob is kept
    assert (waits.code, "waits for 1 more person to approve" in waits.err) == (2, True)
    early = ringwall("respond", "run", case, "--playbook", PLAYBOOK)
    assert early.code in (0, 2)
    assert not stoppable.is_stopped()


def test_a_plan_that_was_approved_is_carried_out_by_the_case(
    ringwall: Ringwall, stoppable: StoppableFunction
) -> None:
    stoppable.write_policy(need="one")
    stoppable.become("eve")
    asked = ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes")
    case = find_case(asked.err)
    assert (asked.code, stoppable.is_stopped()) == (2, False)
    stoppable.become("bob")
    approved = ringwall("respond", "approve", case, "--yes")
    assert (approved.code, f"ringwall respond run {case} --yes" in approved.err) == (0, True)
    stoppable.become("eve")
    done = ringwall("respond", "run", case, "--yes")
    assert (done.code, stoppable.is_stopped()) == (0, True)
    stoppable.account.client("lambda").delete_function_concurrency(FunctionName="shop")
    again = ringwall("respond", "run", case, "--playbook", PLAYBOOK, "--yes")
    assert again.code == 2  # it is another plan now, and waits for another approval
    assert not stoppable.is_stopped()


def test_what_was_denied_is_never_carried_out(
    ringwall: Ringwall, stoppable: StoppableFunction
) -> None:
    stoppable.write_policy(need="one")
    stoppable.become("eve")
    case = find_case(ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes").err)
    stoppable.become("bob")
    assert ringwall("respond", "deny", case, "--reason", "it is a test").code == 0
    late = ringwall("respond", "approve", case, "--yes")
    assert (late.code, "bob@example.com denied it: it is a test" in late.err) == (2, True)
    told = ringwall("respond", "status").out
    assert f"plan again: ringwall respond run {case} --playbook {PLAYBOOK}" in told
    assert not stoppable.is_stopped()


def test_nobody_may_approve_what_is_never_done(
    ringwall: Ringwall, stoppable: StoppableFunction
) -> None:
    stoppable.write_policy(need="never")
    stoppable.become("ann")
    found = ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes")
    assert (found.code, "nobody may approve this" in found.err) == (2, True)
    assert not stoppable.is_stopped()


def test_what_is_protected_waits_for_two(ringwall: Ringwall, stoppable: StoppableFunction) -> None:
    more = f'\n[protected]\nneed = "two"\narns = ["{stoppable.arn}"]\n'
    stoppable.write_policy(need="one", more=more)
    stoppable.become("ann")
    found = ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes")
    assert (found.code, "is protected: its ARN is" in found.out) == (2, True)
    assert "waits for 2 more persons" in found.err
    assert not stoppable.is_stopped()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("arn:aws:lambda:us-east-1:123456789012:layer:x",), "is nothing that a playbook contains"),
        (("CASE-20261201-zzzzzz",), "no case CASE-20261201-zzzzzz"),
        (("{arn}", "--playbook", "s3.nothing"), "no playbook s3.nothing"),
        (("{arn}", "--playbook", PLAYBOOK, "--option", "x"), "expected NAME=VALUE"),
        (("{arn}", "--playbook", PLAYBOOK, "--option", "x=1"), "has no option x"),
        (("{arn}", "--playbook", PLAYBOOK, "--resource", "zzz"), "it does not name zzz"),
    ],
)
def test_bad_input_says_what_is_wrong(
    ringwall: Ringwall, stoppable: StoppableFunction, words: tuple[str, ...], told: str
) -> None:
    filled = [word.replace("{arn}", stoppable.arn) for word in words]
    found = ringwall("respond", "run", *filled, "--yes")
    assert (found.code, told in found.err) == (64, True), found.err
    assert not stoppable.is_stopped()
