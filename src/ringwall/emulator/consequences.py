"""What follows from an answered call: its record, the events that it means, roles of first use."""

from ringwall.emulator.api_events import publish_call
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.events.alarm_actions import act_on_alarm
from ringwall.emulator.events.bucket_notifications import notify_after
from ringwall.emulator.events.service_events import publish_after
from ringwall.emulator.linked_roles import make_roles_of_first_use
from ringwall.emulator.state import EmulatorState
from ringwall.emulator.wire.response import Response


def draw_consequences(
    state: EmulatorState, call: EmulatedCall, response: Response, fault: Fault | None
) -> None:
    """Record a call, and let AWS do what it does after it; `fault` says that it failed."""
    if fault is None:
        make_roles_of_first_use(call)
    if state.log.note(call, response, fault):
        publish_call(state)
    if fault is None:
        publish_after(state, call, response)
        notify_after(state, call, response)
        act_on_alarm(state, call)
