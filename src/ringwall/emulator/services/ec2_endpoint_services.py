"""EC2: the services that a Region has endpoints of."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState


@emulates("ec2", "DescribeVpcEndpointServices")
def describe_services(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return services by their names and by filters, whose values moto looks for elsewhere.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpointServices.html
    """
    given = call.parameters
    if not given.get("Filters"):
        return state.ask_moto(call)
    found = moto_backend("ec2", call.account_id, call.region).describe_vpc_endpoint_services(
        service_names=[],
        filters=[{**each, "Value": each["Values"]} for each in given["Filters"]],
        max_results=0,
        next_token=None,
        region=call.region,
    )["servicesDetails"]
    names = given.get("ServiceNames") or [each["ServiceName"] for each in found]
    details = [each for each in found if each["ServiceName"] in names]
    return {
        "ServiceNames": [each["ServiceName"] for each in details],
        "ServiceDetails": details,
    }
