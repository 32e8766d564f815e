import pytest

from ringwall.hub.transition import observe, resolve
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
    ("before", "now", "status", "answer", "event", "counted_as"),
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
    counted_as: str,
) -> None:
    transition = observe(_entry(*before, 1) if before else None, now)
    assert (transition.after.status, transition.after.answer, transition.counted_as) == (
        status,
        answer,
        counted_as,
    )
    assert (transition.event.kind if transition.event else None) == event
    assert transition.after.recording == 9
    assert (transition.after.resolved_at == 0) == (status != "resolved")


def test_what_was_seen_in_this_recording_is_not_counted_again() -> None:
    assert observe(FAIL_NOW, FAIL_NOW).counted_as == ""
    assert observe(FAIL_NOW, UNKNOWN_NOW).counted_as == ""
    assert observe(UNKNOWN_NOW, FAIL_NOW).counted_as == "new"


@pytest.mark.parametrize(("answer", "counted_as"), [("fail", "resolved"), ("unknown", "")])
def test_the_end_of_a_finding(answer: Answer, counted_as: str) -> None:
    transition = resolve(_entry("open", answer, 1, 1), is_well=False, snapshot="s2", at=5)
    assert (transition.after.status, transition.after.resolved_at, transition.counted_as) == (
        "resolved",
        5,
        counted_as,
    )
    assert transition.event is not None
    assert (transition.event.kind, transition.event.answer, transition.event.snapshot) == (
        "resolved",
        "gone",
        "s2",
    )
