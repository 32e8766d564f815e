import pytest

from ringwall.hub.turn import resolve, see
from ringwall.model.finding import Answer, FindingStatus
from ringwall.store.database.entry import Entry


def _entry(status: FindingStatus, answer: Answer, seen: int, recording: int) -> Entry:
    return Entry(
        uid="u",
        rule="s3.a",
        resource="r",
        account_id="1",
        region="",
        severity="low",
        layer="data",
        status=status,
        answer=answer,
        reason="",
        first_seen=recording,
        last_seen=recording,
        resolved_at=recording if status == "resolved" else 0,
        reopened=0,
        seen=seen,
        snapshot=f"s{recording}",
        recording=recording,
        text="t",
        rest={},
    )


FAIL_NOW = _entry("open", "fail", 1, 9)
UNKNOWN_NOW = _entry("open", "unknown", 0, 9)


@pytest.mark.parametrize(
    ("before", "now", "status", "answer", "event", "effect"),
    [
        (None, FAIL_NOW, "open", "fail", "opened", "new"),
        (None, UNKNOWN_NOW, "open", "unknown", "opened", "unknown"),
        (("open", "fail", 1), FAIL_NOW, "open", "fail", None, "unchanged"),
        (("open", "fail", 1), UNKNOWN_NOW, "open", "fail", None, "unknown"),
        (("open", "unknown", 0), FAIL_NOW, "open", "fail", "opened", "new"),
        (("open", "unknown", 3), FAIL_NOW, "open", "fail", "reopened", "reopened"),
        (("open", "unknown", 0), UNKNOWN_NOW, "open", "unknown", None, "unknown"),
        (("resolved", "fail", 2), FAIL_NOW, "open", "fail", "reopened", "reopened"),
        (("resolved", "fail", 2), UNKNOWN_NOW, "open", "unknown", "reopened", "unknown"),
        (("resolved", "unknown", 0), FAIL_NOW, "open", "fail", "opened", "new"),
        (("resolved", "unknown", 0), UNKNOWN_NOW, "open", "unknown", "reopened", "unknown"),
        (("suppressed", "fail", 2), FAIL_NOW, "suppressed", "fail", None, "unchanged"),
        (("suppressed", "fail", 2), UNKNOWN_NOW, "suppressed", "fail", None, "unknown"),
    ],
)
def test_every_turn(
    *,
    before: tuple[FindingStatus, Answer, int] | None,
    now: Entry,
    status: FindingStatus,
    answer: Answer,
    event: str | None,
    effect: str,
) -> None:
    turn = see(_entry(*before, 1) if before else None, now)
    assert (turn.after.status, turn.after.answer, turn.effect) == (status, answer, effect)
    assert (turn.event.kind if turn.event else None) == event
    assert turn.after.recording == 9
    assert (turn.after.resolved_at == 0) == (status != "resolved")


def test_what_was_seen_in_this_recording_is_not_counted_again() -> None:
    assert see(FAIL_NOW, FAIL_NOW).effect == ""
    assert see(FAIL_NOW, UNKNOWN_NOW).effect == ""
    assert see(UNKNOWN_NOW, FAIL_NOW).effect == "new"


@pytest.mark.parametrize(("answer", "effect"), [("fail", "resolved"), ("unknown", "")])
def test_the_end_of_a_finding(answer: Answer, effect: str) -> None:
    turn = resolve(_entry("open", answer, 1, 1), is_well=False, snapshot="s2", at=5)
    assert (turn.after.status, turn.after.resolved_at, turn.effect) == ("resolved", 5, effect)
    assert turn.event is not None
    assert (turn.event.kind, turn.event.answer, turn.event.snapshot) == ("resolved", "gone", "s2")
