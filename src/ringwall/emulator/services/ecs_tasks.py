"""ECS: the tasks of a service, and which take commands: moto does not tell them from others.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold
from ringwall.emulator.inner_call import ask_inside
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState


@emulates("ecs", "ListTasks")
def list_tasks(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Return the tasks of a service alone, where one is named: those of its group."""
    wanted = call.parameters.get("serviceName")
    if not wanted:
        return None
    name, cluster = str(wanted).rpartition("/")[2], call.parameters.get("cluster") or "default"
    place = call.account_id, call.region
    services: Any = {"cluster": cluster, "services": [name]}
    if not ask_inside(state, *place, "ecs", "DescribeServices", **services)["services"]:
        raise Fault("ServiceNotFoundException", "Service not found.")
    answer = state.ask_moto(call)
    # A call that describes tasks would let them go on to their next state.
    every = moto_backend("ecs", *place).tasks.values()
    groups = {one.task_arn: one.group for tasks in every for one in tasks.values()}
    own = [arn for arn in answer["taskArns"] if groups.get(arn) == f"service:{name}"]
    return {**answer, "taskArns": own}


@emulates("ecs", "DescribeTasks")
def describe_tasks(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return tasks, and of those that were started so that commands can be executed in them."""
    answer = state.ask_moto(call)
    taking = hold(state, call, "execute")
    tasks = [{**one, "enableExecuteCommand": one["taskArn"] in taking} for one in answer["tasks"]]
    return {**answer, "tasks": tasks}
