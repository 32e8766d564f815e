"""Network Firewall: where a firewall's logs go, who else may use a resource, and tags."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.firewall_resources import drop_empty, find_by_arn, show_tags
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold
from ringwall.emulator.services.network_firewall import find_firewall
from ringwall.emulator.state import EmulatorState, Record

DESTINATIONS: Mapping[str, str] = {
    "S3": "bucketName",
    "CloudWatchLogs": "logGroup",
    "KinesisDataFirehose": "deliveryStream",
}
"""Kinds of destinations -> the key that each needs."""
LOG_TYPES = frozenset({"ALERT", "FLOW", "TLS"})


@emulates("network-firewall", "UpdateLoggingConfiguration")
def update_logs(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Add, change or remove one destination: "You can make only one change at a time".

    https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_UpdateLoggingConfiguration.html
    """
    held = find_firewall(state, call)
    wanted = (call.parameters.get("LoggingConfiguration") or {}).get("LogDestinationConfigs") or []
    old = {_key(item): item for item in held.get("logs", ())}
    new = {_key(item): item for item in wanted}
    for item in wanted:
        _check_destination(item)
    if len(new) != len(wanted):
        raise Fault("InvalidRequestException", "Each log type goes to one destination of a kind")
    changed = [key for key in old.keys() | new.keys() if old.get(key) != new.get(key)]
    if len(changed) > 1:
        message = "You can change only one LogDestinationConfig in a request."
        raise Fault("InvalidRequestException", message)
    held["logs"] = wanted
    return _show(held)


def _key(item: Record) -> tuple[str, str]:
    return item["LogType"], item["LogDestinationType"]


def _check_destination(item: Record) -> None:
    needed = DESTINATIONS.get(item["LogDestinationType"], "")
    if item["LogType"] not in LOG_TYPES or not item["LogDestination"].get(needed):
        message = f"The log destination of {item['LogType']} is not valid"
        raise Fault("InvalidRequestException", message)


@emulates("network-firewall", "DescribeLoggingConfiguration")
def describe_logs(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the destinations of a firewall's logs."""
    return _show(find_firewall(state, call))


def _show(held: Record) -> dict[str, Any]:
    logs = {"LogDestinationConfigs": held.get("logs", [])}
    return {"FirewallArn": held["arn"], "LoggingConfiguration": logs}


@emulates("network-firewall", "PutResourcePolicy", "DescribeResourcePolicy", "DeleteResourcePolicy")
def keep_policy(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Set, return or remove the policy by which other accounts use a rule group or a policy."""
    arn = call.parameters["ResourceArn"]
    held = _find_any(state, call, arn)
    if call.operation.startswith("Put"):
        held["resource_policy"] = call.parameters["Policy"]
        return {}
    if not held.get("resource_policy"):
        raise Fault("ResourceNotFoundException", f"There is no policy of {arn}")
    if call.operation.startswith("Delete"):
        del held["resource_policy"]
        return {}
    return {"Policy": held["resource_policy"]}


@emulates("network-firewall", "TagResource", "UntagResource", "ListTagsForResource")
def keep_tags(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Set, remove or return tags."""
    held = _find_any(state, call, call.parameters["ResourceArn"])
    if call.operation == "TagResource":
        held["tags"] |= {tag["Key"]: tag["Value"] for tag in call.parameters["Tags"]}
        return {}
    if call.operation == "UntagResource":
        for key in call.parameters["TagKeys"]:
            held["tags"].pop(key, None)
        return {}
    return {"Tags": show_tags(held)}


def _find_any(state: EmulatorState, call: EmulatedCall, arn: str) -> Record:
    found = find_by_arn(state, arn)
    if found is None or f":{call.account_id}:" not in arn:
        raise Fault("ResourceNotFoundException", f"Unable to find resource: {arn}")
    return found


@emulates("network-firewall", "ListTLSInspectionConfigurations")
def list_inspections(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """List the account's TLS inspection configurations."""
    held = hold(state, call, "tls").values()
    shown = [drop_empty({"Name": item["name"], "Arn": item["arn"]}) for item in held]
    return {"TLSInspectionConfigurations": shown}
