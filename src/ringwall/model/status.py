"""How a call to AWS went."""

from typing import Literal, get_args

Status = Literal[
    "ok", "denied", "throttled", "region_disabled", "not_collected", "unknown_at_plan", "failed"
]
"""How a call went. Everything but `ok` leaves something unknown."""

STATUSES: tuple[Status, ...] = get_args(Status)
