"""How an account becomes Security Lake's administrator, for all Regions."""

from ringwall.catalog.organizations.organization import NOT_IN_USE
from ringwall.catalog.securitylake.tables.securitylake_delegated_administrator import PRINCIPAL
from ringwall.model.lifecycle import Find, Lifecycle, Step

administrator = Lifecycle(
    table="securitylake_delegated_administrator",
    find=Find(
        "organizations.list_delegated_administrators",
        {"ServicePrincipal": PRINCIPAL},
        items="DelegatedAdministrators",
        match={"Id": "{administrator_id}"},
        absent=NOT_IN_USE,
    ),
    identity=("administrator_id",),
    ids=("administrator_id",),
    create=Step(
        "securitylake.register_data_lake_delegated_administrator",
        {"accountId": "{administrator_id}"},
        also=(
            "iam:CreateServiceLinkedRole",
            "organizations:DescribeOrganization",
            "organizations:EnableAWSServiceAccess",
            "organizations:ListDelegatedAdministrators",
            "organizations:ListDelegatedServicesForAccount",
            "organizations:RegisterDelegatedAdministrator",
        ),
    ),
    creates=("administrator_id",),
    erase=Step(
        "securitylake.deregister_data_lake_delegated_administrator",
        also=("organizations:DeregisterDelegatedAdministrator",),
    ),
    serial="organizations",
    wait=120.0,
)
