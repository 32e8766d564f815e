"""What heads an answer: the time, as AWS says it, and nothing that lets web pages read it."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime


def head_answer(headers: Iterable[tuple[str, str]], now: datetime) -> list[tuple[str, str]]:
    """Return the headers of an answer that is given now; moto's for browsers (CORS) are left out.

    AWS has `Date` in all of its answers, and moto in few.
    """
    kept = [(name, value) for name, value in headers if not _is_for_browsers(name)]
    if all(name.lower() != "date" for name, _ in kept):
        kept.append(("Date", format_datetime(now, usegmt=True)))
    return kept


def _is_for_browsers(header: str) -> bool:
    """Whether a header lets web pages of others read the answer."""
    return header.lower().startswith("access-control-")
