"""Network Firewall: which TLS traffic is decrypted to inspect it, and with which certificates."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.firewall_resources import (
    check_token,
    drop_empty,
    find_resource,
    make_resource,
    show_tags,
)
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold
from ringwall.emulator.state import EmulatorState, Record

KIND = "tls-configuration"


@emulates("network-firewall", "CreateTLSInspectionConfiguration")
def create_inspection(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a configuration with one server certificate configuration."""
    given = call.parameters
    body = _read(call)
    made = make_resource(state, call, KIND, given["TLSInspectionConfigurationName"], body)
    return {"UpdateToken": made["token"], "TLSInspectionConfigurationResponse": _show(made)}


def _read(call: EmulatedCall) -> Record:
    wanted = call.parameters["TLSInspectionConfiguration"]
    if len(wanted.get("ServerCertificateConfigurations") or ()) != 1:
        message = "There must be exactly one server certificate configuration"
        raise Fault("InvalidRequestException", message)
    return {"inspection": wanted}


def _find(state: EmulatorState, call: EmulatedCall) -> Record:
    given = call.parameters
    name = given.get("TLSInspectionConfigurationName")
    return find_resource(state, call, (KIND,), name, given.get("TLSInspectionConfigurationArn"))


@emulates("network-firewall", "DescribeTLSInspectionConfiguration")
def describe_inspection(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a configuration."""
    held = _find(state, call)
    return {
        "UpdateToken": held["token"],
        "TLSInspectionConfiguration": held["inspection"],
        "TLSInspectionConfigurationResponse": _show(held),
    }


@emulates("network-firewall", "UpdateTLSInspectionConfiguration")
def update_inspection(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Replace a configuration."""
    held, body = _find(state, call), _read(call)
    check_token(call, held)
    held.update(body)
    return {"UpdateToken": held["token"], "TLSInspectionConfigurationResponse": _show(held)}


@emulates("network-firewall", "DeleteTLSInspectionConfiguration")
def delete_inspection(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a configuration."""
    held = _find(state, call)
    del hold(state, call, "tls")[held["arn"]]
    shown = _show(held) | {"TLSInspectionConfigurationStatus": "DELETING"}
    return {"TLSInspectionConfigurationResponse": shown}


def _show(held: Record) -> Record:
    return drop_empty(
        {
            "TLSInspectionConfigurationArn": held["arn"],
            "TLSInspectionConfigurationName": held["name"],
            "TLSInspectionConfigurationId": held["id"],
            "TLSInspectionConfigurationStatus": "ACTIVE",
            "Description": held["description"],
            "Tags": show_tags(held),
            "EncryptionConfiguration": held["encryption"],
            "LastModifiedTime": held["modified"],
        }
    )
