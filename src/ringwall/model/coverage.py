"""Which calls were made and how they went: this is where unknown starts."""

from dataclasses import dataclass

from ringwall.model.status import Status
from ringwall.model.table import Column, Table

ROW = "row"
"""The aspect of a row that was left out, because AWS's answer does not say what it is about."""


@dataclass(frozen=True)
class Coverage:
    """One row of `estate.coverage`: calls of one kind that went the same way.

    `aspect` is `list` for the call that finds a table's rows, else the name of the detail call;
    for a derived table it is the owner table's name. `resource` is the ARN whose detail call
    failed, or '' where the row is about the whole table in that account and region.
    `region` is `global` for calls made once per account or organization. The table `*` with the
    aspect `region` is a Region that is off, or (`global`) the list of the account's Regions. The
    aspect `row` is a row that was left out: the others of its list are there.
    """

    account_id: str
    region: str
    table_name: str
    aspect: str
    status: Status
    resource: str = ""
    calls: int = 1
    error: str = ""

    @property
    def subject(self) -> str:
        """What was asked, in a few words: the table, or the detail of it."""
        if self.table_name == "*":
            return "the list of Regions" if self.region == "global" else "the whole Region"
        is_whole = self.aspect == "list"
        return self.table_name if is_whole else f"{self.table_name}.{self.aspect}"


COVERAGE = Table(
    name="coverage",
    doc="Every call that was made or skipped, and how it went. All but ok leaves a gap.",
    scope="organization",
    enveloped=False,
    columns=(
        Column("account_id", "TEXT", "The account that was asked."),
        Column("region", "TEXT", "The region that was asked; global for calls made once."),
        Column("table_name", "TEXT", "The table that the call fills; * for all of them."),
        Column(
            "aspect", "TEXT", "list, the name of the detail call, the owner's table, or region."
        ),
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
