"""How features are turned on and off in the accounts of the organization."""

from ringwall.catalog.guardduty.features import write_organization_feature
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

feature = Lifecycle(
    table="guardduty_organization_feature",
    find=Find(
        "guardduty.describe_organization_configuration",
        {"DetectorId": "{detector_id}"},
        items="Features",
        match={"Name": "{name}"},
        absent=("BadRequestException",),
    ),
    identity=("name",),
    given=("detector_id", "auto_enable_organization_members"),
    ids=(),
    updates=(
        Update(
            ("auto_enable", "auto_enable_configurations"),
            Step("guardduty.update_organization_configuration", build=write_organization_feature),
            whole=True,
        ),
    ),
    normal={"auto_enable_configurations": "set"},
    serial="guardduty",
)
