"""Rules: which finding starts which playbook, when and where."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from ringwall.model.finding import Finding
from ringwall.model.response_policy import ResponsePolicy, ResponseRule
from ringwall.model.threat import Threat
from ringwall.respond.rules import choose_threat, find_rule, takes

MONDAY = datetime(2026, 11, 30, 3, tzinfo=UTC)


def find(**more: Any) -> Finding:
    facts: dict[str, Any] = {
        "uid": "u",
        "rule": "guardduty.UnauthorizedAccess:EC2/TorClient",
        "title": "t",
        "severity": "high",
        "layer": "detection",
        "account_id": "111122223333",
        "region": "eu-west-1",
        "resources": ("arn:x",),
        "reason": "r",
        "first_seen": 0,
        "last_seen": 0,
    }
    return Finding(**(facts | more))


def rule(**more: Any) -> ResponseRule:
    return ResponseRule(**({"name": "r", "playbook": "ec2.isolate_instance"} | more))


def no_tags(_resource: str, _account: str) -> None:
    return None


@pytest.mark.parametrize(
    ("more", "taken"),
    [
        ({}, True),
        ({"findings": ("guardduty.*:EC2/*",)}, True),
        ({"findings": ("iam.*",)}, False),
        ({"severity": "high"}, True),
        ({"severity": "critical"}, False),
        ({"accounts": ("1111*",)}, True),
        ({"accounts": ("999999999999",)}, False),
        ({"hours": "18-07"}, True),
        ({"hours": "07-18"}, False),
        ({"hours": "03-04"}, True),
        ({"hours": "04-03"}, False),
        ({"weekdays": ("mon",)}, True),
        ({"weekdays": ("sat", "sun")}, False),
    ],
)
def test_a_rule_takes_what_it_says(more: dict[str, Any], *, taken: bool) -> None:
    assert takes(rule(**more), find(), MONDAY, no_tags) is taken


@pytest.mark.parametrize(
    ("tags", "taken"),
    [
        ({"env": "prod-1"}, True),
        ({"env": "dev"}, False),
        ({}, False),
        (None, False),  # not known
    ],
)
def test_a_rule_that_asks_for_tags_takes_nothing_unknown(
    tags: Mapping[str, str] | None, *, taken: bool
) -> None:
    assert takes(rule(tags={"env": "prod*"}), find(), MONDAY, lambda *_: tags) is taken


def test_the_first_rule_holds() -> None:
    rules = (rule(name="a", severity="critical"), rule(name="b"), rule(name="c"))
    found = find_rule(ResponsePolicy(rules=rules), find(), MONDAY, no_tags)
    assert found is not None
    assert found.name == "b"
    assert find_rule(ResponsePolicy(), find(), MONDAY, no_tags) is None


@pytest.mark.parametrize("hours", ["7-18", "24-01", "03-25", "03:00"])
def test_hours_have_a_form(hours: str) -> None:
    text = f'[[rules]]\nname = "r"\nplaybook = "x"\nhours = "{hours}"'
    with pytest.raises(msgspec.ValidationError, match="hours"):
        msgspec.toml.decode(text.encode(), type=ResponsePolicy)


ROLE = "arn:aws:iam::999999999999:role/deploy"
HERE = "arn:aws:iam::111122223333:role/web"


def threat(resource: str, kind: Any = "role") -> Threat:
    return Threat(
        kind=kind,
        account_id=resource.split(":")[4],
        region="global",
        resource=resource,
        case="",
    )


def test_a_rule_starts_nothing_in_an_account_that_is_not_its_own() -> None:
    named = (threat("arn:aws:sts::1:x", "session"), threat(ROLE), threat(HERE))
    own = rule(accounts=("111122223333",))
    assert choose_threat(own, ("role",), named, no_tags) == (named[2], "")
    assert choose_threat(rule(), ("role",), named, no_tags) == (named[1], "")
    taken, why = choose_threat(own, ("role",), named[:2], no_tags)
    assert (taken, why) == (None, "names no role of the rule's accounts and tags")
    assert choose_threat(own, ("user", "bucket"), named, no_tags) == (
        None,
        "names no user or bucket",
    )


def test_a_rule_starts_nothing_about_what_lacks_its_tags() -> None:
    tags = {HERE: {"env": "dev"}, ROLE: {"env": "prod"}}
    dev = rule(tags={"env": "dev"})
    found = choose_threat(dev, ("role",), (threat(ROLE), threat(HERE)), lambda arn, _: tags[arn])
    assert found == (threat(HERE), "")
    assert choose_threat(dev, ("role",), (threat(HERE),), no_tags)[0] is None
