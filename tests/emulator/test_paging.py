"""Pages follow each other, and a token is for its own operation."""

import base64
from typing import Any

import pytest
from emulated_calls import make_call

from ringwall.emulator.call import Fault
from ringwall.emulator.paging import answer_page, cut_page


def ask(items: list[int], **given: Any) -> dict[str, Any]:
    return dict(answer_page(make_call("ssm", "ListDocuments", **given), "Items", items))


def call_of(operation: str = "ListFindings", **parameters: Any) -> Any:
    return make_call("guardduty", operation, **parameters)


def test_pages_follow_each_other_to_the_end() -> None:
    first = ask([1, 2, 3], MaxResults=2)
    assert first["Items"] == [1, 2]
    assert ask([1, 2, 3], MaxResults=2, NextToken=first["NextToken"]) == {"Items": [3]}
    assert len(ask(list(range(60)))["Items"]) == 50


@pytest.mark.parametrize(
    ("service", "operation", "size", "token"),
    [
        ("inspector2", "ListFindings", "maxResults", "nextToken"),
        ("config", "DescribeComplianceByResource", "Limit", "NextToken"),
        ("config", "ListDiscoveredResources", "limit", "nextToken"),
    ],
)
def test_members_are_spelled_as_the_service_does(
    service: str, operation: str, size: str, token: str
) -> None:
    page, more = cut_page(make_call(service, operation, **{size: 2}), range(3))
    assert page == [0, 1]
    assert list(more) == [token]
    assert cut_page(make_call(service, operation, **{size: 2}, **more), range(3)) == ([2], {})


def test_pages_have_a_limit() -> None:
    assert len(cut_page(call_of(MaxResults=1000), range(100), 50)[0]) == 50
    assert len(cut_page(call_of(MaxResults=60), range(100), 80, usual=20)[0]) == 60
    assert len(cut_page(call_of(), range(100), 80, usual=20)[0]) == 20
    with pytest.raises(Fault):
        cut_page(call_of(MaxResults=-1), range(5))


@pytest.mark.parametrize(
    "token", ["2", "%%%", "made up", "/w==", "TGlzdEZpbmRpbmdzOi0x", "TGlzdENvbW1hbmRzOjI="]
)
def test_other_tokens_are_refused(token: str) -> None:
    with pytest.raises(Fault) as caught:
        cut_page(call_of(NextToken=token), range(5), fault="BadRequestException")
    assert caught.value.code == "BadRequestException"
    with pytest.raises(Fault) as caught:
        ask([1, 2, 3], NextToken=base64.b64encode(b"ListCommands:2").decode())
    assert caught.value.code == "InvalidNextToken"


def test_token_of_another_operation_is_refused() -> None:
    _, more = cut_page(call_of("ListMembers", MaxResults=1), range(5))
    with pytest.raises(Fault):
        cut_page(call_of(**more), range(5))
