"""What is deleted between the call that lists it and the one that asks about it is gone."""

from collections.abc import Iterator
from contextlib import contextmanager

from ringwall.model.errors import CallFailed


@contextmanager
def unless_gone(*codes: str) -> Iterator[None]:
    """Skip the rest of a block where AWS says, by one of the codes, that there is no such thing."""
    try:
        yield
    except CallFailed as error:
        if error.code not in codes:
            raise
