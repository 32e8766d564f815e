"""Statements as managed policies: nothing lost, nothing over the size that IAM takes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.catalog.managed_policies import LONGEST, split_policies
from ringwall.model.table import Row


def allow(actions: list[str], resources: str | list[str] = "*") -> Row:
    return {"Effect": "Allow", "Action": actions, "Resource": resources}


def size_of(document: Row) -> int:
    return len(json.dumps(document, separators=(",", ":")))


def test_what_fits_stays_together() -> None:
    statements = [allow(["s3:A"]), allow(["s3:B"], ["arn:x"])]
    assert split_policies(statements) == ({"Version": "2012-10-17", "Statement": statements},)
    assert split_policies([]) == ()


def test_a_statement_that_does_not_fit_beside_others_begins_a_policy() -> None:
    statements = [allow(["s3:A"]), allow(["s3:B"]), allow(["s3:C"])]
    two = size_of({"Version": "2012-10-17", "Statement": statements[:2]})
    assert [d["Statement"] for d in split_policies(statements, two)] == [
        statements[:2],
        statements[2:],
    ]
    assert len(split_policies(statements, two - 1)) == 3


def test_a_long_statement_is_divided_at_its_longer_list() -> None:
    resources = [f"arn:aws:s3:::{'a' * 60}-{number}" for number in range(200)]
    documents = split_policies([allow(["s3:A", "s3:B"], resources)])
    assert len(documents) > 1
    found = [statement for document in documents for statement in document["Statement"]]
    assert all(statement["Action"] == ["s3:A", "s3:B"] for statement in found)
    assert [arn for statement in found for arn in statement["Resource"]] == resources


def test_what_cannot_be_divided_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="a statement of one Action is over 100 characters"):
        split_policies([allow(["s3:" + "A" * 100])], 100)


ACTIONS = st.lists(st.from_regex(r"[a-z]{2,9}:[A-Z][a-zA-Z]{3,40}", fullmatch=True), min_size=1)


@given(st.lists(ACTIONS, max_size=40))
def test_no_policy_is_too_long_and_no_action_is_lost(groups: list[list[str]]) -> None:
    documents = split_policies(map(allow, groups))
    assert all(size_of(document) <= LONGEST for document in documents)
    found = [s for document in documents for s in document["Statement"]]
    assert [a for s in found for a in s["Action"]] == [a for group in groups for a in group]
