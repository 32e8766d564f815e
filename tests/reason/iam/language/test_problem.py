"""Problems: how they are written, and which of them make a policy's meaning uncertain."""

from typing import Any

import pytest

from ringwall.reason.iam.language.document import NO_POSITION, SourcePosition, read_document
from ringwall.reason.iam.language.problem import Problem, ProblemLog, write_path

TEXT = '{"Statement": [\n  {"Action": 5}]}'


def log() -> ProblemLog:
    return ProblemLog(read_document(TEXT))


@pytest.mark.parametrize(
    ("path", "position", "expected"),
    [
        ("Statement[0].Sid", SourcePosition(2, 3), "2:3: Statement[0].Sid: error: m"),
        ("Statement[0].Sid", NO_POSITION, "Statement[0].Sid: error: m"),
        ("", SourcePosition(1, 1), "1:1: error: m"),
        ("", NO_POSITION, "m"),
    ],
)
def test_a_problem_is_one_line(path: str, position: SourcePosition, expected: str) -> None:
    assert str(Problem("error", "code", "m", path, position)) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((), ""),
        (("Version",), "Version"),
        (("Statement", 0), "Statement[0]"),
        (("Statement", 0, "Condition", "Bool", "aws:x"), "Statement[0].Condition.Bool.aws:x"),
        ((2, "Sid"), "[2].Sid"),
    ],
)
def test_a_path_is_written_as_text(path: tuple[str | int, ...], expected: str) -> None:
    assert write_path(path) == expected


def test_a_problem_has_the_position_of_its_path() -> None:
    found = log()
    found.add("warning", "odd", "it is odd", ("Statement", 0, "Action"))
    (problem,) = found.found
    assert (problem.severity, problem.code, problem.message) == ("warning", "odd", "it is odd")
    assert (problem.path, str(problem.position)) == ("Statement[0].Action", "2:4")


def test_only_a_rejection_makes_the_meaning_uncertain() -> None:
    found = log()
    found.add("error", "duplicate_sid", "twice", ())
    assert not found.is_unreadable
    found.reject("bad_effect", "no effect", ())
    assert found.is_unreadable
    assert [problem.severity for problem in found.found] == ["error", "error"]


@pytest.mark.parametrize(
    ("value", "texts", "messages"),
    [
        ("a", ("a",), []),
        (["a", "b"], ("a", "b"), []),
        (("a",), ("a",), []),
        ([], (), []),
        (5, ("",), ["Action must be a string"]),
        ({"a": 1}, ("",), ["Action must be a string"]),
        (["a", None, 1], ("a", "", ""), ["each Action must be a string"] * 2),
    ],
)
def test_an_element_takes_a_string_or_a_list_of_strings(
    value: Any, texts: tuple[str, ...], messages: list[str]
) -> None:
    found = log()
    assert found.texts(value, "Action", ("Statement", 0, "Action")) == texts
    assert [problem.message for problem in found.found] == messages
    assert found.is_unreadable is bool(messages)


def test_a_value_of_a_list_is_named_by_its_place_in_it() -> None:
    found = log()
    found.texts(["a", 1], "Action", ("Statement", 0, "Action"))
    assert [problem.path for problem in found.found] == ["Statement[0].Action[1]"]


@pytest.mark.parametrize(
    ("item", "is_rejected"),
    [
        ({"Action": "a"}, False),
        ({"NotAction": "a"}, False),
        ({}, False),
        ({"Action": "a", "NotAction": "b"}, True),
    ],
)
def test_an_element_and_its_negation_exclude_each_other(
    item: dict[str, str], *, is_rejected: bool
) -> None:
    found = log()
    found.check_exclusive(item, "Action", "NotAction", ())
    assert found.is_unreadable is is_rejected
