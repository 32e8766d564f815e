"""Lambda: the versions of a function, which moto lists for its name alone."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState


@emulates("lambda", "ListVersionsByFunction")
def list_versions(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the versions of the function of a name, or of an ARN in whole or in part."""
    name = call.parameters["FunctionName"]
    own = name.rpartition("function:")[2].partition(":")[0]
    backend = moto_backend("lambda", call.account_id, call.region)
    versions = [each.get_configuration() for each in backend.list_versions_by_function(own)]
    if not versions:
        raise Fault("ResourceNotFoundException", f"Function not found: {name}", 404)
    return {"Versions": versions}
