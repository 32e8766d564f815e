"""The account that administers GuardDuty for the organization."""

from collections.abc import Iterator

from ringwall.catalog.organizations.administrators import read_administrators
from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row, Table, text


def _administrators(reader: Reader) -> Iterator[Row | CallFailed]:
    operation = "guardduty.list_organization_admin_accounts"
    return read_administrators(reader, operation, "AdminAccounts")


admin = Table(
    name="guardduty_organization_admin",
    doc="The administrator of GuardDuty in a Region, as the management account has it.",
    scope="account",
    region="Region",
    fetch=_administrators,
    arn="arn:{partition}:guardduty:{Region}:{account_id}:administrator/{AdminAccountId}",
    columns=(
        text("admin_account_id", "AdminAccountId", "The administrator.", required=True),
        text("admin_status", "AdminStatus", "ENABLED, or DISABLE_IN_PROGRESS."),
    ),
)
