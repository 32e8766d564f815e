"""Arguments of the emulator's functions in Python: a wrong one is refused where it is handed in.

What is not refused there would fail later, in a call that has nothing to do with it, or do nothing.
"""

import math
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, get_args

from ringwall.emulator.regions import RegionSettings

_ACCOUNT = re.compile(r"\d{12}")


def check_account(account_id: Any) -> None:
    """ValueError for what is no account id."""
    if not (isinstance(account_id, str) and _ACCOUNT.fullmatch(account_id)):
        raise ValueError(f"{account_id!r} is no account: the id of one is a text of 12 digits")


def check_regions(regions: Iterable[Any], settings: RegionSettings) -> None:
    """ValueError for what is no Region of the emulator's partition."""
    for region in regions:
        if region not in settings.every:
            raise ValueError(f"no region of {settings.partition} is called {region!r}")


def check_moment(at: Any, what: str) -> None:
    """ValueError for a time that is none, or of which it is not known where it is so late."""
    if not isinstance(at, datetime) or at.tzinfo is None:
        raise ValueError(f"{what}: {at!r} is no datetime with a time zone, such as timezone.utc")


def check_seconds(seconds: Any) -> None:
    """ValueError for what is no number of seconds, or for seconds that go back."""
    is_number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    if not is_number or not math.isfinite(seconds) or not 0 <= seconds <= MOST_SECONDS:
        raise ValueError(f"{seconds!r} is no number of seconds from 0 to {MOST_SECONDS}")


MOST_SECONDS = 10 * 366 * 24 * 3600
"""Ten years: no automation waits longer, and no clock has to be read that stands beyond them."""


def check_count(count: Any, what: str) -> None:
    """ValueError for what is no number of calls, packets or items."""
    check_whole(count, what)
    if count < 0:
        raise ValueError(f"{what}: {count!r} must not be negative")


def check_whole(number: Any, what: str) -> None:
    """ValueError for what is no whole number."""
    if not isinstance(number, int) or isinstance(number, bool):
        raise ValueError(f"{what}: {number!r} is no whole number")  # noqa: TRY004 - one kind for all


def check_text(text: Any, what: str) -> None:
    """ValueError for what is no text."""
    if not isinstance(text, str):
        raise ValueError(f"{what}: {text!r} is no text")  # noqa: TRY004 - one kind of error for all


def check_word(word: Any, words: Any, what: str) -> None:
    """ValueError for a word that is none of a Literal."""
    known = get_args(words)
    if word not in known:
        raise ValueError(f"{what}: {word!r} is none of {', '.join(known)}")
