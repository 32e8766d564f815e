"""Where something of Config is."""

from ringwall.emulator.call import EmulatedCall

ConfigPlace = tuple[str, str]
"""An account and a Region."""


def place_of(call: EmulatedCall) -> ConfigPlace:
    """Return the account and Region of a call."""
    return call.account_id, call.region
