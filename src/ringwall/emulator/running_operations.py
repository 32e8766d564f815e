"""Operations that take their time: whether one has ended, counted in questions about it.

INVARIANT: whether an operation that a handler answers has ended is asked here alone, so that
`Behavior.delay` decides for all. What moto keeps takes its time by `behavior/pending.py`.
"""

from ringwall.emulator.state import EmulatorState


def start_operation(state: EmulatorState, key: str) -> None:
    """Note that an operation has begun; it ends after as many questions as the delay."""
    if state.behavior.delay:
        state.running[key] = state.behavior.delay


def has_ended(state: EmulatorState, key: str) -> bool:
    """Whether an operation has ended; each question is one read of it."""
    left = state.running.get(key, 0)
    if left > 1:
        state.running[key] = left - 1
        return False
    state.running.pop(key, None)
    return True
