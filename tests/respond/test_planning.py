"""A threat to a plan: Changes of the case, steps for people, and a reason where it ends early."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from ringwall.model.change import Cause, Change, Probe, Write
from ringwall.model.errors import AccessDenied, BadInput, NeedsHuman
from ringwall.model.response_playbook import HumanStep, ResponseOption, ResponsePlaybook
from ringwall.model.threat import Scene, Threat
from ringwall.respond.planning import find_playbooks, plan_response

THREAT = Threat("instance", "111122223333", "eu-west-1", "arn:x", "CASE-20261201-abcdef")


def change(name: str) -> Change:
    return Change(
        account_id="111122223333",
        region="eu-west-1",
        resource="arn:x",
        write=Write("s3.put_it", {"Name": name}),
        probe=Probe("s3.get_it", {}, "It"),
        before=1,
        after=2,
        why="because",
        layer="response",
    )


def book(*items: Change | HumanStep, problem: Exception | None = None) -> ResponsePlaybook:
    def plan(_threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
        yield from items
        if problem:
            raise problem
        if scene.options.get("memory") == "yes":
            yield HumanStep("arn:x", "Fetch the memory", "it was asked for")

    memory = ResponseOption("memory", "Whether memory is captured.", "no", "yes|no")
    return ResponsePlaybook(
        id="ec2.isolate",
        title="Isolate",
        kinds=("instance",),
        plan=plan,
        doc="Isolate it.",
        writes=(),
        reads=(),
        risks=(),
        rollback="All.",
        answers=("ec2.*",),
        options=(memory,),
    )


def scene(**options: str) -> Scene:
    reader: Any = object()
    return Scene(lambda *_: reader, datetime.now(UTC), options=options)


def test_changes_are_of_the_case_and_each_is_planned_once() -> None:
    planned = plan_response(book(change("1"), change("2"), change("1")), THREAT, scene())
    assert [one.write.parameters["Name"] for one in planned.changes] == ["1", "2"]
    assert {one.cause for one in planned.changes} == {Cause("case", THREAT.case)}
    assert planned.steps == ()
    assert planned.problem == ""


def test_what_a_person_has_to_do_is_told_beside_the_changes() -> None:
    step = HumanStep("arn:x", "Call the owner", "only they know")
    planned = plan_response(book(step, change("1")), THREAT, scene())
    assert planned.steps == (step,)
    assert len(planned.changes) == 1
    left = plan_response(book(change("1"), problem=NeedsHuman("a person must")), THREAT, scene())
    assert [one.what for one in left.steps] == ["a person must"]
    assert len(left.changes) == 1


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (AccessDenied("may not look", "AccessDenied"), "may not look"),
        (KeyError("Rules"), "AWS's answer cannot be read: KeyError('Rules')"),
        (TypeError("None"), "AWS's answer cannot be read"),
    ],
)
def test_what_was_planned_before_a_problem_stands(problem: Exception, told: str) -> None:
    planned = plan_response(book(change("1"), problem=problem), THREAT, scene())
    assert told in planned.problem
    assert len(planned.changes) == 1


def test_options_have_defaults_and_are_checked() -> None:
    assert plan_response(book(), THREAT, scene()).steps == ()
    assert len(plan_response(book(), THREAT, scene(memory="yes")).steps) == 1
    with pytest.raises(BadInput, match="memory=maybe"):
        plan_response(book(), THREAT, scene(memory="maybe"))


def test_a_threat_of_another_kind_is_refused() -> None:
    with pytest.raises(BadInput, match="another kind of resource"):
        plan_response(book(), replace(THREAT, kind="bucket"), scene())


def test_playbooks_are_found_by_rule_and_kind() -> None:
    books = [replace(book(), id="b.b"), book(), replace(book(), answers=("s3.*",))]
    found = find_playbooks(books, "ec2.instance_scans_ports", ["instance", "role"])
    assert [one.id for one in found] == ["b.b", "ec2.isolate"]
    assert find_playbooks(books, "ec2.instance_scans_ports", ["bucket"]) == []
