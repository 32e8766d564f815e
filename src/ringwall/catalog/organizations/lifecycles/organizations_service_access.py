"""How services get trusted access, and lose it."""

from ringwall.catalog.organizations.organization import BUSY, NOT_IN_USE
from ringwall.model.lifecycle import Find, Lifecycle, Step

service_access = Lifecycle(
    table="organizations_service_access",
    find=Find(
        "organizations.list_aws_service_access_for_organization",
        items="EnabledServicePrincipals",
        match={"ServicePrincipal": "{service_principal}"},
        absent=NOT_IN_USE,
    ),
    identity=("service_principal",),
    ids=(),
    create=Step(
        "organizations.enable_aws_service_access",
        {"ServicePrincipal": "{service_principal}"},
        retry=BUSY,
    ),
    creates=("service_principal",),
    erase=Step(
        "organizations.disable_aws_service_access",
        {"ServicePrincipal": "{service_principal}"},
        retry=BUSY,
    ),
    serial="organizations",
)
