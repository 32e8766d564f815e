"""Who may use which permission set in which account."""

from collections.abc import Iterator

from ringwall.catalog.midway import unless_gone
from ringwall.catalog.sso.instance import GONE, read_permission_sets
from ringwall.model.table import Reader, Row, Table, text


def _assignments(reader: Reader) -> Iterator[Row]:
    for held in read_permission_sets(reader):
        here = reader.at(held["Region"])
        named = {name: held[name] for name in ("InstanceArn", "PermissionSetArn")}
        with unless_gone(*GONE):
            accounts = list(
                here.items(
                    "sso-admin.list_accounts_for_provisioned_permission_set", "AccountIds", **named
                )
            )
            for account in accounts:
                for found in here.items(
                    "sso-admin.list_account_assignments",
                    "AccountAssignments",
                    AccountId=account,
                    **named,
                ):
                    yield {**held, **found}


assignment = Table(
    name="sso_assignment",
    doc="A permission set that a group or a user has in one account; account_id is the owner's.",
    cloudformation="AWS::SSO::Assignment",
    scope="organization",
    fetch=_assignments,
    arn="{PermissionSetArn}/{AccountId}/{PrincipalType}/{PrincipalId}",
    account="OwnerAccountId",
    region="Region",
    columns=(
        text("instance_arn", "InstanceArn", "The instance of IAM Identity Center."),
        text("permission_set_arn", "PermissionSetArn", "The permission set.", required=True),
        text("target_id", "AccountId", "The account.", required=True),
        text("principal_type", "PrincipalType", "GROUP or USER.", required=True),
        text("principal_id", "PrincipalId", "The ID of the group or user.", required=True),
    ),
)
