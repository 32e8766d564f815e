"""Lines of a plan as verdicts, and what becomes of those that are gone."""

from typing import Any

import pytest

from ringwall.plan.reconciliation.drift import DRIFT, DriftAnswers, find_drift


def test_each_line_is_a_failure_of_its_own(desk: Any) -> None:
    wanted = desk.want("desk_drawer", label="x", color="red\x1b", locked=True)
    new = desk.want("desk_drawer", "new", label="new")
    plan = desk.plan(wanted, new, desk_drawer=[desk.drawer(owner="acme/x")])
    color, locked, creation = sorted(
        find_drift("firm", plan), key=lambda verdict: (verdict.resource, verdict.subject)
    )
    arn = desk.drawer()["arn"]
    assert (color.rule, color.resource, locked.resource) == (DRIFT.id, arn, arn)
    assert (color.answer, color.account_id, color.region) == ("fail", "222222222222", "eu-west-1")
    assert color.reason == f'{wanted.key}: color "" -> "red\\u001b" (blueprint firm)'
    assert color.layer == "detection"
    assert color.evidence == {"blueprint": "firm", "row": str(wanted.key), "property": "color"}
    assert color.subject != locked.subject
    # What is not there yet has no ARN.
    assert (creation.resource, creation.reason) == (
        str(new.key),
        f"{new.key}: is created (blueprint firm)",
    )


@pytest.mark.parametrize(
    ("blueprint", "row", "is_whole", "answer"),
    [
        ("firm", "wanted", False, "pass"),
        ("firm", "unplanned", True, "unknown"),
        ("firm", "gone", True, None),
        ("firm", "gone", False, "unknown"),
        ("other", "wanted", True, "unknown"),
        ("other", "gone", True, "unknown"),
    ],
)
def test_drift_ends_where_its_row_is_well_or_not_wanted(
    blueprint: str, row: str, answer: Any, *, is_whole: bool
) -> None:
    wanted, unplanned = frozenset({"wanted", "unplanned"}), frozenset({"unplanned"})
    answers = DriftAnswers("firm", wanted, unplanned, is_whole=is_whole)
    assert answers.judge({"blueprint": blueprint, "row": row}) == answer


def test_a_finding_without_evidence_is_left_as_it_is() -> None:
    answers = DriftAnswers("firm", frozenset(), frozenset(), is_whole=True)
    assert answers.judge({}) == "unknown"
