"""AWS Config: recorders, whether they run, and where they deliver."""

from collections.abc import Callable
from typing import Any

from log_targets import make_config_role

from ringwall.emulator.app import Emulator
from ringwall.model.errors import AccessDenied
from ringwall.model.table import Reader

ANSWERS: dict[str, Any] = {
    "config.describe_configuration_recorders": {
        "ConfigurationRecorders": [
            {
                "name": "default",
                "roleARN": "arn:aws:iam::111111111111:role/config",
                "recordingGroup": {
                    "allSupported": True,
                    "recordingStrategy": {"useOnly": "ALL_SUPPORTED_RESOURCE_TYPES"},
                },
            },
            {"name": "AWSConfigurationRecorderForObservability", "recordingScope": "INTERNAL"},
        ]
    },
    "config.describe_configuration_recorder_status": {
        "ConfigurationRecordersStatus": [
            {"name": "default", "recording": True, "lastStatus": "Success"},
        ]
    },
    "config.describe_delivery_channels": {
        "DeliveryChannels": [{"name": "default", "s3BucketName": "logs"}]
    },
}


def test_status_and_channel_stand_beside_the_recorder(canned: Any, collect: Any) -> None:
    rows, _ = collect(canned(ANSWERS), "config_configuration_recorder")
    own, service = rows["config_configuration_recorder"]
    assert own["arn"].endswith(":configuration-recorder/default")
    assert (own["is_recording"], own["last_status"], own["s3_bucket_name"]) == (
        True,
        "Success",
        "logs",
    )
    # No status came back for it: that is not the same as "stopped".
    assert (service["recording_scope"], service["is_recording"]) == ("INTERNAL", None)


def test_a_refused_status_hides_whether_it_runs(canned: Any, collect: Any) -> None:
    denied = AccessDenied("no", "AccessDeniedException")
    answers = {**ANSWERS, "config.describe_configuration_recorder_status": denied}
    rows, gaps = collect(canned(answers), "config_configuration_recorder")
    own = rows["config_configuration_recorder"][0]
    assert (own["is_recording"], own["s3_bucket_name"], own["all_supported"]) == (
        None,
        "logs",
        True,
    )
    assert {gap.aspect for gap in gaps} == {"Recording"}


def test_the_service_reads_a_region(
    live: Reader, aws: Callable[[str], Any], collect: Any, emulator: Emulator
) -> None:
    rows, gaps = collect(live, "config_configuration_recorder")
    assert (rows["config_configuration_recorder"], gaps) == ([], [])
    config, role = aws("config"), make_config_role(aws("iam"))
    config.put_configuration_recorder(
        ConfigurationRecorder={
            "name": "default",
            "roleARN": role,
            "recordingGroup": {"allSupported": True},
        }
    )
    emulator.calls.clear()
    rows, gaps = collect(live, "config_configuration_recorder")
    assert gaps == []
    (row,) = rows["config_configuration_recorder"]
    assert (row["is_recording"], row["s3_bucket_name"]) == (False, "")
    assert sum(emulator.calls.values()) == 3
