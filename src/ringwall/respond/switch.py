"""The switch that stops all responses: those that run end before their next write."""

from dataclasses import dataclass

from ringwall.model.case import SWITCH, CaseLog
from ringwall.model.errors import BadInput, CaseMoved, NotAuthorized

TRIES = 20
"""How often a halt is written down where others turn the switch at the same time."""


@dataclass(frozen=True)
class SwitchState:
    """Whether responses may act, and who said so last."""

    is_halted: bool
    author: str = ""
    reason: str = ""
    at: int = 0
    """Milliseconds since 1970, UTC; 0 where nobody ever used the switch."""


def read_switch(log: CaseLog) -> SwitchState:
    """Return how the switch stands; BadInput where its seals do not hold: then nothing may act."""
    if doubts := log.doubt(SWITCH):
        raise BadInput(f"the switch of responses does not hold: {doubts[0]}; restore a copy")
    events = log.events(SWITCH)
    if not events:
        return SwitchState(is_halted=False)
    last = events[-1]
    return SwitchState(
        last.kind == "halted", last.author, str(last.body.get("reason", "")), last.at
    )


def turn_switch(log: CaseLog, author: str, reason: str, *, halt: bool) -> SwitchState:
    """Stop all responses, or let them act again, and return how the switch stands.

    INVARIANT: a halt does not fail because somebody else turns the switch at the same time.
    """
    for left in reversed(range(TRIES)):
        after = len(log.events(SWITCH))
        if read_switch(log).is_halted == halt:
            break
        try:
            log.append(SWITCH, "halted" if halt else "allowed", author, {"reason": reason}, after)
        except CaseMoved:
            if not (halt and left):
                raise
    return read_switch(log)


def refuse_halted(log: CaseLog) -> None:
    """Raise NotAuthorized where all responses are stopped."""
    state = read_switch(log)
    if state.is_halted:
        raise NotAuthorized(
            f"all responses are stopped: {state.author} did so ({state.reason}); "
            "`ringwall respond allow` lets them act again"
        )
