"""Operations that take their time: whether one has ended, counted in reads.

INVARIANT: whether an asynchronous operation has ended is asked here alone, so that one setting
(`state.patience`) decides for all: 0 means that they end at once.
"""

from ringwall.emulator.state import EmulatorState


def start_operation(state: EmulatorState, key: str) -> None:
    """Note that an operation has begun; it ends after as many reads as the state's patience."""
    if state.patience:
        state.running[key] = state.patience


def has_ended(state: EmulatorState, key: str) -> bool:
    """Whether an operation has ended; each question is one read of it."""
    left = state.running.get(key, 0)
    if left > 1:
        state.running[key] = left - 1
        return False
    state.running.pop(key, None)
    return True
