"""The account that administers Macie for the organization."""

from collections.abc import Iterator

from ringwall.catalog.organizations.administrators import read_administrators
from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row, Table, text


def _administrators(reader: Reader) -> Iterator[Row | CallFailed]:
    operation = "macie2.list_organization_admin_accounts"
    return read_administrators(reader, operation, "adminAccounts || `[]`")


admin = Table(
    name="macie_organization_admin",
    doc="The administrator of Macie in a Region, as the management account has it.",
    scope="account",
    region="Region",
    fetch=_administrators,
    arn="arn:{partition}:macie2:{Region}:{account_id}:administrator/{accountId}",
    columns=(
        text("admin_account_id", "accountId", "The administrator.", required=True),
        text("admin_status", "status", "ENABLED, or DISABLING_IN_PROGRESS."),
    ),
)
