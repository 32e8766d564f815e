"""Route 53 Domains: the lock that keeps a domain from being transferred.

https://docs.aws.amazon.com/Route53/latest/APIReference/API_domains_EnableDomainTransferLock.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random
from moto.route53domains.exceptions import InvalidInputException

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import Holding, hold
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.running_operations import has_ended, start_operation
from ringwall.emulator.state import EmulatorState

LOCKED = "clientTransferProhibited"


def _operations(state: EmulatorState, call: EmulatedCall) -> Holding:
    return hold(state, call, "lock_operations")


@emulates("route53domains", "EnableDomainTransferLock", "DisableDomainTransferLock")
def set_lock(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Begin to lock a domain, or to unlock it."""
    name = call.parameters["DomainName"]
    try:
        moto_backend("route53domains", call.account_id).get_domain(name)
    except InvalidInputException as error:
        raise Fault("InvalidInput", f"Domain {name} not found in the account") from error
    for identifier, held in _operations(state, call).items():
        _advance(state, call, identifier)
        if held["DomainName"] == name and held["Status"] == "IN_PROGRESS":
            raise Fault("DuplicateRequest", f"An operation is in progress for the domain {name}")
    identifier = str(mock_random.uuid4())
    now = datetime.now(UTC).replace(microsecond=0)
    _operations(state, call)[identifier] = {
        "OperationId": identifier,
        "Status": "IN_PROGRESS",
        "DomainName": name,
        "Type": "DOMAIN_LOCK",
        "SubmittedDate": now,
        "LastUpdatedDate": now,
        "is_lock": call.operation.startswith("Enable"),
    }
    start_operation(state, "route53domains", identifier)
    _advance(state, call, identifier)
    return {"OperationId": identifier}


def _advance(state: EmulatorState, call: EmulatedCall, identifier: str) -> None:
    """Let an operation end, if it is time."""
    held = _operations(state, call)[identifier]
    if held["Status"] != "IN_PROGRESS" or not has_ended(state, "route53domains", identifier):
        return
    held["Status"] = "SUCCESSFUL"
    domain = moto_backend("route53domains", call.account_id).get_domain(held["DomainName"])
    rest = [one for one in domain.status_list if one != LOCKED]
    domain.status_list = [*rest, LOCKED] if held["is_lock"] else rest


@emulates("route53domains", "GetOperationDetail")
def get_operation(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Return how far an operation of a lock has come; of others moto answers."""
    identifier = call.parameters["OperationId"]
    if identifier not in _operations(state, call):
        return None
    _advance(state, call, identifier)
    held = _operations(state, call)[identifier]
    return {name: value for name, value in held.items() if name != "is_lock"}


@emulates("route53domains", "GetDomainDetail")
def get_domain(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a domain, with its lock as it is now."""
    for identifier in _operations(state, call):
        _advance(state, call, identifier)
    return state.ask_moto(call)


@emulates("route53domains", "RegisterDomain")
def register(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Register a domain: the names in its zone end with a dot, which moto leaves out."""
    answer = state.ask_moto(call)
    name = call.parameters["DomainName"]
    for zone in moto_backend("route53", call.account_id).zones.values():
        if zone.name == name:
            zone.name = f"{name}."
            for record in zone.rrsets:
                record.name = f"{record.name.rstrip('.')}."
    return answer
