"""Pages follow each other, and a token is for its own operation."""

import base64
from typing import Any

import pytest
from emulated_calls import make_call

from ringwall.emulator.call import Fault
from ringwall.emulator.paging import answer_page


def ask(items: list[int], **given: Any) -> dict[str, Any]:
    return dict(answer_page(make_call("ssm", "ListDocuments", **given), "Items", items))


def test_pages_follow_each_other_to_the_end() -> None:
    first = ask([1, 2, 3], MaxResults=2)
    assert first["Items"] == [1, 2]
    assert ask([1, 2, 3], MaxResults=2, NextToken=first["NextToken"]) == {"Items": [3]}
    assert len(ask(list(range(60)))["Items"]) == 50


@pytest.mark.parametrize("token", ["2", "%%%", base64.b64encode(b"ListCommands:2").decode()])
def test_other_tokens_are_refused(token: str) -> None:
    with pytest.raises(Fault) as caught:
        ask([1, 2, 3], NextToken=token)
    assert caught.value.code == "InvalidNextToken"
