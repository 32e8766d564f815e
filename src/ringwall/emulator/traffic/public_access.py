"""What VPC Block Public Access lets through at an internet gateway.

https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
"""

from ringwall.emulator.holdings import hold_in
from ringwall.emulator.state import EmulatorState
from ringwall.emulator.traffic.interfaces import TrafficInterface

BOTH, INGRESS = "block-bidirectional", "block-ingress"


def is_blocked(
    state: EmulatorState,
    interface: TrafficInterface,
    *,
    starts_inside: bool,
    is_egress_only: bool = False,
) -> bool:
    """Return whether packets between an interface and the internet are dropped.

    `starts_inside`: they belong to a connection that the interface's side has begun.
    """
    mode = find_mode(state, interface)
    if mode not in {BOTH, INGRESS}:
        return False
    exclusion = _find_exclusion(state, interface)
    if exclusion == "allow-bidirectional":
        return False
    if mode == BOTH:
        return not (exclusion == "allow-egress" and starts_inside)
    return not (interface.nat_gateway_id or is_egress_only)


def find_mode(state: EmulatorState, interface: TrafficInterface) -> str:
    """Return the mode of an interface's account and Region."""
    place = (interface.account_id, interface.region, "ec2.BlockPublicAccess")
    return str(state.settings.get(place, {}).get("InternetGatewayBlockMode", "off"))


def _find_exclusion(state: EmulatorState, interface: TrafficInterface) -> str:
    """Return the mode of the exclusion of the interface's subnet, or of its VPC; ''."""
    held = hold_in(state, interface.account_id, interface.region, "ec2.exclusions")
    modes = {
        str(each["ResourceArn"]).rpartition("/")[2]: str(each["InternetGatewayExclusionMode"])
        for each in held.values()
    }
    return modes.get(interface.subnet_id) or modes.get(interface.vpc_id, "")
