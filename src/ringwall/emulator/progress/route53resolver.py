"""Route 53 Resolver: VPCs whose answers are validated a while after that was asked for.

https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_ResolverDnssecConfig.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.behavior.pending import PendingThing
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.hooks import takes_time
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

BEFORE = {
    "ENABLED": "ENABLING",
    "DISABLED": "DISABLING",
    "USE_LOCAL_RESOURCE_SETTING": "UPDATING_TO_USE_LOCAL_RESOURCE_SETTING",
}
"""What is said before it is so."""


@takes_time("route53resolver", "UpdateResolverDnssecConfig")
def set_validation(
    state: EmulatorState, call: EmulatedCall, answer: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Let validation be on its way before it is as was asked for."""
    shown = answer["ResolverDNSSECConfig"]
    config = _find(call.account_id, call.region, shown["ResourceId"])
    config.validation_status = BEFORE[config.validation_status]
    state.pending.start(state, call, shown["ResourceId"], finish)
    return {"ResolverDNSSECConfig": {**shown, "ValidationStatus": config.validation_status}}


def finish(_state: EmulatorState, thing: PendingThing) -> None:
    """Let validation be as was asked for."""
    config = _find(thing.account_id, thing.region, thing.name)
    so = {before: status for status, before in BEFORE.items()}
    config.validation_status = so.get(config.validation_status, config.validation_status)


def _find(account_id: str, region: str, vpc_id: str) -> Any:
    return moto_backend("route53resolver", account_id, region).resolver_dnssec_configs[vpc_id]
