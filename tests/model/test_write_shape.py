"""What a write may be: each parameter of the shape that a playbook declares, and no other."""

from typing import Any

import pytest

from ringwall.model.change import Change, Probe, Write
from ringwall.model.write_shape import Shape, WriteShape, find_objection

ACCOUNT = "123456789012"


def objection(shape: dict[str, Shape], parameters: dict[str, Any]) -> str:
    change = Change(
        account_id=ACCOUNT,
        region="eu-west-1",
        resource="arn",
        write=Write("x.put", parameters),
        probe=Probe("x.get", {}, "x"),
        before=1,
        after=2,
        why="because",
        layer="data",
    )
    return find_objection(change, [WriteShape("x.put", shape), WriteShape("x.drop", {})])


CASES: list[tuple[Shape, list[Any], list[Any]]] = [
    ("a|b", ["a", "b"], ["ab", "c", "", "a\n", 1, None, ["a"], {"a": 1}]),
    (r"\w+", ["abc"], ["\u00e4", "a b"]),
    (r"arn:{region}:{account_id}", [f"arn:eu-west-1:{ACCOUNT}"], ["arn:eu-west-1:1", "arn::"]),
    (bool, [True, False], [1, 0, None, "true"]),
    (True, [True], [False, 1, "true"]),
    (range(22, 24), [22, 23], [24, 21, 22.0, "22", True]),
    (object, ["a", 1.5, None, {"a": []}], []),
    ({"a": object}, [{"a": 1}, {"a": {"b": None}}], [{}, {"b": 1}]),
    ({"a": bool}, [{"a": True}], [{}, {"a": 1}, {"a": True, "b": 1}, [], None]),
    ({"a?": bool}, [{"a": True}, {}], [{"a": None}, {"a?": True}]),
    (["a"], [[], ["a"], ["a", "a"], ("a",)], [["b"], ["a", "b"], "a", {"a": 1}, None]),
    ([{"a": ["x"]}], [[{"a": ["x"]}]], [[{"a": ["y"]}], [{"a": "x"}], [["x"]]]),
]


@pytest.mark.parametrize(("shape", "good", "bad"), CASES)
def test_a_value_has_its_shape_or_is_objected_to(
    shape: Shape, good: list[Any], bad: list[Any]
) -> None:
    for value in good:
        assert objection({"p": shape}, {"p": value}) == ""
    for value in bad:
        assert objection({"p": shape}, {"p": value}).startswith("x.put: p")


def test_an_objection_says_where() -> None:
    shape: dict[str, Shape] = {"p": [{"q?": {"r": "x"}}]}
    told = objection(shape, {"p": [{}, {"q": {"r": "y"}}]})
    assert told == "x.put: p[1].q.r is not what a playbook writes there"
    assert objection(shape, {"p": [{"s": 1}]}) == (
        "x.put: p[0].s is no parameter that a playbook writes"
    )


def test_a_call_may_have_several_shapes_and_one_must_fit() -> None:
    change = Change(
        account_id=ACCOUNT,
        region="eu-west-1",
        resource="arn",
        write=Write("x.put", {"b": True}),
        probe=Probe("x.get", {}, "x"),
        before=1,
        after=2,
        why="because",
        layer="data",
    )
    one, two = WriteShape("x.put", {"a": bool}), WriteShape("x.put", {"b": bool})
    assert find_objection(change, [one, two]) == ""
    assert find_objection(change, [one]) == "x.put: b is no parameter that a playbook writes"
    assert find_objection(change, []) == "x.put: no playbook makes this call"
