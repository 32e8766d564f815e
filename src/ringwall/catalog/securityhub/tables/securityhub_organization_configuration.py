"""How Security Hub is configured in the accounts of the organization."""

from ringwall.catalog.securityhub.hub import read_organization_configuration
from ringwall.model.table import Table, boolean, text

configuration = Table(
    name="securityhub_organization_configuration",
    doc="How Security Hub's administrator of a Region configures accounts; others have no row.",
    cloudformation="AWS::SecurityHub::OrganizationConfiguration",
    fetch=read_organization_configuration,
    arn="arn:{partition}:securityhub:{region}:{account_id}:organization-configuration",
    columns=(
        boolean("auto_enable", "AutoEnable", "It is enabled in new accounts.", required=True),
        text(
            "auto_enable_standards",
            "AutoEnableStandards",
            "DEFAULT where new accounts get the default standards, NONE where they get none.",
        ),
        text(
            "configuration_type",
            "OrganizationConfiguration.ConfigurationType",
            "CENTRAL for policies of the administrator, LOCAL for settings of each account.",
            property="ConfigurationType",
            default="LOCAL",
        ),
        text("status", "OrganizationConfiguration.Status", "ENABLED, PENDING or FAILED."),
    ),
)
