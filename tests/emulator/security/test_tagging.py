"""Tags are read and changed as each service spells them: a map or pairs, in either case."""

from collections.abc import Mapping
from typing import Any

import pytest
from emulated_calls import make_call

from ringwall.emulator.security.tagging import answer_tags

Given = Mapping[str, Any]


@pytest.mark.parametrize(
    ("service", "added", "removed", "listed"),
    [
        ("inspector2", {"tags": {"b": "2"}}, {"tagKeys": ["a"]}, {"tags": {"b": "2"}}),
        ("securityhub", {"Tags": {"b": "2"}}, {"TagKeys": ["a"]}, {"Tags": {"b": "2"}}),
        (
            "shield",
            {"Tags": [{"Key": "b", "Value": "2"}]},
            {"TagKeys": ["a"]},
            {"Tags": [{"Key": "b", "Value": "2"}]},
        ),
        (
            "securitylake",
            {"tags": [{"key": "b", "value": "2"}]},
            {"tagKeys": ["a"]},
            {"tags": [{"key": "b", "value": "2"}]},
        ),
    ],
)
def test_tags_are_added_removed_and_listed(
    service: str, added: Given, removed: Given, listed: Given
) -> None:
    tags = {"a": "1"}
    assert answer_tags(make_call(service, "TagResource", **added), tags) == {}
    assert tags == {"a": "1", "b": "2"}
    assert answer_tags(make_call(service, "UntagResource", **removed), tags) == {}
    assert answer_tags(make_call(service, "ListTagsForResource"), tags) == listed
