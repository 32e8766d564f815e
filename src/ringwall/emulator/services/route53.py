"""Route 53: what moto leaves out of lists of hosted zones.

https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHostedZones.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.state import EmulatorState


@emulates("route53", "ListHostedZones")
def list_zones(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Say where the page begins, on the first one too."""
    return {"Marker": "", **state.ask_moto(call)}
