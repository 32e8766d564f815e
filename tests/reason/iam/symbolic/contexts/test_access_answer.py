"""Answers over all contexts: how wide they are, and how their examples are written."""

from typing import Any

import pytest

from ringwall.reason.iam.evaluation.evaluate import Decision
from ringwall.reason.iam.symbolic.contexts.access_answer import (
    NO_ACCESS,
    RANK,
    AccessAnswer,
    AccessVerdict,
    write_witness,
)


@pytest.mark.parametrize(
    ("verdict", "is_possible", "truth"),
    [("never", False, False), ("unknown", False, None), ("conditional", True, True),
     ("always", True, True)],
)  # fmt: skip
def test_a_verdict_says_whether_it_is_allowed_at_all(
    verdict: AccessVerdict, *, is_possible: bool, truth: bool | None
) -> None:
    answer = AccessAnswer(verdict, Decision("unknown"))
    assert (answer.is_possible, answer.truth) == (is_possible, truth)


def test_answers_go_from_never_to_always() -> None:
    order: list[AccessVerdict] = ["never", "unknown", "conditional", "always"]
    answers = [AccessAnswer(verdict, Decision("unknown")) for verdict in order]
    assert [answer.rank for answer in answers] == sorted(RANK.values()) == [0, 1, 2, 3]
    assert max(answers[::-1], key=lambda answer: answer.rank).verdict == "always"
    assert NO_ACCESS.rank == answers[0].rank


@pytest.mark.parametrize(
    ("witness", "expected"),
    [
        (None, {}),
        ({}, {}),
        ({"aws:sourceip": ()}, {}),
        ({"aws:sourceip": ("10.0.0.1",), "k:x": ()}, {"aws:sourceip": ["10.0.0.1"]}),
        ({"aws:tagkeys": ("a", "b")}, {"aws:tagkeys": ["a", "b"]}),
    ],
)
def test_keys_that_are_absent_are_not_written(witness: Any, expected: Any) -> None:
    assert write_witness(witness) == expected
