"""Text as the terminal shows it."""

from datetime import UTC, datetime

from ringwall.model.case import CaseStatus


def format_time(milliseconds: int) -> str:
    """Return a time as ISO 8601 in UTC, to the second."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="seconds")


def tell_status(status: CaseStatus) -> str:
    """Return how a case stands, in words."""
    return status.replace("_", " ")
