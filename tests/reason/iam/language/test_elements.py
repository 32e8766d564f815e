"""Principal and Condition elements read from JSON, and what is wrong with them."""

from typing import Any

import pytest

from ringwall.reason.iam.language.document import Document, read_document
from ringwall.reason.iam.language.elements import EVERYONE, parse_conditions, parse_principals
from ringwall.reason.iam.language.policy import PrincipalName, Principals
from ringwall.reason.iam.language.problem import ProblemLog

ANN = "arn:aws:iam::111122223333:user/ann"
CANONICAL = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"


def principals(item: dict[str, Any]) -> tuple[Principals | None, list[tuple[str, str]]]:
    """Return what a statement names, and the codes and paths of its problems."""
    log = ProblemLog(Document(item))
    found = parse_principals(item, log, ())
    return found, [(problem.code, problem.path) for problem in log.found]


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("*", [EVERYONE]),
        ({"AWS": "*"}, [EVERYONE]),
        ({"AWS": ["*", ANN]}, [EVERYONE, PrincipalName("AWS", ANN)]),
        ({"AWS": "111122223333"}, [PrincipalName("AWS", "111122223333")]),
        ({"Service": "ec2.amazonaws.com"}, [PrincipalName("Service", "ec2.amazonaws.com")]),
        ({"Federated": "accounts.google.com"}, [PrincipalName("Federated", "accounts.google.com")]),
        ({"CanonicalUser": CANONICAL}, [PrincipalName("CanonicalUser", CANONICAL)]),
        ({"Service": "*"}, [PrincipalName("Service", "*")]),
        (
            {"AWS": ANN, "Service": ["a.amazonaws.com", "b.amazonaws.com"]},
            [
                PrincipalName("AWS", ANN),
                PrincipalName("Service", "a.amazonaws.com"),
                PrincipalName("Service", "b.amazonaws.com"),
            ],
        ),
        ({}, []),
        ({"AWS": []}, []),
    ],
)
@pytest.mark.parametrize("element", ["Principal", "NotPrincipal"])
def test_principals_are_read_by_type(element: str, value: Any, names: list[PrincipalName]) -> None:
    expected = Principals(tuple(names), negated=element == "NotPrincipal")
    assert principals({element: value}) == (expected, [])


def test_a_statement_need_not_have_a_principal() -> None:
    assert principals({"Action": "*"}) == (None, [])


@pytest.mark.parametrize(
    ("item", "problems"),
    [
        ({"Principal": ANN}, [("bad_principal", "Principal")]),
        ({"Principal": [ANN]}, [("bad_principal", "Principal")]),
        ({"Principal": None}, [("bad_principal", "Principal")]),
        ({"Principal": {"aws": ANN}}, [("bad_principal", "Principal.aws")]),
        ({"Principal": {"AWS": 5}}, [("not_text", "Principal.AWS")]),
        ({"NotPrincipal": {"AWS": [ANN, {}]}}, [("not_text", "NotPrincipal.AWS[1]")]),
        (
            {"Principal": {"AWS": "arn:aws:iam::111122223333:user/*"}},
            [("principal_wildcard", "Principal.AWS")],
        ),
        ({"Principal": "*", "NotPrincipal": "*"}, [("both_elements", "NotPrincipal")]),
    ],
)
def test_what_is_wrong_with_a_principal_is_named(
    item: dict[str, Any], problems: list[tuple[str, str]]
) -> None:
    assert principals(item)[1] == problems


def test_a_wildcard_in_a_service_name_is_left_to_aws() -> None:
    assert principals({"Principal": {"Service": "*.amazonaws.com"}})[1] == []


def conditions(block: Any) -> tuple[list[tuple[str, str, tuple[str, ...]]], list[str]]:
    """Return operators, keys and values of a Condition, and the codes of its problems."""
    item = {"Condition": block}
    log = ProblemLog(Document(item))
    found = parse_conditions(item, log, ())
    read = [(c.operator.name, c.key, c.values) for c in found]
    return read, [problem.code for problem in log.found]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ({}, []),
        ({"StringEquals": {"aws:Username": "ann"}}, [("StringEquals", "aws:username", ("ann",))]),
        ({"stringequals": {"k": ["a", "b"]}}, [("StringEquals", "k", ("a", "b"))]),
        ({"Bool": {"k": True}}, [("Bool", "k", ("true",))]),
        ({"NumericLessThan": {"k": [1, 2.5]}}, [("NumericLessThan", "k", ("1", "2.5"))]),
        (
            {"Null": {"k": "true"}, "ForAllValues:StringLike": {"k": "a*", "L": "b"}},
            [
                ("Null", "k", ("true",)),
                ("ForAllValues:StringLike", "k", ("a*",)),
                ("ForAllValues:StringLike", "l", ("b",)),
            ],
        ),
    ],
)
def test_conditions_are_read_in_order(block: Any, expected: Any) -> None:
    assert conditions(block) == (expected, [])


@pytest.mark.parametrize(
    ("block", "codes"),
    [
        ([], ["not_an_object"]),
        ("x", ["not_an_object"]),
        ({"Bool": []}, ["not_an_object"]),
        ({"Bool": {}}, ["empty_condition"]),
        ({"Bool": {"k": []}}, ["empty_condition"]),
        ({"Bool": {"k": None}}, ["not_text", "empty_condition"]),
        ({"Bool": {"k": [{}, "true"]}}, ["not_text"]),
        ({"Equals": {"k": "v"}}, ["unknown_operator"]),
        ({"Bool": "x", "Equals": {"k": "v"}}, ["not_an_object", "unknown_operator"]),
    ],
)
def test_what_is_wrong_with_a_condition_is_named(block: Any, codes: list[str]) -> None:
    assert conditions(block)[1] == codes


@pytest.mark.parametrize(
    ("name", "hint"),
    [("StringEqual", "; did you mean StringEquals?"), ("ForAnyValue:Bol", "; did you mean Bool?"),
     ("Zzz", "")],
)  # fmt: skip
def test_an_unknown_operator_is_answered_with_the_nearest(name: str, hint: str) -> None:
    item = {"Condition": {name: {"k": "v"}}}
    log = ProblemLog(Document(item))
    (condition,) = parse_conditions(item, log, ())
    assert condition.operator.family == "unknown"
    assert [p.message for p in log.found] == [f"unknown condition operator: {name}{hint}"]
    assert not log.is_unreadable


def test_a_condition_has_the_position_of_its_key() -> None:
    document = read_document('{"Condition":\n {"Bool":\n  {"k": true}}}')
    (condition,) = parse_conditions(document.value, ProblemLog(document), ())
    assert str(condition.position) == "3:4"
