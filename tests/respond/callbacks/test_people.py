"""Somebody of a channel is one person of the policy, or nobody."""

import pytest
from channel_bench import PEOPLE

from ringwall.model.response_policy import Person
from ringwall.respond.callbacks.people import (
    find_principal,
    find_slack_person,
    find_teams_person,
)
from ringwall.respond.callbacks.refusal import CallbackRefused


def test_people_are_found_by_the_ids_of_channels() -> None:
    assert find_slack_person(PEOPLE, "U0BOB").principal == "bob"
    assert find_teams_person(PEOPLE, "22-BB").principal == "bob"
    assert find_principal(PEOPLE, "bob").slack == "U0BOB"


@pytest.mark.parametrize("wanted", ["", "U0", "u0bob", "U0BOB ", "bob@example.com"])
def test_nobody_else_is(wanted: str) -> None:
    people = (*PEOPLE, Person(principal="none"))
    with pytest.raises(CallbackRefused):
        find_slack_person(people, wanted)


def test_who_could_be_two_people_is_neither() -> None:
    people = (*PEOPLE, Person(principal="bob2", slack="U0BOB"))
    with pytest.raises(CallbackRefused):
        find_slack_person(people, "U0BOB")
