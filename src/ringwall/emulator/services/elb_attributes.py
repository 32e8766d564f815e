"""Classic load balancing: attributes and policies that AWS gives by itself, and moto does not.

https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-policy-table.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

DESYNC = "elb.http.desyncmitigationmode"
DEFAULT_POLICY = "ELBSecurityPolicy-2016-08"
"""The policy of a listener with HTTPS or SSL for which nobody has named one."""
ENCRYPTED = frozenset({"HTTPS", "SSL"})


@emulates("elb", "DescribeLoadBalancerAttributes")
def describe_attributes(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return attributes; the mode against desync once, as it was set, or else `defensive`."""
    answer = state.ask_moto(call)
    backend = moto_backend("elb", call.account_id, call.region)
    kept = backend.get_load_balancer(call.parameters["LoadBalancerName"]).attributes
    # moto adds the default again with each change of another attribute.
    more = {DESYNC: "defensive", **dict(reversed(kept["additional_attributes"] or []))}
    shown = [{"Key": key, "Value": value} for key, value in more.items()]
    answer["LoadBalancerAttributes"]["AdditionalAttributes"] = shown
    return answer


@emulates("elb", "DescribeLoadBalancers")
def describe_balancers(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return load balancers; each has zones, and each listener with TLS has a policy."""
    answer = state.ask_moto(call)
    subnets = moto_backend("ec2", call.account_id, call.region).subnets
    zones = {name: zone for zone, held in subnets.items() for name in held}
    for balancer in answer.get("LoadBalancerDescriptions", ()):
        if found := {zones[name] for name in balancer.get("Subnets", ()) if name in zones}:
            balancer["AvailabilityZones"] = sorted(found)
        for described in balancer.get("ListenerDescriptions", ()):
            if described["Listener"]["Protocol"] in ENCRYPTED and not described.get("PolicyNames"):
                described["PolicyNames"] = [DEFAULT_POLICY]
    return answer


@emulates("elb", "DescribeLoadBalancerPolicies")
def describe_policies(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return policies, with AWS's own where a listener has it."""
    answer = dict(state.ask_moto(call))
    name = call.parameters.get("LoadBalancerName")
    if not name or call.parameters.get("PolicyNames"):
        return answer
    balancer = moto_backend("elb", call.account_id, call.region).get_load_balancer(name)
    encrypted = [one for one in balancer.listeners if one.protocol in ENCRYPTED]
    if all(one.policy_names for one in encrypted):
        return answer
    reference = {"AttributeName": "Reference-Security-Policy", "AttributeValue": DEFAULT_POLICY}
    own = {
        "PolicyName": DEFAULT_POLICY,
        "PolicyTypeName": "SSLNegotiationPolicyType",
        "PolicyAttributeDescriptions": [reference],
    }
    return answer | {"PolicyDescriptions": [*answer.get("PolicyDescriptions", ()), own]}
