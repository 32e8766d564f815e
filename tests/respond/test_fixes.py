"""Findings to Changes: each by its playbook, none twice, and a reason where there is none."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from ringwall.model.change import Cause, Change, Probe, Write
from ringwall.model.errors import AccessDenied, NeedsHuman
from ringwall.model.finding import Finding, Remediation
from ringwall.model.playbook import Playbook
from ringwall.model.table import Reader
from ringwall.respond.fixes import plan_fixes

READER: Any = object()


def find(rule: str, resource: str = "arn:x", **other: Any) -> Finding:
    facts: dict[str, Any] = {
        "uid": f"{rule}/{resource}",
        "rule": rule,
        "title": rule,
        "severity": "high",
        "layer": "data",
        "account_id": "111122223333",
        "region": "eu-west-1",
        "resources": (resource,),
        "reason": "seen",
        "first_seen": 0,
        "last_seen": 0,
    }
    return Finding(**(facts | other))


def change(name: str, resource: str = "arn:x") -> Change:
    return Change(
        account_id="111122223333",
        region="eu-west-1",
        resource=resource,
        write=Write("s3.put_it", {"Name": name}),
        probe=Probe("s3.get_it", {}, "It"),
        before=1,
        after=2,
        why="because",
        layer="data",
    )


def book(rule: str, *changes: Change, problem: Exception | None = None) -> Playbook:
    def plan(_finding: Finding, _reader: Reader) -> Iterator[Change]:
        yield from changes
        if problem:
            raise problem

    return Playbook(f"{rule}.book", (rule,), plan, "A playbook.", ())


def readers(*_: str) -> Any:
    return READER


def test_changes_come_in_the_order_of_the_findings_and_name_them() -> None:
    books = [book("a.b", change("1"), change("2")), book("c.d", change("3"))]
    plan = plan_fixes([find("c.d"), find("a.b")], books, readers)
    told = [(one.write.parameters["Name"], one.cause) for one in plan.changes]
    assert told == [
        ("3", Cause("finding", "c.d/arn:x")),
        ("1", Cause("finding", "a.b/arn:x")),
        ("2", Cause("finding", "a.b/arn:x")),
    ]
    assert plan.skipped == ()


def test_what_two_findings_ask_for_is_planned_once() -> None:
    books = [book("a.b", change("1")), book("c.d", change("1"))]
    plan = plan_fixes([find("a.b"), find("c.d")], books, readers)
    assert [one.cause for one in plan.changes] == [Cause("finding", "a.b/arn:x")]
    assert plan.skipped == ()


def test_what_is_deleted_is_not_changed_as_well() -> None:
    """A default VPC goes with its subnets: one of them has a finding of its own."""
    subnet, other = ("arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-1", "arn:x/subnet-2")
    removal = replace(change("v", "arn:x/vpc-1"), before="subnet-1", after=None)
    books = (book("vpc", removal), book("subnet", change("s", subnet), change("t", other)))
    for order in (("vpc", "subnet"), ("subnet", "vpc")):
        plan = plan_fixes(map(find, order), books, readers)
        assert {each.write.parameters["Name"] for each in plan.changes} == {"v", "t"}
        assert plan.skipped == ((subnet, "nothing to do: another change of this plan deletes it"),)


def test_every_finding_without_a_change_has_a_reason() -> None:
    books = [
        book("human.only", problem=NeedsHuman("a human must")),
        book("denied.read", problem=AccessDenied("may not look", "AccessDenied")),
        book("half.way", change("1"), problem=NeedsHuman("the rest is yours")),
        book("good.now"),
    ]
    findings = [
        find("human.only"),
        find("denied.read"),
        find("half.way"),
        find("good.now"),
        find("no.book", remediation=Remediation("Ask Ann.")),
        find("human.only", answer="unknown", reason="not collected"),
    ]
    plan = plan_fixes(findings, books, readers)
    assert plan.changes == ()
    assert [reason for _, reason in plan.skipped] == [
        "a human must",
        "may not look",
        "the rest is yours",
        "good.now: nothing to do: it is fixed already",
        "no playbook fixes no.book: Ask Ann.",
        "human.only: it is not known whether this fails: not collected",
    ]


def test_a_control_that_no_call_fixes_says_why_and_what_to_do() -> None:
    finding = find("rds.instance_is_encrypted", remediation=Remediation("Copy it."))
    ((_, reason),) = plan_fixes([finding], [], readers).skipped
    assert reason.startswith(
        "no playbook fixes rds.instance_is_encrypted: A database cannot be encrypted in place"
    )
    assert reason.endswith(". Copy it.")


def test_a_finding_of_no_region_is_read_at_home() -> None:
    asked: list[tuple[str, ...]] = []

    def note(*place: str) -> Any:
        asked.append(place)
        return READER

    findings = [find("a.b", region="global"), find("a.b", region="us-west-2")]
    plan_fixes(findings, [book("a.b", change("1"))], note, "eu-north-1")
    assert asked == [("111122223333", "eu-north-1"), ("111122223333", "us-west-2")]


def test_an_account_that_cannot_be_entered_is_a_reason() -> None:
    def refuse(*_: str) -> Any:
        raise AccessDenied("no role leads there", "AccessDenied")

    plan = plan_fixes([find("a.b")], [book("a.b", change("1"))], refuse)
    assert plan.skipped == (("arn:x", "no role leads there"),)


@pytest.mark.parametrize("problem", [KeyError("Rules"), TypeError("None"), AttributeError("get")])
def test_an_answer_without_its_members_is_no_state_to_change(problem: Exception) -> None:
    books = [book("a.b", problem=problem), book("c.d", change("other"))]
    plan = plan_fixes([find("a.b"), find("c.d")], books, readers)
    assert [planned.write.parameters for planned in plan.changes] == [{"Name": "other"}]
    ((resource, reason),) = plan.skipped
    assert resource == "arn:x"
    assert reason.startswith("a.b: AWS's answer cannot be read: ")
