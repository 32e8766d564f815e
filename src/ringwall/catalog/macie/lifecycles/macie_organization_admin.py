"""How an account becomes Macie's administrator in a Region: the management account says so."""

from ringwall.catalog.macie.sessions import DENIED
from ringwall.model.lifecycle import Find, Lifecycle, Step

_WHO = {"adminAccountId": "{admin_account_id}"}


admin = Lifecycle(
    table="macie_organization_admin",
    find=Find(
        "macie2.list_organization_admin_accounts",
        items="adminAccounts",
        match={"accountId": "{admin_account_id}"},
        absent=(DENIED,),
    ),
    identity=("admin_account_id",),
    ids=("admin_account_id",),
    create=Step(
        "macie2.enable_organization_admin_account",
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
        "macie2.disable_organization_admin_account",
        _WHO,
        also=("organizations:DeregisterDelegatedAdministrator",),
    ),
    serial="organizations",
    wait=120.0,
)
