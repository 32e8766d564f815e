"""Text as the terminal shows it."""

from datetime import UTC, datetime


def format_time(milliseconds: int) -> str:
    """Return a time as ISO 8601 in UTC, to the second."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="seconds")
