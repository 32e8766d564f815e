"""Pages of a list: tokens that only the list that gave them takes."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any, TypeVar

from ringwall.emulator.call import EmulatedCall, Fault

T = TypeVar("T")


def cut_page(
    call: EmulatedCall,
    items: Sequence[T],
    default: int = 50,
    *,
    most: int = 0,
    fault: str = "InvalidInputException",
) -> tuple[list[T], str | None]:
    """Return a page of items, and the token of the next one, None after the last.

    The token names the operation: Fault for that of another one, and for a page of no size.
    """
    token: Any = call.parameters.get("NextToken") or call.parameters.get("nextToken")
    size: Any = call.parameters.get("MaxResults") or call.parameters.get("maxResults") or default
    size = min(int(size), most or default)
    if size < 1:
        raise Fault(fault, "MaxResults must be at least 1")
    start = _read_token(call, str(token), fault) if token else 0
    end = start + size
    more = base64.b64encode(f"{call.operation}:{end}".encode()).decode()
    return list(items[start:end]), more if end < len(items) else None


def _read_token(call: EmulatedCall, token: str, fault: str) -> int:
    try:
        operation, _, start = base64.b64decode(token, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        operation, start = "", ""
    if operation != call.operation or not start.isdecimal():
        raise Fault(fault, "The request is rejected because the input NextToken is invalid.")
    return int(start)
