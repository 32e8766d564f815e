"""What an event says is one line that does nothing to a terminal."""

from typing import get_args

import pytest

from ringwall.jobs.respond.case_words import tell_event
from ringwall.model.case import CaseEvent, CaseEventKind


@pytest.mark.parametrize("kind", get_args(CaseEventKind))
def test_every_event_is_told_in_one_harmless_line(kind: CaseEventKind) -> None:
    names = ("title", "text", "owner", "severity", "playbook", "needed", "run", "undo", "status")
    body = {name: f"{name}\n\x1b[2J\u202e" for name in (*names, "done", "channel", "reason")}
    body |= {"plan": "a" * 64, "name": "b\n"}
    text = tell_event(CaseEvent("CASE-1", 1, 0, kind, "ann", body, ""))
    assert text.isprintable()
    assert "{" not in text
