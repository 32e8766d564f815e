"""CloudWatch Logs: metric filters, of which moto keeps two where one is changed."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState


def _filters(call: EmulatedCall) -> list[dict[str, Any]]:
    backend = moto_backend("logs", call.account_id, call.region)
    if call.parameters["logGroupName"] not in backend.groups:
        message = "The specified log group does not exist."
        raise Fault("ResourceNotFoundException", message)
    found: list[dict[str, Any]] = backend.filters.metric_filters
    return found


def _find(call: EmulatedCall) -> list[dict[str, Any]]:
    wanted = (call.parameters["logGroupName"], call.parameters["filterName"])
    return [f for f in _filters(call) if (f["logGroupName"], f["filterName"]) == wanted]


@emulates("logs", "PutMetricFilter")
def put(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a filter, or change the one of its name."""
    before = _find(call)
    answer = state.ask_moto(call)
    held = _filters(call)
    for old in before:
        held.remove(old)
    return answer


@emulates("logs", "DeleteMetricFilter")
def delete(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to delete what does not exist; moto deletes the rest."""
    if not _find(call):
        message = "The specified metric filter does not exist."
        raise Fault("ResourceNotFoundException", message)
