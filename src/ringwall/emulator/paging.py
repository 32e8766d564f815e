"""Pages of a list, by the tokens that a call gives and gets."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from ringwall.emulator.call import EmulatedCall, Fault

T = TypeVar("T")


def cut_page(
    call: EmulatedCall,
    items: Sequence[T],
    longest: int = 100,
    *,
    usual: int = 0,
    fault: str = "InvalidInputException",
) -> tuple[list[T], dict[str, str]]:
    """Return the page of a list that a call asks for, and the token of the next page, if any.

    The service model spells the members. A page is of the usual length, which is the longest one if
    nothing is said, where the call asks for none. A token is of use for the same operation only;
    Fault for any other, and for a page of less than nothing.
    """
    names = _spell_members(call)
    start = 0
    if given := call.parameters.get(names["nexttoken"]):
        start = _read_token(call, str(given), fault)
    size = next((names[n] for n in ("maxresults", "limit") if n in names), "")
    wanted = int(call.parameters.get(size) or usual or longest)
    if wanted < 1:
        raise Fault(fault, f"{size} must be at least 1")
    end = start + min(wanted, longest)
    more = {names["nexttoken"]: _write_token(call, end)} if end < len(items) else {}
    return list(items[start:end]), more


def answer_page(
    call: EmulatedCall, member: str, items: Sequence[Any], longest: int = 50
) -> Mapping[str, Any]:
    """Return an answer with a page of a list, by MaxResults and NextToken."""
    page, more = cut_page(call, items, longest, fault="InvalidNextToken")
    return {member: page, **more}


def _spell_members(call: EmulatedCall) -> dict[str, str]:
    """Return the members of a call's input as the service spells them: `nextToken`."""
    shape: Any = call.model.input_shape
    return {"nexttoken": "NextToken"} | {name.lower(): name for name in shape.members}


def _write_token(call: EmulatedCall, position: int) -> str:
    return base64.b64encode(f"{call.operation}:{position}".encode()).decode()


def _read_token(call: EmulatedCall, text: str, fault: str) -> int:
    try:
        operation, _, position = base64.b64decode(text, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        operation, position = "", ""
    if operation != call.operation or not position.isdecimal():
        raise Fault(fault, "You specified an invalid value for NextToken.")
    return int(position)
