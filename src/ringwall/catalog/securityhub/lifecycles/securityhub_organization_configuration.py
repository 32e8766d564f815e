"""How it is set whether policies or accounts themselves configure Security Hub."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

configuration = Lifecycle(
    table="securityhub_organization_configuration",
    find=Find(
        "securityhub.describe_organization_configuration", absent=("InvalidAccessException",)
    ),
    ids=(),
    updates=(
        Update(
            ("auto_enable", "auto_enable_standards", "configuration_type"),
            Step(
                "securityhub.update_organization_configuration",
                {
                    "AutoEnable": "{auto_enable}",
                    "AutoEnableStandards": "{auto_enable_standards}",
                    "OrganizationConfiguration": {"ConfigurationType": "{configuration_type}"},
                },
                # The administrator and the aggregator take a while to be seen.
                retry=(
                    "InvalidAccessException",
                    "ResourceConflictException",
                    "ResourceNotFoundException",
                ),
            ),
            whole=True,
        ),
    ),
    serial="securityhub",
    wait=120.0,
)
