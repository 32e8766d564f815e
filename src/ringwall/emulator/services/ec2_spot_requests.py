"""EC2: Spot requests, with when they were made, of which type and of what, which moto forgets.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SpotFleetRequestConfigData.html
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold
from ringwall.emulator.state import EmulatorState

STRATEGY = "SpotFleetRequestConfig.AllocationStrategy"
LAUNCHED = ("LaunchSpecifications", "LaunchTemplateConfigs")
"""What says which instances are launched; a request has one of the two."""


@emulates("ec2", "RequestSpotFleet")
def request_fleet(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a request; without a strategy it is `lowestPrice`, without a type `maintain`."""
    config = call.parameters["SpotFleetRequestConfig"]
    asked = call
    if not config.get("AllocationStrategy"):
        given = [*parse_qsl(call.body.decode(), keep_blank_values=True), (STRATEGY, "lowestPrice")]
        body = urlencode(given).encode()
        environ = {**call.environ, "CONTENT_LENGTH": str(len(body))}
        asked = replace(call, body=body, environ=environ)
    answer = state.ask_moto(asked)
    hold(state, call, "spot-fleets")[answer["SpotFleetRequestId"]] = {
        "CreateTime": state.clock.now(),
        "Type": config.get("Type") or "maintain",
        "Launched": {name: config[name] for name in LAUNCHED if config.get(name)},
    }
    return answer


@emulates("ec2", "DescribeSpotFleetRequests")
def describe_fleets(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the requests, with when they were made, of which type, and what they launch."""
    answer = state.ask_moto(call)
    held = hold(state, call, "spot-fleets")
    for shown in answer.get("SpotFleetRequestConfigs", ()):
        kept = held.get(shown["SpotFleetRequestId"])
        if kept is not None:
            shown["CreateTime"] = kept["CreateTime"]
            shown["SpotFleetRequestConfig"]["Type"] = kept["Type"]
            # moto forgets disks, and makes specifications of templates.
            shown["SpotFleetRequestConfig"].pop("LaunchSpecifications", None)
            shown["SpotFleetRequestConfig"] |= kept["Launched"]
    return answer


@emulates("ec2", "RequestSpotInstances", "DescribeSpotInstanceRequests")
def show_requests(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make or return Spot Instance requests; in moto all are of 2015."""
    answer = state.ask_moto(call)
    held = hold(state, call, "spot-requests")
    for shown in answer.get("SpotInstanceRequests", ()):
        kept = held.setdefault(shown["SpotInstanceRequestId"], {"CreateTime": state.clock.now()})
        shown["CreateTime"] = kept["CreateTime"]
        shown["LaunchSpecification"].setdefault("Monitoring", {}).setdefault("Enabled", False)
    return answer
