"""How accounts of the organization come, move and are renamed. None is ever closed."""

from ringwall.catalog.organizations.organization import BUSY, NOT_IN_USE, TAG
from ringwall.model.change import Poll
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update
from ringwall.model.table import Call

account = Lifecycle(
    table="organizations_account",
    find=Find(
        "organizations.list_accounts",
        items="Accounts",
        match={"Email": "{email}"},
        absent=NOT_IN_USE,
        then=(
            Call(
                "organizations.list_parents",
                "{ParentIds: Parents[].Id}",
                {"ChildId": "{Id}"},
                into="Placement",
            ),
        ),
        direct={"Id": "{found.id}"},
    ),
    identity=("email",),
    ids=("id", "arn", "parent_id"),
    create=Step(
        "organizations.create_account",
        {
            "Email": "{email}",
            "AccountName": "{account_name}",
            "RoleName": "{role_name}",
            "IamUserAccessToBilling": "{iam_user_access_to_billing}",
            "Tags": "{tags|pairs}",
        },
        retry=BUSY,
        poll=Poll(
            "organizations.describe_create_account_status",
            {"CreateAccountRequestId": {"$answer": "CreateAccountStatus.Id"}},
            take="CreateAccountStatus.State",
            done=("SUCCEEDED",),
            failed=("FAILED",),
            why="CreateAccountStatus.FailureReason",
        ),
        blast="irreversible",
        also=("iam:CreateServiceLinkedRole", "organizations:TagResource"),
    ),
    creates=("email", "account_name", "tags"),
    updates=(
        Update(
            ("parent_id",),
            Step(
                "organizations.move_account",
                {
                    "AccountId": "{found.id}",
                    "SourceParentId": "{found.parent_id}",
                    "DestinationParentId": "{parent_id}",
                },
                retry=BUSY,
                blast="availability",
            ),
        ),
        Update(
            ("account_name",),
            Step(
                "account.put_account_name",
                {"AccountId": "{found.id}", "AccountName": "{account_name}"},
                retry=("TooManyRequestsException", "ConflictException"),
                blast="none",
            ),
        ),
        Update(("tags",), TAG),
    ),
    by_hand={
        "email": "change the address of its root user, who has to confirm it; or give the account "
        "that address in the blueprint"
    },
    irreversible=(
        "An account can only be closed, which suspends it for 90 days; Ringwall closes none."
    ),
    given=("role_name", "iam_user_access_to_billing"),
    owner="tag",
    retag=TAG,
    serial="organizations",
    wait=120.0,
)
