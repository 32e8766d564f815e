"""Systems Manager Run Command and managed instances; moto says that every command succeeds.

https://docs.aws.amazon.com/systems-manager/latest/userguide/run-command.html
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.automation.commands import (
    EXPIRES,
    CommandRun,
    SentCommand,
    commands_of,
    settle,
)
from ringwall.emulator.automation.managed_nodes import ManagedNode, list_nodes
from ringwall.emulator.automation.parameters import BadParameters, bind
from ringwall.emulator.automation.stored_documents import find_document
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.paging import answer_page
from ringwall.emulator.state import EmulatorState

COMPUTER = "EC2Instance"


@emulates("ssm", "SendCommand")
def send_command(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Send a command to managed instances."""
    given = {name: value for name, value in call.parameters.items() if value is not None}
    name = str(given["DocumentName"])
    document = find_document(state, call.account_id, call.region, name)
    if document is None or document.kind != "Command":
        raise Fault("InvalidDocument", "The specified SSM document doesn't exist.")
    version = document.find_version(str(given.get("DocumentVersion") or ""))
    if version is None:
        raise Fault("InvalidDocumentVersion", "The document version isn't valid.")
    try:
        bind(version.content.get("parameters") or {}, given.get("Parameters") or {})
    except BadParameters as error:
        raise Fault("InvalidParameters", str(error)) from error
    nodes = _find_nodes(call, given)
    command = SentCommand(
        str(mock_random.uuid4()),
        document.name,
        str(version.number),
        _find_plugin(version.content),
        given,
        state.clock.now(),
        [CommandRun(instance) for instance in nodes],
    )
    commands_of(state, call.account_id, call.region)[command.command_id] = command
    return {"Command": _describe(command)}


def _find_plugin(content: Mapping[str, Any]) -> str:
    """Return the name of the first step: instances answer as if there were no other."""
    steps = content.get("mainSteps") or [{"name": n} for n in content.get("runtimeConfig") or {}]
    return str(steps[0].get("name"))


def _find_nodes(call: EmulatedCall, given: Mapping[str, Any]) -> list[str]:
    """Return the instances that a request names: all of them must be managed and run."""
    named = list(given.get("InstanceIds") or ())
    if len(set(named)) < len(named):
        raise Fault("DuplicateInstanceId", "You can't specify an instance ID more than once.")
    online = {n.instance_id for n in list_nodes(call.account_id, call.region) if n.is_online}
    wrong = [instance for instance in named if instance not in online]
    if wrong or not (named or given.get("Targets")):
        shown = ", ".join(wrong)
        message = f"Instances [[{shown}]] not in a valid state for account {call.account_id}"
        raise Fault("InvalidInstanceId", message)
    tags = moto_backend("ec2", call.account_id, call.region).tags
    for target in given.get("Targets") or ():
        key, values = str(target["Key"]), list(target.get("Values") or ())
        if key == "InstanceIds":
            named += [i for i in values if i in online]
        elif key.startswith("tag:"):
            tag = key.removeprefix("tag:")
            named += [i for i in sorted(online) if tags.get(i, {}).get(tag) in values]
        else:
            raise Fault("InvalidTarget", f"Targets by {key} are not emulated.")
    return list(dict.fromkeys(named))


def _describe(command: SentCommand) -> dict[str, Any]:
    statuses = [run.status for run in command.runs]
    request = command.request
    passed_on = ("Comment", "Parameters", "InstanceIds", "Targets", "OutputS3BucketName")
    return {
        "CommandId": command.command_id,
        "DocumentName": command.document,
        "DocumentVersion": command.version,
        "ExpiresAfter": command.expires,
        "RequestedDateTime": command.sent,
        "Status": command.status,
        "StatusDetails": command.status,
        "MaxConcurrency": request.get("MaxConcurrency") or "50",
        "MaxErrors": request.get("MaxErrors") or "0",
        "TargetCount": len(statuses),
        "CompletedCount": sum(status != "Pending" for status in statuses),
        "ErrorCount": sum(status in {"Failed", "TimedOut"} for status in statuses),
        "DeliveryTimedOutCount": statuses.count("TimedOut"),
        "TimeoutSeconds": request.get("TimeoutSeconds") or EXPIRES,
        **{name: request[name] for name in passed_on if name in request},
    }


def _find_commands(state: EmulatorState, call: EmulatedCall) -> list[SentCommand]:
    """Return the commands that a request asks for, the newest first, as they stand now."""
    held = commands_of(state, call.account_id, call.region)
    own, instance = call.parameters.get("CommandId"), call.parameters.get("InstanceId")
    if own and own not in held:
        raise Fault("InvalidCommandId", "The specified command ID isn't valid.")
    found = [command for command in reversed(held.values()) if own in {None, command.command_id}]
    for command in found:
        settle(state, command)
    if instance:
        found = [c for c in found if any(run.instance_id == instance for run in c.runs)]
    for given in call.parameters.get("Filters") or ():
        key, value = str(given["key"]), str(given["value"])
        texts = {"Status": "status", "DocumentName": "document"}
        if key not in texts:
            raise Fault("InvalidFilterKey", "The specified key isn't valid.")
        found = [command for command in found if getattr(command, texts[key]) == value]
    return found


