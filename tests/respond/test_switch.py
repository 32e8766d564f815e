"""The switch that stops all responses."""

from typing import Any

import pytest

from ringwall.model.case import SWITCH, CaseEvent
from ringwall.model.errors import BadInput, CaseMoved, NotAuthorized
from ringwall.respond.switch import read_switch, refuse_halted, turn_switch


class Log:
    def __init__(self) -> None:
        self.kept: list[CaseEvent] = []
        self.doubts: list[str] = []

    def append(self, case_id: str, kind: Any, author: str, body: Any, after: int) -> CaseEvent:
        assert (case_id, after) == (SWITCH, len(self.kept))
        self.kept.append(CaseEvent(case_id, after + 1, 7, kind, author, body, ""))
        return self.kept[-1]

    def events(self, _: str) -> tuple[CaseEvent, ...]:
        return tuple(self.kept)

    def case_ids(self) -> tuple[str, ...]:
        return ()

    def moved_since(self, _: int) -> tuple[str, ...]:
        return self.case_ids()

    def doubt(self, _: str) -> list[str]:
        return self.doubts


def test_responses_act_unless_somebody_stops_them() -> None:
    log = Log()
    refuse_halted(log)
    turn_switch(log, "ann", "a bad rule", halt=True)
    with pytest.raises(NotAuthorized, match=r"ann did so \(a bad rule\)"):
        refuse_halted(log)
    turn_switch(log, "bob", "again", halt=True)  # is so already
    assert [event.author for event in log.kept] == ["ann"]
    turn_switch(log, "bob", "mended", halt=False)
    refuse_halted(log)
    assert read_switch(log).author == "bob"


def test_a_switch_that_cannot_be_trusted_stops_everything() -> None:
    log = Log()
    log.doubts = ["event 1 was changed"]
    with pytest.raises(BadInput, match="does not hold"):
        refuse_halted(log)


class CrowdedLog(Log):
    """Somebody else turns the switch right before each of the first events."""

    def __init__(self, *others: Any) -> None:
        super().__init__()
        self.others = list(others)

    def append(self, case_id: str, kind: Any, author: str, body: Any, after: int) -> CaseEvent:
        if self.others:
            super().append(case_id, self.others.pop(0), "eve", {}, after)
            raise CaseMoved("somebody else has added to it")
        return super().append(case_id, kind, author, body, after)


def test_a_halt_holds_though_others_turn_the_switch_too() -> None:
    log = CrowdedLog("allowed", "allowed")
    assert turn_switch(log, "ann", "a bad rule", halt=True).author == "ann"
    same = CrowdedLog("halted")
    assert turn_switch(same, "ann", "a bad rule", halt=True).author == "eve"


def test_to_allow_takes_back_no_halt_that_came_meanwhile() -> None:
    log = CrowdedLog()
    turn_switch(log, "ann", "x", halt=True)
    log.others = ["halted"]
    with pytest.raises(CaseMoved):
        turn_switch(log, "bob", "mended", halt=False)
    assert read_switch(log).author == "eve"
