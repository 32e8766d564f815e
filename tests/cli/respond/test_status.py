"""`ringwall respond status`: what is open, what waits for whom, and what is next."""

import shlex
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from stoppable_function import PLAYBOOK, StoppableFunction

Ringwall = Callable[..., Any]


def test_an_empty_home_has_no_open_case(ringwall: Ringwall, account: Any) -> None:
    del account
    found = ringwall("respond", "status")
    assert (found.code, found.out, found.err) == (0, "", "0 open cases\n")


def test_a_case_says_whom_it_waits_for_and_then_that_it_is_contained(
    ringwall: Ringwall, stoppable: StoppableFunction
) -> None:
    stoppable.write_policy(need="one")
    stoppable.become("eve")
    ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes")
    waits = ringwall("respond", "status")
    assert waits.code == 1
    assert "waits for 1 more person to approve: ringwall respond approve CASE-" in waits.out
    (case,) = ringwall("case", "list", "--format", "json").objects
    stoppable.become("ann")
    ringwall("respond", "approve", case["id"], "--yes")
    assert "start what was approved" in ringwall("respond", "status").out
    ringwall("respond", "run", case["id"], "--yes")
    done = ringwall("respond", "status")
    assert (done.code, "look for the cause" in done.out) == (0, True)
    ringwall("case", "close", case["id"], "--reason", "a leaked key")
    assert ringwall("respond", "status").err == "0 open cases\n"


def test_a_case_that_somebody_changed_is_told_and_not_acted_on(
    ringwall: Ringwall, stoppable: StoppableFunction, tmp_path: Any
) -> None:
    stoppable.write_policy(need="one")
    stoppable.become("eve")
    ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes")
    (case,) = ringwall("case", "list", "--format", "json").objects
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'home' / 'hub.sqlite'}")
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "insert into case_event select \"case\", 4, 'approved', at, 'ann@example.com', "
            "json_object('plan', json_extract(body, '$.plan')), hash from case_event "
            "where number = 3"
        )
    engine.dispose()
    found = ringwall("respond", "status")
    assert (found.code, f"do not trust {case['id']}" in found.err) == (2, True)
    forged = ringwall("respond", "run", case["id"], "--yes")
    assert (forged.code, "the case does not hold" in forged.err) == (64, True)
    assert not stoppable.is_stopped()


def test_the_next_command_works_as_it_is_printed(
    ringwall: Ringwall, stoppable: StoppableFunction
) -> None:
    path = stoppable.write_policy(need="two").rename(stoppable.folder / "our policy.toml")
    stoppable.environment.delenv("RINGWALL_RESPONSE_POLICY")
    stoppable.become("eve")
    ways = ("--role", "Respond", "--external-id", "not-to-be-told", "--policy", str(path))
    ringwall("respond", "run", stoppable.arn, "--playbook", PLAYBOOK, "--yes", *ways)
    (case,) = ringwall("case", "list", "--format", "json").objects
    told = f"ringwall respond approve {case['id']} --role Respond --policy '{path}'"
    for found in (ringwall("case", "show", case["id"]), ringwall("respond", "status", *ways)):
        assert told in " ".join(found.out.split())
        assert "not-to-be-told" not in found.out
    stoppable.become("ann")
    words = shlex.split(told.removeprefix("ringwall "))
    approved = ringwall(*words, "--yes")
    assert (approved.code, "waits for 1 more person" in approved.err) == (2, True)
    stoppable.become("bob")
    ringwall(*words, "--yes")
    begin = f"ringwall respond run {case['id']} --yes --role Respond --policy '{path}'"
    assert begin in " ".join(ringwall("case", "show", case["id"]).out.split())
