"""A remark: what a check has to say about a part of a blueprint."""

from dataclasses import dataclass
from typing import Literal

RemarkKind = Literal["error", "note"]


@dataclass(frozen=True)
class Remark:
    """What is wrong with what keys lead to in a blueprint, or what is to be known of it.

    A note is no error: the blueprint can be used.
    """

    keys: tuple[str | int, ...]
    message: str
    kind: RemarkKind = "error"
    is_key: bool = False
    """Whether it is about the last key itself."""