@emulates("ssm", "ListCommands")
def list_commands(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return commands, the newest first."""
    return answer_page(call, "Commands", [_describe(c) for c in _find_commands(state, call)])


@emulates("ssm", "ListCommandInvocations")
def list_invocations(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the runs of commands on instances, with their outputs where asked for."""
    instance = call.parameters.get("InstanceId")
    shown = [
        _describe_run(command, run, is_detailed=bool(call.parameters.get("Details")))
        for command in _find_commands(state, call)
        for run in command.runs
        if instance in {None, run.instance_id}
    ]
    return answer_page(call, "CommandInvocations", shown)


def _describe_run(command: SentCommand, run: CommandRun, *, is_detailed: bool) -> dict[str, Any]:
    plugin = {
        "Name": command.plugin,
        "Status": run.status,
        "StatusDetails": run.details,
        "ResponseCode": run.code,
        "Output": run.output + (f"\n----------ERROR-------\n{run.error}" if run.error else ""),
        **({"ResponseFinishDateTime": run.ended} if run.ended else {}),
    }
    return {
        "CommandId": command.command_id,
        "InstanceId": run.instance_id,
        "Comment": command.request.get("Comment", ""),
        "DocumentName": command.document,
        "DocumentVersion": command.version,
        "RequestedDateTime": command.sent,
        "Status": run.status,
        "StatusDetails": run.details,
        "CommandPlugins": [plugin] if is_detailed else [],
    }


@emulates("ssm", "GetCommandInvocation")
def get_invocation(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a command's run on an instance."""
    found = _find_commands(state, call)
    wanted = call.parameters["InstanceId"]
    runs = [(c, run) for c in found for run in c.runs if run.instance_id == wanted]
    plugin = call.parameters.get("PluginName")
    if not runs:
        raise Fault("InvocationDoesNotExist", "The command ID and managed node ID don't match.")
    ((command, run),) = runs
    if plugin and plugin != command.plugin:
        raise Fault("InvalidPluginName", "The plugin name isn't valid.")
    return {
        "CommandId": command.command_id,
        "InstanceId": run.instance_id,
        "Comment": command.request.get("Comment", ""),
        "DocumentName": command.document,
        "DocumentVersion": command.version,
        "PluginName": command.plugin,
        "ResponseCode": run.code,
        "Status": run.status,
        "StatusDetails": run.details,
        "StandardOutputContent": run.output,
        "StandardErrorContent": run.error,
        **({"ExecutionEndDateTime": run.ended.isoformat()} if run.ended else {}),
    }


@emulates("ssm", "CancelCommand")
def cancel_command(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Cancel the runs that have not been answered."""
    chosen = set(call.parameters.get("InstanceIds") or ())
    for command in _find_commands(state, call):
        for run in command.runs:
            if run.status == "Pending" and (not chosen or run.instance_id in chosen):
                run.status = run.details = "Cancelled"
    return {}


@emulates("ssm", "DescribeInstanceInformation")
def describe_nodes(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the instances that Systems Manager manages."""
    nodes = list(list_nodes(call.account_id, call.region))
    for key, values in _read_filters(call):
        nodes = [node for node in nodes if _matches(node, key, values)]
    return answer_page(call, "InstanceInformationList", [_describe_node(node) for node in nodes])


def _read_filters(call: EmulatedCall) -> Iterator[tuple[str, list[str]]]:
    for given in call.parameters.get("Filters") or ():
        yield str(given["Key"]), list(given["Values"])
    for given in call.parameters.get("InstanceInformationFilterList") or ():
        yield str(given["key"]), list(given["valueSet"])


def _matches(node: ManagedNode, key: str, values: list[str]) -> bool:
    texts = {
        "InstanceIds": node.instance_id,
        "PingStatus": _find_ping(node),
        "PlatformTypes": node.platform,
        "IamRole": node.role,
        "ResourceType": COMPUTER,
    }
    if key not in texts:
        raise Fault("InvalidFilterKey", "The specified key isn't valid.")
    return texts[key] in values


def _find_ping(node: ManagedNode) -> str:
    return "Online" if node.is_online else "ConnectionLost"


def _describe_node(node: ManagedNode) -> dict[str, Any]:
    seen = {"LastPingDateTime": datetime.now(UTC)} if node.is_online else {}
    return {
        "InstanceId": node.instance_id,
        "PingStatus": _find_ping(node),
        "PlatformType": node.platform,
        "IamRole": node.role,
        "ResourceType": COMPUTER,
        "IPAddress": node.address,
        **seen,
    }
