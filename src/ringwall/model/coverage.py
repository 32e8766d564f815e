"""Which calls were made and how they went: this is where unknown starts."""

from dataclasses import dataclass

from ringwall.model.status import Status
from ringwall.model.table import Column, Table


@dataclass(frozen=True)
class Coverage:
    """One row of `estate.coverage`: calls of one kind that went the same way.

    `aspect` is `list` for the call that finds a table's rows, else the name of the detail call;
    for a derived table it is the owner table's name. `resource` is the ARN whose detail call
    failed, or '' where the row is about the whole table in that account and region.
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


COVERAGE = Table(
    name="coverage",
    doc="Every call that was made or skipped, and how it went. All but ok leaves a gap.",
    scope="organization",
    enveloped=False,
    columns=(
        Column("account_id", "TEXT", "The account that was asked."),
        Column("region", "TEXT", "The region that was asked; global for calls made once."),
        Column("table_name", "TEXT", "The table that the call fills; * for a whole region."),
        Column("aspect", "TEXT", "list, the name of the detail call, or the owner's table."),
        Column("status", "TEXT", "ok, denied, throttled, region_disabled, not_collected, ..."),
        Column("resource", "TEXT", "The resource whose detail call failed; '' for all of them."),
        Column(
            "calls",
            "BIGINT",
            "How many reads went this way; a list of several pages or calls counts once.",
        ),
        Column("error", "TEXT", "What AWS answered."),
    ),
)
