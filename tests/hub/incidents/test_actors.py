"""Who acted, in words."""

from collections.abc import Callable
from typing import Any

import pytest

from ringwall.hub.incidents.actors import describe_actor, find_main_actor
from ringwall.model.detection import Hit

MakeHit = Callable[..., Hit]
ACCOUNT = "111111111111"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/path/ci"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/ci/build-7"


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({}, "user ann"),
        ({"access_key": "AKIAIOSFODNN7EXAMPLE"}, "access key of user ann"),
        ({"access_key": "ASIAIOSFODNN7EXAMPLE"}, "user ann"),
        ({"actor": f"arn:aws:iam::{ACCOUNT}:root"}, f"root user of account {ACCOUNT}"),
        ({"actor": ROLE}, "role ci"),
        ({"actor": ROLE, "session": SESSION}, "session build-7 of role ci"),
        ({"actor": SESSION}, "session build-7 of role ci"),
        ({"actor": "i-0123456789abcdef0"}, "instance i-0123456789abcdef0"),
        ({"actor": f"arn:aws:ec2:eu-west-1:{ACCOUNT}:instance/i-1"}, "instance i-1"),
        ({"actor": "cloudtrail.amazonaws.com"}, "cloudtrail.amazonaws.com"),
        ({"actor": f"arn:aws-cn:eks:cn-north-1:{ACCOUNT}:cluster/a"}, "a"),
        ({"actor": "", "access_key": "AKIAIOSFODNN7EXAMPLE"}, "access key AKIAIOSFODNN7EXAMPLE"),
        ({"actor": "", "address": "198.51.100.1"}, "somebody from 198.51.100.1"),
        ({"actor": ""}, "somebody"),
        ({"actor": "arn:"}, "arn:"),
    ],
)
def test_an_actor_is_named(hit: MakeHit, members: dict[str, Any], words: str) -> None:
    assert describe_actor([hit("a", **members)]).words == words


def test_a_role_with_several_sessions_is_the_role(hit: MakeHit) -> None:
    hits = [hit("a", actor=ROLE, session=f"{SESSION}{number}") for number in range(2)]
    assert describe_actor(hits).words == "role ci"


def test_who_did_the_gravest_is_the_main_actor(hit: MakeHit) -> None:
    hits = [hit("low"), hit("low", 1), hit("critical", 2, actor=ROLE), hit("low", 3, actor="")]
    severities: Any = {"low": "low", "critical": "critical"}
    assert find_main_actor(hits, severities).arn == ROLE
    assert find_main_actor(hits, {}).name == "ann"
    assert find_main_actor(hits[-1:], {}).kind == "unknown"
