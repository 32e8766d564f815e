"""A Change keeps its id, and its undo leads back to it."""

from dataclasses import replace
from typing import Any

import pytest

from ringwall.model.change import Cause, Change, Plan, Probe, Write


def plan(parameters: Any = None, **other: Any) -> Change:
    members: dict[str, Any] = {
        "account_id": "111122223333",
        "region": "eu-west-1",
        "resource": "arn:aws:s3:::logs",
        "write": Write("s3.put_it", parameters or {"Bucket": "logs", "On": True}),
        "probe": Probe("s3.get_it", {"Bucket": "logs"}, "On"),
        "before": False,
        "after": True,
        "why": "because",
        "layer": "data",
        "undo": Write("s3.put_it", {"Bucket": "logs", "On": False}),
    }
    return Change(**(members | other))


def test_the_same_write_has_the_same_id_whenever_it_is_planned() -> None:
    turned = plan({"On": True, "Bucket": "logs"})
    later = plan(before=None, why="another reason", cause=Cause("finding", "f"), resource="arn:b")
    assert plan().id == turned.id == later.id
    assert len(plan().id) == 16


@pytest.mark.parametrize(
    "other",
    [
        {"account_id": "444455556666"},
        {"region": "eu-north-1"},
        {"write": Write("s3.delete_it", {"Bucket": "logs", "On": True})},
        {"write": Write("s3.put_it", {"Bucket": "logs", "On": None})},
    ],
    ids=["account", "region", "operation", "parameters"],
)
def test_another_write_has_another_id(other: dict[str, Any]) -> None:
    assert plan(**other).id != plan().id


def test_an_id_stays_when_references_are_filled_in() -> None:
    change = plan({"Volume": {"$read": "a.id"}})
    filled = replace(change, write=Write("s3.put_it", {"Volume": "vol-1"}))
    assert filled.id == change.id


def test_an_undo_swaps_the_writes_and_the_states() -> None:
    change = plan(cause=Cause("section", "data"))
    back = change.reversed()
    assert (back.write, back.undo) == (change.undo, change.write)
    assert (back.before, back.after) == (True, False)
    assert back.why == "undo: because"
    assert back.cause == change.cause
    assert back.id == f"undo-{change.id}"


def test_the_undo_of_an_undo_is_the_change_again() -> None:
    change = plan()
    again = change.reversed().reversed()
    assert (again.id, again.write, again.before, again.after) == (
        change.id,
        change.write,
        change.before,
        change.after,
    )


def test_two_changes_with_the_same_undo_are_undone_by_two() -> None:
    same = Write("s3.delete_it", {"Bucket": "logs"})
    pair = plan(undo=same), plan({"Bucket": "logs", "On": None}, undo=same)
    assert len({change.reversed().id for change in pair}) == 2


def test_what_has_no_undo_says_so() -> None:
    with pytest.raises(ValueError, match=r"s3\.put_it on arn:aws:s3:::logs has no undo"):
        plan(undo=None).reversed()


def test_a_plan_may_skip_nothing() -> None:
    assert Plan((plan(),)).skipped == ()


def test_the_same_write_in_two_accounts_to_come_has_two_ids() -> None:
    pair = [plan(account_id="", account={"$read": f"{name}.id"}) for name in ("a", "b")]
    assert len({change.id for change in pair}) == 2
