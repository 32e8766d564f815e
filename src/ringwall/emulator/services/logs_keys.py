"""CloudWatch Logs: the key of a log group that exists already.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.needs.stored import find_key
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState


@emulates("logs", "AssociateKmsKey", "DisassociateKmsKey")
def set_key(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Encrypt what is written to a group from now on, or no longer."""
    given = call.parameters
    name = given.get("logGroupName") or str(given.get("resourceIdentifier")).rpartition(":")[2]
    group = moto_backend("logs", call.account_id, call.region).groups.get(name)
    if group is None:
        message = "The specified log group does not exist."
        raise Fault("ResourceNotFoundException", message)
    if call.operation.startswith("Disassociate"):
        group.kms_key_id = None
        return {}
    key = find_key(given["kmsKeyId"])
    if key is None or key.key_state != "Enabled":
        message = f"The specified KMS Key Id could not be found: {given['kmsKeyId']}"
        raise Fault("InvalidParameterException", message)
    group.kms_key_id = key.arn
    return {}
