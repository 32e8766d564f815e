"""Answers of AWS, garbled: nothing in them, or an item of a list with nothing in it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from recorded_estate import Answer, Change, Request

from ringwall.model.table import Row

Garble = Callable[[Row], Row]


def empty_answer(_: Row) -> Row:
    """Return an answer without any member."""
    return {}


def empty_items(answer: Row) -> Row:
    """Return an answer in which the first item of every list has no member."""
    return {name: _empty(value) for name, value in answer.items()}


def retype_members(answer: Row) -> Row:
    """Return an answer whose members are of another type than AWS documents."""
    return {
        name: {"?": []} if isinstance(value, list | str) else "?" for name, value in answer.items()
    }


def _empty(value: Any) -> Any:
    if isinstance(value, list):
        return [{}, *value[1:]] if value and isinstance(value[0], dict) else value
    return {k: _empty(v) for k, v in value.items()} if isinstance(value, dict) else value


GARBLES: Mapping[str, Garble] = {
    garble.__name__: garble for garble in (empty_answer, empty_items, retype_members)
}


def garble_answers(operation: str, garble: Garble) -> Change:
    """Return the change that garbles every answer of an operation."""

    def change(request: Request, answer: Answer) -> Answer:
        if request.operation != operation:
            return answer
        return replace(answer, pages=tuple(garble(page) for page in answer.pages))

    return change
