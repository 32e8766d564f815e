"""The accounts of the organization, each with the policies that apply to it."""

from ringwall.catalog.organizations.organization import NOT_IN_USE, read_organization
from ringwall.catalog.organizations.tree import (
    read_placements,
)
from ringwall.model.table import (
    Call,
    Shared,
    Table,
    boolean,
    moment,
    text,
    texts,
)

account = Table(
    name="organizations_account",
    doc="An account of the organization; its row stands in that account.",
    cloudformation="AWS::Organizations::Account",
    scope="organization",
    list=Call("organizations.list_accounts", "Accounts", absent=(NOT_IN_USE,)),
    arn="Arn",
    account="Id",
    shared=(
        Shared("Placement", read_placements, "Id"),
        Shared("Organization", lambda reader: next(read_organization(reader), {})),
    ),
    columns=(
        text("id", "Id", "The account's id of twelve digits."),
        text("account_name", "Name", "The account's name."),
        text("email", "Email", "Its root user's address."),
        # AWS retires Status for State.
        text("state", "State || Status", "ACTIVE, SUSPENDED, PENDING_CLOSURE, ..."),
        text("joined_method", "JoinedMethod", "INVITED or CREATED."),
        moment("joined_timestamp", "JoinedTimestamp", "When it became part of the organization."),
        boolean(
            "is_management",
            "Id == Organization.MasterAccountId",
            "It is the management account, which no SCP or RCP binds.",
        ),
        texts("parent_ids", "Placement.ParentIds", "Ids above it, from the root down."),
        text("path", "Placement.Path", "Names above it: Root/Workloads/Prod."),
        texts("scp_ids", "Placement.ScpIds", "SCPs attached to it or to anything above it."),
        texts("rcp_ids", "Placement.RcpIds", "RCPs attached to it or to anything above it."),
        boolean(
            "scp_narrowed",
            "Placement.ScpNarrowed",
            "Some level from the root to the account lacks AWS's FullAWSAccess: only what other "
            "SCPs allow passes there.",
        ),
    ),
)
