"""The landing zone of AWS Control Tower, and what is enabled in it."""

from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.catalog.organizations.trusted import read_at_home
from ringwall.model.change import Poll
from ringwall.model.table import Reader, Row

GONE = ("ResourceNotFoundException",)
BUSY = ("ConflictException", "ThrottlingException")
"""Another operation is running: AWS takes few at a time."""


def read_landing_zones(reader: Reader) -> Iterator[Row]:
    """Yield the landing zone, with its home Region; nothing where there is none."""
    yield from read_at_home(
        reader, "controltower.amazonaws.com", "controltower.list_landing_zones", "landingZones"
    )


def poll(work: str, details: str, wait: float = 3_600.0) -> Poll:
    """Return how to see that an operation ended: `work` is landing_zone, control or baseline."""
    asked: Mapping[str, Any] = {"operationIdentifier": {"$answer": "operationIdentifier"}}
    return Poll(
        f"controltower.get_{work}_operation",
        asked,
        take=f"{details}.status",
        done=("SUCCEEDED",),
        failed=("FAILED",),
        why=f"{details}.statusMessage",
        wait=wait,
    )
