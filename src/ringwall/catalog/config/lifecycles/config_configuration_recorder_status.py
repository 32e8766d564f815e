"""How recorders start and stop: they start only once there is a delivery channel."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_NAME = {"ConfigurationRecorderName": "{name}"}


status = Lifecycle(
    table="config_configuration_recorder_status",
    find=Find(
        "config.describe_configuration_recorder_status",
        {"ConfigurationRecorderNames": ["{name}"]},
        items="ConfigurationRecordersStatus",
        match={"name": "{name}"},
        absent=("NoSuchConfigurationRecorderException",),
    ),
    identity=("name",),
    named_by=("name",),
    ids=("name",),
    updates=(
        Update(
            ("is_recording",),
            choose={
                True: Step(
                    "config.start_configuration_recorder",
                    _NAME,
                    retry=("NoAvailableDeliveryChannelException",),
                ),
                False: Step("config.stop_configuration_recorder", _NAME),
            },
        ),
    ),
)
