"""What was asked and how it went: unknown is a value, and this is where it starts."""

from dataclasses import dataclass
from typing import Literal, get_args

Status = Literal[
    "ok", "denied", "throttled", "region_disabled", "not_collected", "unknown_at_plan", "failed"
]
"""How a call went. Everything but `ok` leaves something unknown."""

STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True)
class Coverage:
    """One row of `estate.coverage`: calls of one kind that went the same way.

    `aspect` is `list` for the call that finds a table's rows, else the name of the detail call;
    for a derived table it is the owner table's name. `resource` is the ARN whose detail call
    failed, or '' where the row speaks of the whole table in that account and region.
    `region` is `global` for calls made once per account or organization.
    """

    account_id: str
    region: str
    table_name: str
    aspect: str
    status: Status
    resource: str = ""
    calls: int = 1
    error: str = ""
