"""The account that administers Amazon Inspector for the organization."""

from collections.abc import Iterator

from ringwall.catalog.organizations.administrators import read_administrators
from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row, Table, text


def _administrators(reader: Reader) -> Iterator[Row | CallFailed]:
    operation = "inspector2.list_delegated_admin_accounts"
    return read_administrators(reader, operation, "delegatedAdminAccounts")


admin = Table(
    name="inspectorv2_delegated_admin",
    doc="The administrator of Amazon Inspector in a Region, as the management account has it.",
    scope="account",
    region="Region",
    fetch=_administrators,
    arn="arn:{partition}:inspector2:{Region}:{account_id}:administrator/{accountId}",
    columns=(
        text("admin_account_id", "accountId", "The administrator.", required=True),
        text("status", "status", "ENABLED, or DISABLE_IN_PROGRESS."),
    ),
)
