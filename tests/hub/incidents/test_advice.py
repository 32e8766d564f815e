"""What to do first: stop who acts, then what the rules say; no name writes a command."""

from collections.abc import Callable
from typing import Any

import pytest

from ringwall.hub.incidents.advice import MOST_ACTORS, advise
from ringwall.model.detection import Hit
from ringwall.model.incident import RuleWords

MakeHit = Callable[..., Hit]
ROLE = "arn:aws:iam::222222222222:role/ci"


@pytest.mark.parametrize(
    ("members", "step"),
    [
        ({"access_key": "AKIAIOSFODNN7EXAMPLE"}, "--access-key-id AKIAIOSFODNN7EXAMPLE --status"),
        ({}, "--user-name ann --access-key-id KEY --status Inactive"),
        ({"actor": "arn:aws:iam::111111111111:root"}, "Change the password of the root user"),
        ({"actor": ROLE}, "Revoke the active sessions of the role ci (account 222222222222)"),
        ({"actor": "i-0123456789abcdef0"}, "Move the instance i-0123456789abcdef0 into"),
        ({"actor": "cloudtrail.amazonaws.com"}, "Find out who cloudtrail.amazonaws.com is"),
        ({"actor": "", "access_key": "ASIAIOSFODNN7EXAMPLE"}, "Find whose access key ASIA"),
    ],
)
def test_who_acts_is_stopped(hit: MakeHit, members: dict[str, Any], step: str) -> None:
    assert step in advise([hit("a", **members)], {})[0]


def test_credentials_of_an_instance_stop_the_instance_too(hit: MakeHit) -> None:
    session = "arn:aws:sts::111111111111:assumed-role/ci/i-0123456789abcdef0"
    first, second = advise([hit("a", actor=ROLE, session=session)], {})
    assert "quarantine" in first
    assert "Revoke" in second


def test_the_gravest_rules_say_what_else(hit: MakeHit) -> None:
    rules = {
        "low": RuleWords("Low", "low", fix="Look."),
        "high": RuleWords("High", "high", fix="Start\n  it."),
        "none": RuleWords("None", "critical"),
    }
    steps = advise([hit("low", actor=""), hit("high", actor=""), hit("none", actor="")], rules)
    assert steps == ("Start it.", "Look.")


def test_a_name_is_a_word_of_the_command_and_nothing_else(hit: MakeHit) -> None:
    actor = "arn:aws:iam::111111111111:user/$(rm -rf ~)\n\x1b[2J"
    (step,) = advise([hit("a", actor=actor)], {})
    assert r"--user-name '$(rm -rf ~)\n\x1b[2J' --access-key-id" in step


def test_of_many_actors_the_first_are_named(hit: MakeHit) -> None:
    hits = [hit("a", n, actor=f"{ROLE}{n}") for n in range(MOST_ACTORS + 3)]
    steps = advise(hits, {})
    assert len(steps) == MOST_ACTORS + 1
    assert steps[-1] == "Do the same for 3 more principals of the timeline."
    assert advise([hit("a", actor="")], {}) == ()
