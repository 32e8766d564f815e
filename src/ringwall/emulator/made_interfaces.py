"""Network interfaces that AWS makes for a service: of transit gateways and of firewalls.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html
"""

from collections.abc import Iterable
from typing import Any

ATTACHMENT = "transit_gateway"
ENDPOINT = "gateway_load_balancer_endpoint"
DESCRIPTIONS = {
    ATTACHMENT: "Network Interface for Transit Gateway Attachment ",
    ENDPOINT: "VPC Endpoint Interface ",
}
"""Types of interfaces -> how their descriptions begin; what they were made for ends them."""


def place_interfaces(backend: Any, kind: str, maker: str, subnets: Iterable[str]) -> list[str]:
    """Have one interface in each of some subnets, and in no other, and return their ids.

    They have no security group, and nobody but the service can change them.
    """
    wanted = list(subnets)
    held = {
        each.subnet.id: each.id for each in backend.enis.values() if find_maker(each, kind) == maker
    }
    for subnet_id, interface_id in held.items():
        if subnet_id not in wanted:
            gone = backend.enis.pop(interface_id)
            gone.subnet.del_subnet_ip(gone.private_ip_address)
    return [held.get(each) or _make(backend, kind, maker, each) for each in wanted]


def find_maker(interface: Any, kind: str) -> str:
    """Return the id of what an interface of a type was made for; '' for other interfaces."""
    if interface.interface_type != kind:
        return ""
    return str(interface.description).removeprefix(DESCRIPTIONS[kind])


def _make(backend: Any, kind: str, maker: str, subnet_id: str) -> str:
    subnet = backend.get_subnet(subnet_id)
    address = subnet.get_available_subnet_ip(None)
    made = backend.create_network_interface(
        subnet, address, description=f"{DESCRIPTIONS[kind]}{maker}"
    )
    made.interface_type, made.requester_managed, made.status = kind, True, "in-use"
    made.__dict__["_group_set"] = []
    return str(made.id)
