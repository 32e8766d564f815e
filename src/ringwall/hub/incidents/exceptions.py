"""Exceptions: what makes no incident, by rule, actor, resource and account, until a day.

Never by user agent: whoever attacks chooses that.
"""

from collections.abc import Iterable

from ringwall.hub.incidents.story import to_milliseconds
from ringwall.model.detection import Hit
from ringwall.model.incident import Suppression


def find_cover(suppressions: Iterable[Suppression], hit: Hit) -> str:
    """Return the ID of the first exception that covers a hit, '' for none."""
    return next((each.id for each in suppressions if covers(each, hit)), "")


def covers(suppression: Suppression, hit: Hit) -> bool:
    """Whether a hit is in the scope of an exception, and before its end."""
    return to_milliseconds(hit.at) < suppression.expires_at and all(
        _matches(getattr(suppression, name), getattr(hit, name))
        for name in ("rule", "actor", "resource", "account_id")
    )


def _matches(pattern: str, text: str) -> bool:
    """Whether a pattern is the text, `*` being any; no regular expression, whose time can grow."""
    first, *rest = pattern.split("*")
    if not pattern or not rest:
        return pattern in {"", text}
    if not text.startswith(first):
        return False
    *middle, last = rest
    place = len(first)
    for part in middle:
        place = text.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return len(text) - len(last) >= place and text.endswith(last)
