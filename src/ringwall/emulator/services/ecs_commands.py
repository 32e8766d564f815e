"""ECS: commands in containers of tasks that were started for it. Nothing runs in a task here.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ExecuteCommand.html
"""

from collections.abc import Mapping
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold
from ringwall.emulator.inner_call import ask_inside
from ringwall.emulator.state import EmulatorState

_DISABLED = (
    "The execute command failed because execute command was not enabled when the task was run or "
    "the execute command agent isn't running. Wait and try again or run a new task with execute "
    "command enabled and try again."
)
_INTERACTIVE = "Interactive is the only mode supported currently."


@emulates("ecs", "RunTask")
def run_task(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Remember of tasks that commands can be executed in them, which moto forgets."""
    answer = state.ask_moto(call)
    if call.parameters.get("enableExecuteCommand"):
        for task in answer["tasks"]:
            hold(state, call, "execute")[task["taskArn"]] = {}
            task["enableExecuteCommand"] = True
    return answer


@emulates("ecs", "ExecuteCommand")
def execute_command(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Open a session in a container; nothing answers in it."""
    given = call.parameters
    cluster = str(given.get("cluster") or "default")
    task = _find_task(state, call, cluster, str(given["task"]))
    if task["taskArn"] not in hold(state, call, "execute"):
        raise Fault("InvalidParameterException", _DISABLED)
    if not given.get("interactive"):
        raise Fault("InvalidParameterException", _INTERACTIVE)
    name = _find_container(state, call, task)
    own = f"ecs-execute-command-{mock_random.get_random_hex(17)}"
    host = f"wss://ssmmessages.{call.region}.amazonaws.com/v1/data-channel"
    named = task["taskArn"].partition(":task/")
    return {
        "clusterArn": task["clusterArn"],
        "taskArn": task["taskArn"],
        "containerName": name,
        "containerArn": f"{named[0]}:container/{named[2]}/{name}",
        "interactive": True,
        "session": {
            "sessionId": own,
            "streamUrl": f"{host}/{own}?role=publish_subscribe",
            "tokenValue": mock_random.get_random_hex(64),
        },
    }


def _find_task(state: EmulatorState, call: EmulatedCall, cluster: str, name: str) -> Any:
    place = call.account_id, call.region
    asked: Any = {"cluster": cluster, "tasks": [name]}
    found = ask_inside(state, *place, "ecs", "DescribeTasks", **asked)["tasks"]
    if not found:
        raise Fault("InvalidParameterException", "The specified task was not found.")
    if found[0].get("desiredStatus") != "RUNNING":  # moto's lastStatus moves with each read
        message = "The execute command failed because the task is not running."
        raise Fault("TargetNotConnectedException", message)
    return found[0]


def _find_container(state: EmulatorState, call: EmulatedCall, task: Mapping[str, Any]) -> str:
    """Return the container that a call names; it need not, where the task has one."""
    asked: Any = {"taskDefinition": task["taskDefinitionArn"]}
    place = call.account_id, call.region
    found = ask_inside(state, *place, "ecs", "DescribeTaskDefinition", **asked)
    names = [one["name"] for one in found["taskDefinition"]["containerDefinitions"]]
    wanted = call.parameters.get("container") or (names[0] if len(names) == 1 else "")
    if wanted not in names:
        message = "The container name must be specified for tasks with multiple containers."
        if wanted:
            message = f"The container {wanted} is not in the task."
        raise Fault("InvalidParameterException", message)
    return str(wanted)
