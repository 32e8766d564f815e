"""Lambda: how a function is invoked asynchronously: one configuration each, which moto piles up."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

LATEST = "$LATEST"


@emulates("lambda", "PutFunctionEventInvokeConfig", "UpdateFunctionEventInvokeConfig")
def set_retries(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Keep what is set; an update leaves what it does not name."""
    name = call.parameters["FunctionName"]
    backend = moto_backend("lambda", call.account_id, call.region)
    function = backend.get_function(name)
    before = [*function.event_invoke_config]
    answer = state.ask_moto(call)
    made = function.event_invoke_config[-1]
    if call.operation.startswith("Update") and before:
        made.config = {**before[0].config, **made.config}
    function.event_invoke_config = [made]
    return _show({**answer, **made.config})


@emulates("lambda", "GetFunctionEventInvokeConfig")
def get_retries(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what is set."""
    return _show(state.ask_moto(call))


@emulates("lambda", "ListFunctionEventInvokeConfigs")
def list_retries(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what is set, as a list."""
    answer = state.ask_moto(call)
    found = [_show(one) for one in answer["FunctionEventInvokeConfigs"]]
    return {**answer, "FunctionEventInvokeConfigs": found}


def _show(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return a configuration as AWS shows it: it is of the version that is worked on."""
    arn = config["FunctionArn"]
    return {**config, "FunctionArn": arn if arn.endswith(LATEST) else f"{arn}:{LATEST}"}
