"""How sharing within the organization is enabled: by a call of RAM, which makes its role too."""

from ringwall.catalog.organizations.organization import BUSY, NOT_IN_USE
from ringwall.model.lifecycle import Find, Lifecycle, Step

sharing = Lifecycle(
    table="ram_organization_sharing",
    find=Find(
        "organizations.list_aws_service_access_for_organization",
        items="EnabledServicePrincipals",
        match={"ServicePrincipal": "ram.amazonaws.com"},
        absent=NOT_IN_USE,
    ),
    ids=(),
    create=Step(
        "ram.enable_sharing_with_aws_organization",
        also=("iam:CreateServiceLinkedRole", "organizations:EnableAWSServiceAccess"),
    ),
    erase=Step(
        "organizations.disable_aws_service_access",
        {"ServicePrincipal": "ram.amazonaws.com"},
        retry=BUSY,
        blast="availability",
    ),
    serial="organizations",
)
