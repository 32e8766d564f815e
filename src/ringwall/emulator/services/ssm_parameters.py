"""Systems Manager: parameters, which moto lists without their ARNs."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.state import EmulatorState


@emulates("ssm", "DescribeParameters")
def describe_parameters(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what moto lists, each with its ARN: a name that begins with / does so once there.

    https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterMetadata.html
    """
    answer = state.ask_moto(call)
    start = f"arn:{call.partition}:ssm:{call.region}:{call.account_id}:parameter/"
    listed = [{**one, "ARN": start + one["Name"].lstrip("/")} for one in answer["Parameters"]]
    return {**answer, "Parameters": listed}
