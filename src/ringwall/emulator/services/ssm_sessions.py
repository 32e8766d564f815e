"""Systems Manager: sessions on nodes, and settings of the service.

https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.authorization.callers import find_caller
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold, make_arn
from ringwall.emulator.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState, Record

DEFAULT_DOCUMENT = "SSM-SessionManagerRunShell"
ID_LENGTH = 17


def find_nodes(state: EmulatorState, call: EmulatedCall) -> dict[str, Record]:
    """Return the managed nodes that run: an instance is one where that was recorded.

    A test records them under `ssm.Nodes` in the settings: by the id of the instance, what
    DescribeInstanceInformation shows of it beside the usual.
    """
    recorded = state.setting(call, "Nodes", {})
    running = {
        instance.id
        for instance in moto_backend("ec2", call.account_id, call.region).all_instances()
        if instance.state == "running"
    }
    return {name: dict(held) for name, held in recorded.items() if name in running}


@emulates("ssm", "DescribeInstanceInformation")
def describe_nodes(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the managed nodes."""
    default = {"PingStatus": "Online", "ResourceType": "EC2Instance"}
    filters = call.parameters.get("Filters") or ()
    wanted = [f["Values"] for f in filters if f.get("Key") == "InstanceIds"]
    found = [
        {"InstanceId": name, **default, **held}
        for name, held in find_nodes(state, call).items()
        if all(name in values for values in wanted)
    ]
    return {"InstanceInformationList": found}


@emulates("ssm", "GetConnectionStatus")
def get_connection(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return whether a session could start on a node."""
    target = call.parameters["Target"]
    status = "connected" if target in find_nodes(state, call) else "notconnected"
    return {"Target": target, "Status": status}


@emulates("ssm", "StartSession")
def start_session(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Start a session, whose stream leads nowhere."""
    target = call.parameters["Target"]
    if target not in find_nodes(state, call):
        raise Fault("TargetNotConnected", f"{target} is not connected.")
    caller = find_caller(state, call)
    owner = caller.arn.rpartition("/")[2]
    made = f"{owner}-{mock_random.get_random_hex(ID_LENGTH)}"
    shown = {
        "SessionId": made,
        "Target": target,
        "Status": "Connected",
        "StartDate": datetime.now(UTC),
        "DocumentName": call.parameters.get("DocumentName") or DEFAULT_DOCUMENT,
        "Owner": caller.arn,
        "MaxSessionDuration": "",
        "AccessType": "Standard",
    }
    reason = call.parameters.get("Reason")
    hold(state, call, "sessions")[made] = shown | ({"Reason": reason} if reason else {})
    url = f"wss://ssmmessages.{call.region}.amazonaws.com/v1/data-channel/{made}?role=publish"
    return {"SessionId": made, "TokenValue": mock_random.get_random_hex(64), "StreamUrl": url}


@emulates("ssm", "TerminateSession")
def terminate_session(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """End a session for good; to end one that has ended is no error."""
    name = call.parameters["SessionId"]
    held = hold(state, call, "sessions").get(name)
    if held is not None and held["Status"] == "Connected":
        held |= {"Status": "Terminated", "EndDate": datetime.now(UTC)}
    return {"SessionId": name}


@emulates("ssm", "DescribeSessions")
def describe_sessions(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the sessions that are active, or those that have ended."""
    is_active = call.parameters["State"] == "Active"
    members = {"Target": "Target", "Owner": "Owner", "Status": "Status", "SessionId": "SessionId"}
    filters = [
        (members[f["key"]], f["value"])
        for f in call.parameters.get("Filters") or ()
        if f["key"] in members
    ]
    running = find_nodes(state, call)
    found = []
    for held in hold(state, call, "sessions").values():
        if held["Status"] == "Connected" and held["Target"] not in running:
            held |= {"Status": "Terminated", "EndDate": datetime.now(UTC)}
        if (held["Status"] == "Connected") == is_active and all(
            held.get(member) == value for member, value in filters
        ):
            found.append(held)
    return {"Sessions": found}


DEFAULTS: Mapping[str, str] = {
    "/ssm/appconfig/appconfig-integration": "Disabled",
    "/ssm/automation/customer-script-log-destination": "None",
    "/ssm/documents/console/public-sharing-permission": "Enable",
    "/ssm/managed-instance/activation-tier": "standard",
    "/ssm/managed-instance/default-ec2-instance-management-role": "",
    "/ssm/opsinsights/opscenter": "Disabled",
    "/ssm/parameter-store/default-parameter-tier": "Standard",
    "/ssm/parameter-store/high-throughput-enabled": "false",
}
"""Settings and what AWS sets them to at first.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetServiceSetting.html
"""


@emulates("ssm", "GetServiceSetting", "UpdateServiceSetting", "ResetServiceSetting")
def keep_setting(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return, set or reset a setting of the account."""
    given = call.parameters["SettingId"]
    name = f"/ssm/{given.partition('/ssm/')[2]}"
    if name not in DEFAULTS:
        raise Fault("ServiceSettingNotFound", f"Setting {given} not found")
    held = hold(state, call, "settings")
    if call.operation.startswith("Update"):
        held[name] = {
            "value": call.parameters["SettingValue"],
            "at": datetime.now(UTC),
            "by": find_caller(state, call).arn,
        }
        return {}
    if call.operation.startswith("Reset"):
        held.pop(name, None)
    chosen = held.get(name)
    shown = {
        "SettingId": name,
        "SettingValue": chosen["value"] if chosen else DEFAULTS[name],
        "LastModifiedUser": chosen["by"] if chosen else "System",
        "ARN": make_arn(call, f"servicesetting{name}"),
        "Status": "Customized" if chosen else "Default",
    }
    if chosen:
        shown |= {"LastModifiedDate": chosen["at"]}
    return {"ServiceSetting": shown}
