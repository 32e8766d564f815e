"""How recorders come, change and go: one a Region, with a role; it is started by a row of its own.

The role is AWS Config's service-linked one: `config_configuration_recorder_status` starts the
recorder, once there is a delivery channel.
"""

from typing import Any

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_COLUMNS = (
    "role_arn",
    "all_supported",
    "include_global_resource_types",
    "resource_types",
    "excluded_resource_types",
    "recording_strategy",
    "recording_frequency",
)
_PUT = Step(
    "config.put_configuration_recorder",
    {
        "ConfigurationRecorder": {
            "name": "{name}",
            "roleARN": "{role_arn}",
            "recordingGroup": {
                "allSupported": "{all_supported}",
                "includeGlobalResourceTypes": "{include_global_resource_types}",
                "resourceTypes": "{resource_types}",
                "exclusionByResourceTypes": {"resourceTypes": "{excluded_resource_types}"},
                "recordingStrategy": {"useOnly": "{recording_strategy}"},
            },
            "recordingMode": {"recordingFrequency": "{recording_frequency}"},
        }
    },
    retry=("InvalidRoleException", "ThrottlingException"),
    also=("iam:PassRole",),
)


def _names(recorder: Any = "{name}") -> dict[str, Any]:
    return {"ConfigurationRecorderName": recorder}


recorder = Lifecycle(
    table="config_configuration_recorder",
    find=Find(
        "config.describe_configuration_recorders",
        {"ConfigurationRecorderNames": ["{name}"]},
        items="ConfigurationRecorders",
        match={"name": "{name}"},
        absent=("NoSuchConfigurationRecorderException",),
    ),
    identity=("name",),
    named_by=("name",),
    ids=("arn", "name"),
    create=_PUT,
    creates=("name", *_COLUMNS),
    updates=(Update(_COLUMNS, _PUT, whole=True),),
    erase=Step("config.delete_configuration_recorder", _names()),
    normal={"resource_types": "set", "excluded_resource_types": "set"},
)
