"""EC2: the states of an instance on the way to the one that was asked for.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.behavior.pending import Finish, PendingThing
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.hooks import takes_time
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState


@takes_time("ec2", "RunInstances")
def launch(
    state: EmulatorState, call: EmulatedCall, answer: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Let new instances be pending before they run."""
    for shown in answer["Instances"]:
        _change(state, call, shown["InstanceId"], "pending", 0, finish_running)
    return answer


@takes_time("ec2", "StartInstances")
def start(state: EmulatorState, call: EmulatedCall, answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """Let instances be pending before they run again."""
    return _change_all(state, call, answer, "StartingInstances", ("pending", 0), finish_running)


@takes_time("ec2", "StopInstances")
def stop(state: EmulatorState, call: EmulatedCall, answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """Let instances be stopping before they are stopped."""
    return _change_all(state, call, answer, "StoppingInstances", ("stopping", 64), finish_stopped)


@takes_time("ec2", "TerminateInstances")
def terminate(
    state: EmulatorState, call: EmulatedCall, answer: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Let instances be shutting down before they are terminated."""
    return _change_all(
        state, call, answer, "TerminatingInstances", ("shutting-down", 32), finish_terminated
    )


def finish_running(_state: EmulatorState, thing: PendingThing) -> None:
    """Let an instance run."""
    _set(thing, "running", 16)


def finish_stopped(_state: EmulatorState, thing: PendingThing) -> None:
    """Let an instance be stopped."""
    _set(thing, "stopped", 80)


def finish_terminated(_state: EmulatorState, thing: PendingThing) -> None:
    """Let an instance be terminated."""
    _set(thing, "terminated", 48)


def _change_all(  # noqa: PLR0917  # the five say what the sixth ends
    state: EmulatorState,
    call: EmulatedCall,
    answer: Mapping[str, Any],
    member: str,
    way: tuple[str, int],
    finish: Finish,
) -> Mapping[str, Any]:
    name, code = way
    for shown in answer[member]:
        was_so = shown["PreviousState"]["Name"] == ENDS[name]
        if not was_so:
            _change(state, call, shown["InstanceId"], name, code, finish)
            shown["CurrentState"] = {"Name": name, "Code": code}
        else:
            shown["CurrentState"] = dict(shown["PreviousState"])
    return answer


ENDS = {"pending": "running", "stopping": "stopped", "shutting-down": "terminated"}
"""Which state each one on the way leads to: who is there already stays there."""


def _change(  # noqa: PLR0917  # a state is a name and a code
    state: EmulatorState, call: EmulatedCall, instance: str, name: str, code: int, finish: Finish
) -> None:
    found = moto_backend("ec2", call.account_id, call.region).get_instance(instance)
    found._state.name, found._state.code = name, code  # noqa: SLF001  # moto offers no other way
    state.pending.start(state, call, instance, finish)


def _set(thing: PendingThing, name: str, code: int) -> None:
    for reservation in moto_backend("ec2", thing.account_id, thing.region).reservations.values():
        for instance in reservation.instances:
            if instance.id == thing.name:
                instance._state.name, instance._state.code = name, code  # noqa: SLF001  # the same
