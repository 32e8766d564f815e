from typing import Any

import pytest
from emulated_calls import make_call

from ringwall.emulator.call import Fault
from ringwall.emulator.security.paging import cut_page


def call_of(operation: str = "ListFindings", **parameters: Any) -> Any:
    return make_call("guardduty", operation, **parameters)


def test_pages_follow_each_other() -> None:
    items = list(range(5))
    page, token = cut_page(call_of(MaxResults=2), items)
    assert page == [0, 1]
    page, token = cut_page(call_of(MaxResults=2, NextToken=token), items)
    assert page == [2, 3]
    assert cut_page(call_of(MaxResults=2, NextToken=token), items) == ([4], None)


def test_pages_have_a_limit() -> None:
    assert len(cut_page(call_of(MaxResults=1000), range(100), 50)[0]) == 50
    assert len(cut_page(call_of(MaxResults=60), range(100), 20, most=80)[0]) == 60
    assert len(cut_page(call_of(), range(100), 20, most=80)[0]) == 20


@pytest.mark.parametrize("token", ["made up", "AAAA", "/w==", "TGlzdEZpbmRpbmdzOi0x"])
def test_made_up_tokens_are_refused(token: str) -> None:
    with pytest.raises(Fault) as caught:
        cut_page(call_of(NextToken=token), range(5), fault="BadRequestException")
    assert caught.value.code == "BadRequestException"


def test_token_of_another_operation_is_refused() -> None:
    _, token = cut_page(call_of("ListMembers", MaxResults=1), range(5))
    with pytest.raises(Fault):
        cut_page(call_of(NextToken=token), range(5))
    with pytest.raises(Fault):
        cut_page(call_of(MaxResults=-1), range(5))
