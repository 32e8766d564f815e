"""The accounts of the organization, each with the policies that apply to it."""

from ringwall.catalog.organizations.organization import NOT_IN_USE, read_organization
from ringwall.catalog.organizations.tree import read_placements
from ringwall.model.table import Call, Reader, Row, Shared, Table, boolean, moment, text, texts


def _read_management(reader: Reader) -> Row:
    """Return the organization; ValueError where AWS does not say which account manages it."""
    found = next(read_organization(reader), {})
    if not str(found.get("MasterAccountId")).isdigit():
        raise ValueError("AWS answered without the management account")
    return found


account = Table(
    name="organizations_account",
    doc="An account of the organization; account_id is the account itself.",
    cloudformation="AWS::Organizations::Account",
    scope="organization",
    list=Call("organizations.list_accounts", "Accounts"),
    absent=NOT_IN_USE,
    arn="Arn",
    account="Id",
    tags="Tags",
    calls=(
        Call(
            "organizations.list_tags_for_resource",
            "Tags",
            {"ResourceId": "{Id}"},
            into="Tags",
        ),
    ),
    gone=("TargetNotFoundException",),
    shared=(
        Shared("Placement", read_placements, "Id"),
        Shared("Organization", _read_management),
    ),
    columns=(
        text("id", "Id", "The 12-digit account ID.", property="AccountId"),
        text("account_name", "Name", "The account's name.", property="AccountName"),
        text("email", "Email", "Its root user's address."),
        # AWS retires Status for State.
        text(
            "state",
            "State || Status",
            "ACTIVE, SUSPENDED, PENDING_CLOSURE, ...",
            property="State || Status",
            required=True,
        ),
        text("joined_method", "JoinedMethod", "INVITED or CREATED."),
        moment("joined_timestamp", "JoinedTimestamp", "When it joined the organization."),
        boolean(
            "is_management",
            "Organization.MasterAccountId && Id == Organization.MasterAccountId",
            "It is the management account, which SCPs and RCPs do not apply to.",
            required=True,
        ),
        text(
            "parent_id",
            "Placement.ParentIds[-1]",
            "The ID of the OU, or root, that it is in.",
            property="ParentIds[0]",
            required=True,
        ),
        texts(
            "parent_ids",
            "Placement.ParentIds",
            "The IDs of its root and OUs, from the root down.",
            required=True,
        ),
        text("path", "Placement.Path", "The names of its root and OUs: Root/Workloads/Prod."),
        texts("scp_ids", "Placement.ScpIds", "SCPs that are attached to it, its OUs or the root."),
        texts("rcp_ids", "Placement.RcpIds", "RCPs that are attached to it, its OUs or the root."),
        boolean(
            "scp_narrowed",
            "Placement.ScpNarrowed",
            "FullAWSAccess is not attached at some level from the root to the account: only what "
            "other SCPs allow is allowed there.",
            required=True,
        ),
    ),
)
