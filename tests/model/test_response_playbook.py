"""A response playbook: made of a function, found by rules, and strict about its options."""

from collections.abc import Iterator

import pytest

from ringwall.model.change import Change
from ringwall.model.response_playbook import HumanStep, ResponseOption, ResponsePlaybook
from ringwall.model.threat import Scene, Threat


def plan(_threat: Threat, _scene: Scene) -> Iterator[Change | HumanStep]:
    yield HumanStep("arn:x", "Look", "it is quiet")


BOOK = ResponsePlaybook(
    id="ec2.isolate_instance",
    title="Isolate",
    kinds=("instance",),
    plan=plan,
    doc="Isolate it.",
    writes=(),
    reads=(),
    risks=(),
    rollback="All of it.",
    answers=("ec2.instance_*", "guardduty.*:EC2/*"),
    options=(ResponseOption("memory", "Whether memory is captured.", "no", "yes|no"),),
)


@pytest.mark.parametrize(
    ("rule", "takes"),
    [
        ("ec2.instance_scans_ports", True),
        ("guardduty.CryptoCurrency:EC2/BitcoinTool.B", True),
        ("ec2.security_group_is_changed", False),
        ("EC2.instance_scans_ports", False),
    ],
)
def test_a_playbook_says_which_findings_it_answers(rule: str, *, takes: bool) -> None:
    assert BOOK.takes(rule) is takes


def test_options_are_checked_by_name_and_by_value() -> None:
    assert BOOK.find_flaw([("memory", "yes")]) == ""
    assert BOOK.find_flaw([("disk", "yes")]).endswith("has no option disk; it has: memory")
    assert "memory=perhaps: expected yes|no" in BOOK.find_flaw([("memory", "perhaps")])
    assert BOOK.find_flaw([("memory", "yes\n")]) != ""
