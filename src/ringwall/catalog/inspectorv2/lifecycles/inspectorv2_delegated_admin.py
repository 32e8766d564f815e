"""How an account becomes Inspector's administrator in a Region."""

from ringwall.model.lifecycle import Find, Lifecycle, Step

_WHO = {"delegatedAdminAccountId": "{admin_account_id}"}


admin = Lifecycle(
    table="inspectorv2_delegated_admin",
    find=Find(
        "inspector2.list_delegated_admin_accounts",
        items="delegatedAdminAccounts",
        match={"accountId": "{admin_account_id}"},
    ),
    identity=("admin_account_id",),
    ids=("admin_account_id",),
    create=Step(
        "inspector2.enable_delegated_admin_account",
        _WHO,
        retry=("ConflictException",),
        also=(
            "iam:CreateServiceLinkedRole",
            "organizations:DescribeOrganization",
            "organizations:EnableAWSServiceAccess",
            "organizations:RegisterDelegatedAdministrator",
        ),
    ),
    creates=("admin_account_id",),
    erase=Step("inspector2.disable_delegated_admin_account", _WHO),
    serial="organizations",
    wait=120.0,
)
