"""Hits as they are told of: with what their rules say, and with what ties them to others."""

from collections.abc import Collection, Iterator
from typing import NamedTuple, TypeVar

import sqlalchemy as sa

from ringwall.model.detection import Hit
from ringwall.model.incident import RuleWords
from ringwall.store.database.entry import GRAVEST_FIRST, read_text

PART = 500
"""Values that one statement asks for."""
_Item = TypeVar("_Item")


class KeptTie(NamedTuple):
    """That a hit has a value by which it may be joined; `at` is in milliseconds."""

    hit: str
    value: str
    at: int
    party: str
    is_identity: int
    incident: str = ""


class ToldHit(NamedTuple):
    """A hit with what its rule says, the exception that covers it and the incident it is in."""

    hit: Hit
    words: RuleWords
    suppression: str = ""
    incident: str = ""


def read_words(row: sa.RowMapping) -> RuleWords:
    """Return what a rule says of itself, from the columns `title`, `text_body` and `gravity`."""
    text = read_text(row["title"], row["text_body"])
    fix = text.remediation
    severity = GRAVEST_FIRST[row["gravity"]]
    return RuleWords(text.title, severity, text.attacks, text.why, fix.text, fix.url)


def split_parts(items: Collection[_Item]) -> Iterator[list[_Item]]:
    """Yield items in parts of what one statement asks for."""
    whole = list(items)
    for start in range(0, len(whole), PART):
        yield whole[start : start + PART]
