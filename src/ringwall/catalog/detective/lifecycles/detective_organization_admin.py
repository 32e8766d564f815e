"""How an account becomes Detective's administrator in a Region, which gives it a graph."""

from ringwall.model.lifecycle import Find, Lifecycle, Step

_WHO = {"AccountId": "{admin_account_id}"}


admin = Lifecycle(
    table="detective_organization_admin",
    find=Find("detective.list_organization_admin_accounts", items="Administrators", match=_WHO),
    identity=("admin_account_id",),
    ids=("admin_account_id", "graph_arn"),
    create=Step(
        "detective.enable_organization_admin_account",
        _WHO,
        also=(
            "iam:CreateServiceLinkedRole",
            "organizations:DescribeOrganization",
            "organizations:EnableAWSServiceAccess",
            "organizations:RegisterDelegatedAdministrator",
        ),
    ),
    creates=("admin_account_id",),
    erase=Step("detective.disable_organization_admin_account"),
    serial="organizations",
    wait=120.0,
)
