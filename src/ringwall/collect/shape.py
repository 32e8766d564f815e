"""Answers of another shape than AWS documents: one error, whatever the code ran into."""

from collections.abc import Iterator
from contextlib import contextmanager

from ringwall.model.errors import CallFailed

SHAPE_ERRORS = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
"""What code that takes an answer apart raises where a member is missing or of another kind."""


class UnreadableAnswer(CallFailed):
    """AWS answered, but not in the shape that it documents; `error` is what the code ran into."""

    def __init__(self, error: Exception) -> None:
        message = f"unreadable answer: {type(error).__name__}: {error}"
        super().__init__(message, "Unreadable")


@contextmanager
def documented_shape() -> Iterator[None]:
    """Take an answer apart in a block: UnreadableAnswer where it has not the documented shape."""
    try:
        yield
    except SHAPE_ERRORS as error:
        raise UnreadableAnswer(error) from error
