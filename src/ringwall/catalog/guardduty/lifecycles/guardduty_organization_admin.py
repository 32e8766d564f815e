"""How an account becomes GuardDuty's administrator in a Region: the management account says so."""

from ringwall.model.lifecycle import Find, Lifecycle, Step

_WHO = {"AdminAccountId": "{admin_account_id}"}


admin = Lifecycle(
    table="guardduty_organization_admin",
    find=Find("guardduty.list_organization_admin_accounts", items="AdminAccounts", match=_WHO),
    identity=("admin_account_id",),
    ids=("admin_account_id",),
    create=Step(
        "guardduty.enable_organization_admin_account",
        _WHO,
        also=(
            "organizations:EnableAWSServiceAccess",
            "organizations:RegisterDelegatedAdministrator",
            "organizations:DescribeOrganization",
            "organizations:DescribeAccount",
            "organizations:ListAWSServiceAccessForOrganization",
            "organizations:ListDelegatedAdministrators",
        ),
    ),
    creates=("admin_account_id",),
    erase=Step(
        "guardduty.disable_organization_admin_account",
        _WHO,
        also=("organizations:DeregisterDelegatedAdministrator",),
    ),
    serial="organizations",
    wait=120.0,
)
