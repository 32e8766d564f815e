"""How it is set in which accounts of the organization GuardDuty is on."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

configuration = Lifecycle(
    table="guardduty_organization_configuration",
    find=Find(
        "guardduty.describe_organization_configuration",
        {"DetectorId": "{detector_id}"},
        absent=("BadRequestException",),
    ),
    given=("detector_id",),
    ids=(),
    updates=(
        Update(
            ("auto_enable_organization_members",),
            Step(
                "guardduty.update_organization_configuration",
                {
                    "DetectorId": "{detector_id}",
                    "AutoEnableOrganizationMembers": "{auto_enable_organization_members}",
                },
            ),
        ),
    ),
    serial="guardduty",
)
