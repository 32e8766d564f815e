"""The account that administers Security Hub for the organization."""

from collections.abc import Iterator

from ringwall.catalog.organizations.administrators import read_administrators
from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row, Table, text


def _administrators(reader: Reader) -> Iterator[Row | CallFailed]:
    operation = "securityhub.list_organization_admin_accounts"
    return read_administrators(reader, operation, "AdminAccounts")


admin = Table(
    name="securityhub_delegated_admin",
    doc="The administrator of Security Hub in a Region, as the management account has it.",
    cloudformation="AWS::SecurityHub::DelegatedAdmin",
    scope="account",
    region="Region",
    fetch=_administrators,
    arn="arn:{partition}:securityhub:{Region}:{account_id}:administrator/{AccountId}",
    columns=(
        text(
            "admin_account_id",
            "AccountId",
            "The administrator.",
            property="AdminAccountId",
            required=True,
        ),
        text("status", "Status", "ENABLED, or DISABLE_IN_PROGRESS."),
    ),
)
