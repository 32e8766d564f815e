"""How an account becomes Security Hub's administrator in a Region."""

from ringwall.model.lifecycle import Find, Lifecycle, Step

_WHO = {"AdminAccountId": "{admin_account_id}"}


admin = Lifecycle(
    table="securityhub_delegated_admin",
    find=Find(
        "securityhub.list_organization_admin_accounts",
        items="AdminAccounts",
        match={"AccountId": "{admin_account_id}"},
        absent=("InvalidAccessException",),
    ),
    identity=("admin_account_id",),
    ids=("admin_account_id",),
    create=Step(
        "securityhub.enable_organization_admin_account",
        _WHO,
        also=(
            "organizations:DescribeOrganization",
            "organizations:EnableAWSServiceAccess",
            "organizations:RegisterDelegatedAdministrator",
        ),
    ),
    creates=("admin_account_id",),
    erase=Step("securityhub.disable_organization_admin_account", _WHO),
    serial="organizations",
    wait=120.0,
)
