"""How far a case is contained: by every playbook that was planned for it, or by some."""

from typing import Any

import pytest

from ringwall.model.case import CaseEvent
from ringwall.respond.containment import find_containment

FIRST, SECOND = "ec2.isolate_instance", "iam.contain_role"


def plan(playbook: str, hash_: str, stage: str = "contain", problem: str = "") -> Any:
    changes = [{"stage": "prepare"}, {"stage": stage}]
    threat = {"resource": f"arn:{playbook}"}
    told = {"playbook": playbook, "plan": hash_, "threat": threat, "changes": changes}
    return "planned", {**told, "problem": problem}


def start(run: str, hash_: str) -> Any:
    return "started", {"run": run, "plan": hash_}


def contain(run: str) -> Any:
    return "contained", {"run": run}


def undo(run: str) -> Any:
    return "undone", {"run": run, "is_clean": True}


BOTH = [plan(FIRST, "a"), start("1", "a"), contain("1"), plan(SECOND, "b"), start("2", "b")]


@pytest.mark.parametrize(
    ("events", "status", "at", "left"),
    [
        ([], "open", 0, ()),
        ([plan(FIRST, "a")], "open", 0, (FIRST,)),
        (BOTH[:3], "contained", 3, ()),
        (BOTH[:4], "partly_contained", 0, (SECOND,)),
        (BOTH, "partly_contained", 0, (SECOND,)),
        ([*BOTH, contain("2")], "contained", 6, ()),
        ([*BOTH[:4], ("denied", {"plan": "b"})], "contained", 3, ()),
        ([*BOTH[:3], plan(SECOND, "b", "collect")], "contained", 3, ()),
        ([plan(FIRST, "a", problem="AWS"), *BOTH[1:3]], "partly_contained", 0, (FIRST,)),
        ([plan(FIRST, "z"), *BOTH[:3]], "contained", 4, ()),
        ([*BOTH, contain("2"), undo("2")], "partly_contained", 0, ()),
        ([*BOTH, contain("2"), undo("2"), undo("1")], "open", 0, ()),
        ([*BOTH[:3], plan(FIRST, "c")], "partly_contained", 0, (FIRST,)),
    ],
)
def test_a_case_is_contained_by_all_that_was_planned(
    events: list[Any], status: str, at: int, left: tuple[str, ...]
) -> None:
    told = [
        CaseEvent("CASE-1", number, number, kind, "ann", body, "")
        for number, (kind, body) in enumerate(events, 1)
    ]
    found = find_containment(told)
    assert (found.status, found.at, found.outstanding) == (status, at, left)
