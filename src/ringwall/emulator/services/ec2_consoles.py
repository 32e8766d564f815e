"""EC2: what an instance's console showed: what a test put there, and nothing else."""

import base64
from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState


@emulates("ec2", "GetConsoleOutput")
def get_console_output(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the recorded output; AWS has none either before an instance has written any.

    Record it under `ec2.ConsoleOutput` in the settings: text by the id of the instance.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetConsoleOutput.html
    """
    instance = _find_instance(call)
    shown = {"InstanceId": instance.id, "Timestamp": instance.launch_time}
    text = state.setting(call, "ConsoleOutput", {}).get(instance.id)
    # As botocore decodes what it reads, and what moto writes is taken as it stands.
    return shown | ({"Output": base64.b64encode(text.encode()).decode()} if text else {})


@emulates("ec2", "GetConsoleScreenshot")
def get_console_screenshot(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the recorded picture (JPG), or the error of an instance that shows none.

    Record it under `ec2.ConsoleScreenshot`: bytes by the id of the instance.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetConsoleScreenshot.html
    """
    instance = _find_instance(call)
    if instance.state != "running":
        message = f"The instance '{instance.id}' is not in the 'running' state."
        raise Fault("IncorrectInstanceState", message)
    picture = state.setting(call, "ConsoleScreenshot", {}).get(instance.id)
    if picture is None:
        message = f"No console screenshot was recorded for the instance '{instance.id}'"
        raise Fault("InternalError", message, 500)
    return {"InstanceId": instance.id, "ImageData": base64.b64encode(picture).decode()}


def _find_instance(call: EmulatedCall) -> Any:
    wanted = call.parameters["InstanceId"]
    backend = moto_backend("ec2", call.account_id, call.region)
    found = next((i for i in backend.all_instances() if i.id == wanted), None)
    if found is None:
        message = f"The instance ID '{wanted}' does not exist"
        raise Fault("InvalidInstanceID.NotFound", message)
    return found
