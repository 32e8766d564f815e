"""Pages of a list, by the tokens that a call gives and gets."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault


def cut_page(
    call: EmulatedCall,
    items: Sequence[Any],
    *,
    member: str = "NextToken",
    size: str = "MaxResults",
    longest: int = 100,
    fault: str = "InvalidInputException",
) -> tuple[list[Any], dict[str, str]]:
    """Return the page of a list that a call asks for, and the token of the next page, if any.

    A token is of use for the same operation only; Fault for any other.
    """
    start = 0
    if given := call.parameters.get(member):
        start = _read_token(call, str(given), fault)
    wanted = int(call.parameters.get(size) or longest)
    end = start + max(1, min(wanted, longest))
    more = {member: _write_token(call, end)} if end < len(items) else {}
    return list(items[start:end]), more


def answer_page(
    call: EmulatedCall, member: str, items: Sequence[Any], longest: int = 50
) -> Mapping[str, Any]:
    """Return an answer with a page of a list, by MaxResults and NextToken."""
    page, more = cut_page(call, items, longest=longest, fault="InvalidNextToken")
    return {member: page, **more}


def _write_token(call: EmulatedCall, position: int) -> str:
    return base64.b64encode(f"{call.operation}:{position}".encode()).decode()


def _read_token(call: EmulatedCall, text: str, fault: str) -> int:
    try:
        operation, _, position = base64.b64decode(text, validate=True).decode().partition(":")
        found = int(position)
    except (binascii.Error, ValueError) as error:
        raise Fault(fault, "You specified an invalid value for NextToken.") from error
    if operation != call.operation or found < 0:
        raise Fault(fault, "You specified an invalid value for NextToken.")
    return found
