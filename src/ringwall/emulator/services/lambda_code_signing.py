"""Lambda: who may have signed the code of functions. No code is checked for signatures here.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from moto.awslambda.exceptions import UnknownFunctionException
from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import Holding, hold, make_arn
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState, Record

_USUAL = {"UntrustedArtifactOnDeployment": "Warn"}


def _configs(state: EmulatorState, call: EmulatedCall) -> Holding:
    return hold(state, call, "code_signing")


def _require(state: EmulatorState, call: EmulatedCall) -> Record:
    arn = call.parameters["CodeSigningConfigArn"]
    found = _configs(state, call).get(arn)
    if found is None:
        code = "CodeSigningConfigNotFoundException"
        code = code if "Function" in call.operation else "ResourceNotFoundException"
        raise Fault(code, f"The code signing configuration cannot be found: {arn}", 404)
    return found


@emulates("lambda", "CreateCodeSigningConfig")
def create_config(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a configuration: signing profiles, and what becomes of code that none has signed."""
    own = f"csc-{mock_random.get_random_hex(17)}"
    arn = make_arn(call, f"code-signing-config:{own}")
    made: Record = {
        "CodeSigningConfigId": own,
        "CodeSigningConfigArn": arn,
        "CodeSigningPolicies": _USUAL,
    }
    _configs(state, call)[arn] = made
    return {"CodeSigningConfig": _change(made, call)}


def _change(held: Record, call: EmulatedCall) -> Record:
    for name in ("Description", "AllowedPublishers", "CodeSigningPolicies"):
        if call.parameters.get(name) is not None:
            held[name] = call.parameters[name]
    held["LastModified"] = datetime.now(UTC).isoformat(timespec="milliseconds")
    return held


@emulates("lambda", "GetCodeSigningConfig", "UpdateCodeSigningConfig")
def get_config(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a configuration, changed or as it is."""
    found = _require(state, call)
    is_change = call.operation.startswith("Update")
    return {"CodeSigningConfig": _change(found, call) if is_change else found}


@emulates("lambda", "ListCodeSigningConfigs")
def list_configs(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return all configurations."""
    return {"CodeSigningConfigs": list(_configs(state, call).values())}


@emulates("lambda", "DeleteCodeSigningConfig")
def delete_config(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a configuration that no function uses."""
    arn = _require(state, call)["CodeSigningConfigArn"]
    if _list_users(call, arn):
        message = "The code signing configuration is used by functions."
        raise Fault("ResourceConflictException", message, 409)
    del _configs(state, call)[arn]
    return {}


@emulates("lambda", "ListFunctionsByCodeSigningConfig")
def list_functions(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the functions that use a configuration."""
    return {"FunctionArns": _list_users(call, _require(state, call)["CodeSigningConfigArn"])}


def _list_users(call: EmulatedCall, arn: str) -> list[str]:
    functions = moto_backend("lambda", call.account_id, call.region).list_functions()
    return [str(f.function_arn) for f in functions if f.code_signing_config_arn == arn]


@emulates("lambda", "PutFunctionCodeSigningConfig", "DeleteFunctionCodeSigningConfig")
def set_config(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Let a function take code that a configuration admits, or any."""
    function = _find_function(call)
    if call.operation.startswith("Delete"):
        function.code_signing_config_arn = None
        return {}
    arn = _require(state, call)["CodeSigningConfigArn"]
    function.code_signing_config_arn = arn
    return {"CodeSigningConfigArn": arn, "FunctionName": function.function_name}


def _find_function(call: EmulatedCall) -> Any:
    name = call.parameters["FunctionName"]
    try:
        return moto_backend("lambda", call.account_id, call.region).get_function(name)
    except UnknownFunctionException as error:
        raise Fault("ResourceNotFoundException", f"Function not found: {name}", 404) from error
