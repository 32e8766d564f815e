"""Pages of long answers: a token stands for the place where the next page begins."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault

PAGE = 50
"""Items of a page where the request asks for no number, or for more."""


def cut_page(
    call: EmulatedCall, member: str, items: Sequence[Any], most: int = PAGE
) -> Mapping[str, Any]:
    """Return the page of a list that a request asks for by MaxResults and NextToken."""
    start = _read_token(call)
    size = min(int(call.parameters.get("MaxResults") or most), most)
    stop = start + size
    answer: dict[str, Any] = {member: list(items[start:stop])}
    if stop < len(items):
        answer["NextToken"] = base64.urlsafe_b64encode(f"{call.operation}/{stop}".encode()).decode()
    return answer


def _read_token(call: EmulatedCall) -> int:
    token = str(call.parameters.get("NextToken") or "")
    if not token:
        return 0
    try:
        operation, _, place = base64.urlsafe_b64decode(token).decode().partition("/")
    except ValueError:
        operation, place = "", ""
    if operation != call.operation or not place.isdecimal():
        raise Fault("InvalidNextToken", "The specified token is not valid.")
    return int(place)
