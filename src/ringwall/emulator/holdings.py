"""What our own operations keep: records by account, Region, service and kind."""

from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.needs.templates import find_partition
from ringwall.emulator.state import EmulatorState, Record

_ARN_FIELDS = 6
_ID_LENGTH = 17
Holding = dict[str, Record]
"""Records of one kind by their id or name, in the order in which they were made."""


def hold(state: EmulatorState, call: EmulatedCall, kind: str) -> Holding:
    """Return what the call's account and Region have of a kind: a change to it stays."""
    return hold_in(state, call.account_id, call.region, f"{call.service}.{kind}")


def hold_in(state: EmulatorState, account_id: str, region: str, name: str) -> Holding:
    """Return what an account has in a Region, by `service.kind`."""
    found: Holding = state.settings.setdefault((account_id, region, name), {})
    return found


def hold_at(state: EmulatorState, arn: str, kind: str) -> Holding:
    """Return what the account and the Region of an ARN have of a kind, without making it."""
    fields = arn.split(":", _ARN_FIELDS - 1)
    if len(fields) < _ARN_FIELDS:
        return {}
    service, region, account_id = fields[2:5]
    found: Holding = state.settings.get((account_id, region, f"{service}.{kind}"), {})
    return found


def make_id(prefix: str, length: int = _ID_LENGTH) -> str:
    """Return an id as AWS makes them, equal in equal runs: `vpcbpa-exclude-0a1b...`."""
    return f"{prefix}-{mock_random.get_random_hex(length)}"


def make_arn(call: EmulatedCall, resource: str) -> str:
    """Return the ARN of a resource of the call's account, Region and service."""
    partition = find_partition(call.region)
    service = call.service_model.signing_name
    return f"arn:{partition}:{service}:{call.region}:{call.account_id}:{resource}"
