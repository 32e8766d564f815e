"""Operations that take their time, whose handlers ask whether they have ended.

They are things on their way as all others: `behavior/pending.py` draws and counts the reads. Each
read of the service counts, from whatever account and Region: what is of an organization is read
from several.
"""

from ringwall.emulator.behavior.pending import PendingThing
from ringwall.emulator.state import EmulatorState


def start_operation(state: EmulatorState, service: str, key: str) -> None:
    """Note that an operation of a service has begun; without a delay it has ended at once."""
    state.pending.start_everywhere(state, service, key, end_operation)


def end_operation(_state: EmulatorState, _thing: PendingThing) -> None:
    """Change nothing: the handler that asks does what is to be done."""


def has_ended(state: EmulatorState, service: str, key: str) -> bool:
    """Whether an operation has ended."""
    return not state.pending.is_pending_somewhere(service, key)
