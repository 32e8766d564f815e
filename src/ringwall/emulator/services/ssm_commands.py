"""Systems Manager: commands on nodes, whose results a test records; none is invented.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold
from ringwall.emulator.moto_client import moto_backend
from ringwall.emulator.services.ssm_sessions import find_nodes
from ringwall.emulator.state import EmulatorState, Record

TIMEOUT = 3600
ENDED = frozenset({"Success", "Failed", "Cancelled", "TimedOut"})
LONGEST_OUTPUT = 24_000


@emulates("ssm", "SendCommand")
def send_command(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Send a document to nodes; it waits there until a result of it is recorded.

    A result is recorded under `ssm.CommandResults`: by document and node, or by document alone, the
    `Status`, and what the command wrote (`StandardOutputContent`, `StandardErrorContent`).
    """
    given = call.parameters
    nodes = find_nodes(state, call)
    wanted = list(given.get("InstanceIds") or ()) or _resolve(call, nodes)
    missing = [name for name in wanted if name not in nodes]
    if missing:
        message = f"Instances [{', '.join(missing)}] not in a valid state for account"
        raise Fault("InvalidInstanceId", f"{message} {call.account_id}")
    _check_document(call, given["DocumentName"])
    made, now = str(mock_random.uuid4()), datetime.now(UTC)
    held = hold(state, call, "commands")
    held[made] = {
        "CommandId": made,
        "DocumentName": given["DocumentName"],
        "DocumentVersion": given.get("DocumentVersion") or "$DEFAULT",
        "Comment": given.get("Comment") or "",
        "Parameters": given.get("Parameters") or {},
        "InstanceIds": list(given.get("InstanceIds") or ()),
        "Targets": list(given.get("Targets") or ()),
        "RequestedDateTime": now,
        "ExpiresAfter": now + timedelta(seconds=given.get("TimeoutSeconds") or TIMEOUT),
        "nodes": {name: {"Status": "Pending"} for name in wanted},
    }
    return {"Command": _show(held[made])}


def _resolve(call: EmulatedCall, nodes: Mapping[str, Record]) -> list[str]:
    """Return the managed nodes that targets mean: ids, or tags of instances."""
    found = list(nodes)
    backend = moto_backend("ec2", call.account_id, call.region)
    for target in call.parameters.get("Targets") or ():
        key, values = str(target["Key"]), target["Values"]
        if key.lower() == "instanceids":
            found = [name for name in found if name in values]
        elif key.startswith("tag:"):
            tags = {n: {t["key"]: t["value"] for t in backend.describe_tags({"resource-id": [n]})}
                    for n in found}  # fmt: skip
            found = [name for name in found if tags[name].get(key[4:]) in values]
        else:
            raise Fault("InvalidTarget", f"The target {key} is not emulated")
    return found


def _check_document(call: EmulatedCall, name: str) -> None:
    if name.startswith("AWS-"):
        return
    documents = moto_backend("ssm", call.account_id, call.region)._documents  # noqa: SLF001
    if name.rpartition("/")[2] not in documents:
        raise Fault("InvalidDocument", f"Document with name {name} does not exist.")


def _find(state: EmulatorState, call: EmulatedCall) -> Record:
    found = hold(state, call, "commands").get(str(call.parameters["CommandId"]))
    if found is None:
        raise Fault("InvalidCommandId", "The specified command ID is not valid.")
    results = state.setting(call, "CommandResults", {})
    for name, node in found["nodes"].items():
        document = found["DocumentName"]
        recorded = results.get((document, name)) or results.get((document, ""))
        if node["Status"] == "Pending" and recorded:
            node.update(recorded)
    return found


@emulates("ssm", "GetCommandInvocation")
def get_invocation(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what became of a command on a node."""
    command, name = _find(state, call), call.parameters["InstanceId"]
    if name not in command["nodes"]:
        raise Fault("InvocationDoesNotExist", "")
    node = command["nodes"][name]
    return {
        "CommandId": command["CommandId"],
        "InstanceId": name,
        "Comment": command["Comment"],
        "DocumentName": command["DocumentName"],
        "DocumentVersion": command["DocumentVersion"],
        "Status": node["Status"],
        "StatusDetails": node["Status"],
        "ResponseCode": _find_code(node),
        "StandardOutputContent": str(node.get("StandardOutputContent", ""))[:LONGEST_OUTPUT],
        "StandardErrorContent": str(node.get("StandardErrorContent", ""))[:LONGEST_OUTPUT],
        "StandardOutputUrl": "",
        "StandardErrorUrl": "",
    }


def _find_code(node: Record) -> int:
    codes = {"Success": 0, "Failed": 1}
    return int(node.get("ResponseCode", codes.get(node["Status"], -1)))


@emulates("ssm", "ListCommands", "ListCommandInvocations")
def list_commands(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """List commands, or what became of them on each node."""
    held = hold(state, call, "commands")
    wanted, node = call.parameters.get("CommandId"), call.parameters.get("InstanceId")
    found = [_find(state, call)] if wanted else list(held.values())
    found = [command for command in found if not node or node in command["nodes"]]
    if call.operation == "ListCommands":
        return {"Commands": [_show(command) for command in found]}
    shown = [
        {
            "CommandId": command["CommandId"],
            "InstanceId": name,
            "Comment": command["Comment"],
            "DocumentName": command["DocumentName"],
            "DocumentVersion": command["DocumentVersion"],
            "RequestedDateTime": command["RequestedDateTime"],
            "Status": item["Status"],
            "StatusDetails": item["Status"],
        }
        for command in found
        for name, item in command["nodes"].items()
        if node in {None, name}
    ]
    return {"CommandInvocations": shown}


@emulates("ssm", "CancelCommand")
def cancel_command(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Cancel a command where it has not ended."""
    command = _find(state, call)
    wanted = call.parameters.get("InstanceIds") or list(command["nodes"])
    for name in wanted:
        node = command["nodes"].get(name)
        if node is None:
            raise Fault("InvalidInstanceId", f"The command was not sent to {name}")
        if node["Status"] not in ENDED:
            node["Status"] = "Cancelled"
    return {}


def _show(command: Record) -> Record:
    states = [node["Status"] for node in command["nodes"].values()]
    open_states = [status for status in states if status not in ENDED]
    worst = next((s for s in ("Failed", "TimedOut", "Cancelled") if s in states), "Success")
    status = (open_states[0] if open_states else worst) if states else "Success"
    shown = {name: value for name, value in command.items() if name != "nodes"}
    return shown | {
        "Status": status,
        "StatusDetails": status,
        "TargetCount": len(states),
        "CompletedCount": len(states) - len(open_states),
        "ErrorCount": sum(s in {"Failed", "TimedOut"} for s in states),
    }
