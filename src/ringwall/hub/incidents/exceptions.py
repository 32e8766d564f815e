"""Exceptions: what makes no incident, by rule, actor, resource and account, until a day.

Never by user agent: whoever attacks chooses that.
"""

from collections.abc import Iterable

from ringwall.hub.exceptions.match import matches
from ringwall.hub.incidents.story import to_milliseconds
from ringwall.model.detection import Hit
from ringwall.model.incident import Suppression


def find_cover(suppressions: Iterable[Suppression], hit: Hit) -> str:
    """Return the ID of the first exception that covers a hit, '' for none."""
    return next((each.id for each in suppressions if covers(each, hit)), "")


def covers(suppression: Suppression, hit: Hit) -> bool:
    """Whether a hit is in the scope of an exception, and before its end."""
    return to_milliseconds(hit.at) < suppression.expires_at and all(
        _takes(getattr(suppression, name), getattr(hit, name))
        for name in ("rule", "actor", "resource", "account_id")
    )


def _takes(pattern: str, text: str) -> bool:
    """Whether a pattern is the text, `*` being any; an empty one takes everything."""
    return not pattern or matches(pattern, text)
