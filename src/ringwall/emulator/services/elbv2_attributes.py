"""Load balancing: attributes that a new load balancer has on AWS, and not in moto.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

LOGGED = {"access_logs.s3.enabled": "false"}
DEFAULTS: Mapping[str, Mapping[str, str]] = {
    "application": {
        **LOGGED,
        "connection_logs.s3.enabled": "false",
        "idle_timeout.timeout_seconds": "60",
        "routing.http.desync_mitigation_mode": "defensive",
        "routing.http.drop_invalid_header_fields.enabled": "false",
        "routing.http2.enabled": "true",
        "waf.fail_open.enabled": "false",
    },
    "network": LOGGED,
    "gateway": {},
}


@emulates("elbv2", "DescribeLoadBalancerAttributes")
def describe_attributes(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the attributes of a load balancer, all that its type has."""
    answer = state.ask_moto(call)
    backend = moto_backend("elbv2", call.account_id, call.region)
    balancer = backend.load_balancers[call.parameters["LoadBalancerArn"]]
    set_here = {one["Key"]: one["Value"] for one in answer["Attributes"]}
    known = {**DEFAULTS[balancer.type], **set_here}
    return {"Attributes": [{"Key": key, "Value": value} for key, value in known.items()]}
