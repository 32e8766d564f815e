"""The account that administers Amazon Detective for the organization."""

from collections.abc import Iterator

from ringwall.catalog.organizations.administrators import read_administrators
from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row, Table, text


def _administrators(reader: Reader) -> Iterator[Row | CallFailed]:
    operation = "detective.list_organization_admin_accounts"
    return read_administrators(reader, operation, "Administrators")


admin = Table(
    name="detective_organization_admin",
    doc="The administrator of Amazon Detective in a Region, as the management account has it.",
    cloudformation="AWS::Detective::OrganizationAdmin",
    scope="account",
    region="Region",
    fetch=_administrators,
    arn="arn:{partition}:detective:{Region}:{account_id}:administrator/{AccountId}",
    columns=(
        text("admin_account_id", "AccountId", "The administrator.", property="AccountId"),
        text("graph_arn", "GraphArn", "Its behavior graph."),
    ),
)
