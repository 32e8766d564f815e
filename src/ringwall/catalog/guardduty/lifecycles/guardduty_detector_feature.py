"""How features of a detector are turned on and off."""

from ringwall.catalog.guardduty.features import write_feature
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

feature = Lifecycle(
    table="guardduty_detector_feature",
    find=Find(
        "guardduty.get_detector",
        {"DetectorId": "{detector_id}"},
        items="Features",
        match={"Name": "{name}"},
        absent=("BadRequestException",),
    ),
    identity=("name",),
    given=("detector_id",),
    ids=(),
    updates=(
        Update(
            ("status", "enabled_configurations"),
            Step("guardduty.update_detector", build=write_feature),
            whole=True,
        ),
    ),
    normal={"enabled_configurations": "set"},
    serial="guardduty",
)
