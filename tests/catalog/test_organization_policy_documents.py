"""Documents of organization policies: filled in, tidied, measured."""

from typing import Any

import pytest

from ringwall.catalog.organizations.policy_document import fill_document, measure_document
from ringwall.model.blueprint.wanted import GLOBAL, Join, Ref, RowKey

ID = Ref(RowKey("m", GLOBAL, "organizations_organization", "organization"), "id")


@pytest.mark.parametrize(
    ("document", "filled"),
    [
        ("{one}", "x"),
        ({"a": ["{many}"]}, {"a": ["y", "z"]}),
        ({"a": ["arn:{one}:{many}", "b"]}, {"a": ["arn:x:y", "arn:x:z", "b"]}),
        ({"a": "{none}"}, {"a": []}),
        ("${aws:userid}", "${aws:userid}"),
        ("{id}", ID),
        ("a/{id}/b", Join(("a/", ID, "/b"))),
        ([1, True], [1, True]),
    ],
)
def test_names_give_way_to_values(document: Any, filled: Any) -> None:
    values = {"one": "x", "many": ("y", "z"), "none": (), "id": ID}
    assert fill_document(document, values) == filled


def test_a_name_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="other"):
        fill_document({"a": ["{other}"]}, {})


def _statement(**more: Any) -> dict[str, Any]:
    return {"Effect": "Deny", "Action": "s3:*", "Resource": "*"} | more


@pytest.mark.parametrize(
    ("statement", "kept"),
    [
        (_statement(Resource=["{none}"]), None),
        (_statement(Action=["{none}"]), None),
        (_statement(Condition={"StringLike": {"a": ["{none}"]}}), None),
        (_statement(Condition={"StringNotLike": {"a": ["{none}"]}}), _statement()),
        (
            _statement(Condition={"StringNotLike": {"a": ["{none}"], "b": "c"}}),
            _statement(Condition={"StringNotLike": {"b": "c"}}),
        ),
        (
            _statement(Condition={"StringNotLike": {"a": ["{none}"]}, "Bool": {"b": "true"}}),
            _statement(Condition={"Bool": {"b": "true"}}),
        ),
    ],
)
def test_what_matches_nothing_is_left_out(statement: Any, kept: Any) -> None:
    filled = fill_document({"Statement": [statement]}, {"none": ()})
    assert filled["Statement"] == ([kept] if kept else [])


def test_white_space_is_not_measured_and_open_ids_are_as_long_as_they_can_be() -> None:
    assert measure_document({"a": ["b", "c"]}) == len('{"a":["b","c"]}')
    assert measure_document([ID]) == len('["o-"]') + 32
    account = Ref(RowKey("m", GLOBAL, "organizations_account", "logs"), "id")
    assert measure_document([Join(("x", account))]) == len('["x"]') + 12
