"""References are found wherever they stand, and what is put together waits for all of them."""

from typing import Any

import pytest

from ringwall.model.reference import (
    Reference,
    fill,
    fill_files,
    find_references,
    tell_references,
    write_json,
)

DOCUMENT: dict[str, Any] = {
    "Bucket": {"$read": "made.name"},
    "Policy": {"$json": {"Resource": [{"$text": [{"$read": "made.arn"}, "/*"]}], "On": True}},
    "Old": [{"$before": "On"}, {"Deep": {"$answer": "Id"}}],
    "Plain": {"$read": "a", "and": "b"},
}
FOUND: dict[str, Any] = {"made.name": "logs", "made.arn": "arn:é", "On": False, "Id": 7}


def test_references_are_resolved_and_texts_are_made_of_them() -> None:
    assert fill(DOCUMENT, lambda reference: FOUND[reference.name]) == {
        "Bucket": "logs",
        "Policy": '{"Resource":["arn:é/*"],"On":true}',
        "Old": [False, {"Deep": 7}],
        "Plain": {"$read": "a", "and": "b"},
    }


def test_what_is_not_known_yet_stays_as_it_is() -> None:
    def resolve(reference: Reference) -> Any:
        known = reference.name in ("made.name", "On")
        return FOUND[reference.name] if known else reference.as_document()

    filled = fill(DOCUMENT, resolve)
    assert filled == {**DOCUMENT, "Bucket": "logs", "Old": [False, DOCUMENT["Old"][1]]}


def test_references_are_found_in_order() -> None:
    assert list(find_references(DOCUMENT)) == [
        Reference("$read", "made.name"),
        Reference("$read", "made.arn"),
        Reference("$before", "On"),
        Reference("$answer", "Id"),
    ]


@pytest.mark.parametrize("value", [None, 1, "$read", [], {}, {"$text": []}], ids=str)
def test_what_holds_none_has_none(value: Any) -> None:
    assert list(find_references(value)) == []


def test_json_has_no_white_space() -> None:
    assert write_json({"a": [1, "é"]}) == '{"a":[1,"é"]}'


def test_a_person_reads_what_makes_a_value() -> None:
    value = {
        "Arn": {"$text": ["arn:", {"$read": "c1.id"}, "/x"]},
        "Key": {"$read": "c2.arn"},
        "Was": {"$before": "color"},
        "Id": {"$answer": "Job.Id"},
        "Plain": 1,
    }
    assert tell_references(value, {"c1": "prod kms_key/trail"}) == {
        "Arn": "arn:(id of prod kms_key/trail)/x",
        "Key": "(arn of change c2)",
        "Was": "(color as it was)",
        "Id": "(Job.Id of the answer)",
        "Plain": 1,
    }


def test_files_stay_references_until_they_are_sent() -> None:
    value = {"Body": {"$file": "abc"}, "Parts": [{"$file": "def"}], "Plain": {"$file": 1, "x": 2}}

    def resolve(reference: Reference) -> Any:
        raise AssertionError(reference)

    assert list(find_references(value)) == []
    assert fill(value, resolve) == value
    opened = fill_files(value, lambda sha256: f"content of {sha256}")
    assert opened == {
        "Body": "content of abc",
        "Parts": ["content of def"],
        "Plain": {"$file": 1, "x": 2},
    }
    assert tell_references(value, {})["Body"] == "(the file abc)"
