"""IAM: access keys, which stay known after they were deleted."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.state import EmulatorState


@emulates("iam", "CreateAccessKey")
def create_access_key(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Create a key: a deleted one is refused, while keys that nobody made are the operator's."""
    answer = state.ask_moto(call)
    state.user_keys.add(answer["AccessKey"]["AccessKeyId"])
    return answer
