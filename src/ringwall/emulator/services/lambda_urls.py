"""Lambda: a function's URLs: their list, which moto lacks, and their mode as AWS spells it."""

from collections.abc import Mapping
from typing import Any

from moto.awslambda.exceptions import UnknownFunctionException

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState


@emulates("lambda", "ListFunctionUrlConfigs")
def list_function_urls(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the function's own URL; moto has none for aliases."""
    name = call.parameters["FunctionName"]
    try:
        function = moto_backend("lambda", call.account_id, call.region).get_function(name)
    except UnknownFunctionException as error:
        raise Fault("ResourceNotFoundException", f"Function not found: {name}", 404) from error
    shown = [_spell(function.url_config.to_dict())] if function.url_config else []
    return {"FunctionUrlConfigs": shown}


@emulates("lambda", "CreateFunctionUrlConfig", "GetFunctionUrlConfig", "UpdateFunctionUrlConfig")
def show_function_url(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the URL with its mode as AWS spells it."""
    answer = state.ask_moto(call)
    if mode := call.parameters.get("InvokeMode"):  # which moto never changes
        name = call.parameters["FunctionName"]
        function = moto_backend("lambda", call.account_id, call.region).get_function(name)
        function.url_config.config["InvokeMode"] = mode
        answer = {**answer, "InvokeMode": mode}
    return _spell(answer)


def _spell(config: Mapping[str, Any]) -> dict[str, Any]:
    return {**config, "InvokeMode": config["InvokeMode"].upper()}
