"""AWS Config: how often recorders record, which moto forgets.

https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingMode.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.state import EmulatorState

CONTINUOUS = {"recordingFrequency": "CONTINUOUS"}


def _modes(state: EmulatorState, call: EmulatedCall) -> dict[str, Any]:
    key = (call.account_id, call.region, "config.recording_modes")
    found: dict[str, Any] = state.settings.setdefault(key, {})
    return found


@emulates("config", "PutConfigurationRecorder")
def put_recorder(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Keep the recorder's mode beside what moto keeps."""
    answer: Mapping[str, Any] = state.ask_moto(call)
    recorder = call.parameters["ConfigurationRecorder"]
    _modes(state, call)[recorder["name"]] = recorder.get("recordingMode") or CONTINUOUS
    return answer


@emulates("config", "DescribeConfigurationRecorders")
def describe_recorders(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return moto's recorders with their modes."""
    answer: Mapping[str, Any] = state.ask_moto(call)
    modes = _modes(state, call)
    for recorder in answer["ConfigurationRecorders"]:
        recorder["recordingMode"] = modes.get(recorder["name"], CONTINUOUS)
    return answer
