"""Policies within what the AWS CLI prints."""

import json
from typing import Any
from urllib.parse import quote

import pytest

from ringwall.reason.iam.language.answers import PLACES, unwrap_answer
from ringwall.reason.iam.language.document import BrokenDocument, JsonPath, read_document

POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*"}]}


def wrap(path: JsonPath, value: Any) -> str:
    for step in reversed(path):
        value = {step: value, "Name": "x"}
    return json.dumps(value, indent=1)


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize(
    "write",
    [dict, json.dumps, lambda value: quote(json.dumps(value))],
    ids=["object", "text", "encoded"],
)
def test_the_policy_of_an_answer_is_found(path: JsonPath, write: Any) -> None:
    assert unwrap_answer(read_document(wrap(path, write(POLICY)))).value == POLICY


@pytest.mark.parametrize("value", [POLICY, [POLICY], "x", {"Policy": {}}, {"Policy": 1}, {}, None])
def test_what_is_no_answer_stays_as_it_is(value: Any) -> None:
    assert unwrap_answer(read_document(json.dumps(value, default=str))).value == value


def test_places_are_those_in_the_file() -> None:
    text = wrap(("PolicyVersion", "Document"), POLICY)
    document = unwrap_answer(read_document(text))
    line = 1 + text[: text.index('"s3:*"')].count("\n")
    assert document.position(("Statement", 0, "Action")).line == line


def test_a_key_that_appears_twice_is_told_within_the_policy_alone() -> None:
    text = '{"Name": 1, "Name": 2, "PolicyDocument": {"Statement": [], "Id": "a", "Id": "b"}}'
    assert unwrap_answer(read_document(text)).duplicates == (("Id",),)


@pytest.mark.parametrize("text", ["", "no json", "%7B", "{"])
def test_a_policy_that_is_no_json_is_broken(text: str) -> None:
    with pytest.raises(BrokenDocument):
        unwrap_answer(read_document(wrap(("Policy",), text)))
