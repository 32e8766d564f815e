"""EC2: NAT gateways, which come and go slowly, and keep their address until they are gone.

https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.behavior.pending import PendingThing
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.hooks import takes_time
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState


@takes_time("ec2", "CreateNatGateway")
def create(
    state: EmulatorState, call: EmulatedCall, answer: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Let a gateway be pending before it is available."""
    gateway = answer["NatGateway"]
    _find(call.account_id, call.region, gateway["NatGatewayId"]).state = "pending"
    state.pending.start(state, call, gateway["NatGatewayId"], finish_creation)
    gateway["State"] = "pending"
    return answer


@takes_time("ec2", "DeleteNatGateway")
def delete(
    state: EmulatorState, call: EmulatedCall, answer: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Let a gateway be deleting before it is deleted; it keeps its interface until then."""
    name = call.parameters["NatGatewayId"]
    _find(call.account_id, call.region, name).state = "deleting"
    state.pending.start(state, call, name, finish_deletion)
    return answer


def finish_creation(_state: EmulatorState, thing: PendingThing) -> None:
    """Let a gateway be available."""
    _find(thing.account_id, thing.region, thing.name).state = "available"


def finish_deletion(_state: EmulatorState, thing: PendingThing) -> None:
    """Let a gateway be deleted: its interface goes, and its address is free; moto keeps both."""
    gateway = _find(thing.account_id, thing.region, thing.name)
    gateway.state = "deleted"
    backend = moto_backend("ec2", thing.account_id, thing.region)
    interface = gateway._eni  # noqa: SLF001  # moto offers no other way
    for address in backend.addresses:
        if address.eni is not None and address.eni.id == interface.id:
            backend.disassociate_address(address=address.public_ip)
    backend.enis.pop(interface.id, None)


def _find(account_id: str, region: str, name: str) -> Any:
    return moto_backend("ec2", account_id, region).nat_gateways[name]
