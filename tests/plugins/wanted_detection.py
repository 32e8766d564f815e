"""What the layer detection of a small blueprint wants: four accounts, two Regions."""

from collections.abc import Mapping
from typing import Any

from blueprint_world import columns_of, want

MANAGEMENT, SECURITY, LOGS, SHOP = (digit * 12 for digit in "1234")
SMALL = """
blueprint: acme
home_region: eu-west-1
regions: [us-east-1]
accounts:
  email: aws+{account}@acme.io
  units:
    Security: {accounts: [security, log-archive]}
    Workloads: {accounts: [shop], overrides: {%s}}
  accounts:
    management: {id: "111111111111"}
    security: {id: "222222222222"}
    log-archive: {id: "333333333333"}
    shop: {id: "444444444444"}
"""
"""With a place for what the unit Workloads has otherwise."""


class WantedDetection:
    """The rows that the layer wants, with what else a blueprint says of it."""

    def __init__(
        self,
        detection: str = "",
        rest: str = "",
        overrides: str = "",
        regions: Mapping[str, str] | None = None,
        layer: str = "detection.",
    ) -> None:
        text = (SMALL % overrides) + f"detection: {{{detection}}}\n" + rest
        for region, other in (regions or {}).items():
            text = text.replace(region, other)
        self.rows = want(text, layer)

    def columns(self, table: str) -> Mapping[str, Any]:
        """Return the columns of the rows of a table, by account, Region and name."""
        return columns_of(self.rows, table)

    def find(self, table: str, name: str, account: str = "", region: str = "") -> Any:
        """Return the one row with a name."""
        (found,) = (
            row
            for row in self.rows
            if (row.key.table, row.key.name) == (table, name)
            and account in {"", row.key.account}
            and region in {"", row.key.region}
        )
        return found

    def names(self, table: str) -> list[str]:
        """Return the names of the rows of a table, with account and Region, sorted."""
        return sorted(self.columns(table))
