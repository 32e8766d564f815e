"""The switch that stops all responses."""

from typing import Any

import pytest

from ringwall.model.case import SWITCH, CaseEvent
from ringwall.model.errors import BadInput, NotAuthorized
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
