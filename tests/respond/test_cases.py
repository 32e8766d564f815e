"""Cases: what their events make of them, and how several people add to one."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from ringwall.model.case import CaseEvent
from ringwall.model.errors import BadInput, CaseMoved
from ringwall.model.threat import Threat
from ringwall.respond.cases import (
    CaseAuthor,
    find_case_id,
    find_doubted,
    find_record,
    list_cases,
    new_case_id,
    open_case,
    read_case,
    read_case_file,
)

ID = "CASE-20261201-abcdef"
THREAT = Threat("instance", "111122223333", "eu-west-1", "arn:x", ID, evidence={"a": [1]})


@dataclass
class Log:
    """Cases in memory; `before` is called before something is added."""

    kept: dict[str, list[CaseEvent]] = field(default_factory=dict)
    before: Any = None
    doubts: list[str] = field(default_factory=list)

    def append(self, case_id: str, kind: Any, author: str, body: Any, after: int) -> CaseEvent:
        if self.before:
            act, self.before = self.before, None
            act()
        events = self.kept.setdefault(case_id, [])
        if len(events) != after:
            raise CaseMoved("moved")
        event = CaseEvent(case_id, after + 1, after * 1000, kind, author, dict(body), "")
        events.append(event)
        return event

    def events(self, case_id: str) -> tuple[CaseEvent, ...]:
        return tuple(self.kept.get(case_id, ()))

    def case_ids(self) -> tuple[str, ...]:
        return tuple(self.kept)

    def moved_since(self, _: int) -> tuple[str, ...]:
        return self.case_ids()

    def doubt(self, case_id: str) -> list[str]:
        return [one for one in self.doubts if case_id in one]


def begin(log: Log, id_: str = ID) -> Any:
    threat = Threat("instance", "111122223333", "eu-west-1", "arn:x", id_, evidence={"a": [1]})
    return open_case(log, threat, title="t", severity="high", author="ann", finding="f")


def test_ids_are_of_the_day_and_of_chance() -> None:
    now = datetime(2026, 12, 1, 23, tzinfo=UTC)
    ids = {new_case_id(now) for _ in range(50)}
    assert len(ids) == 50
    assert all(re.fullmatch(r"CASE-20261201-[a-km-np-z2-9]{6}", id_) for id_ in ids)


def test_a_case_is_what_its_events_make_it() -> None:
    log = Log()
    file = begin(log)
    assert file.case.threat == THREAT
    assert (file.case.status, file.case.opened_by, file.case.finding) == ("open", "ann", "f")
    author = CaseAuthor(log, "bob")
    for kind, body in (
        ("assigned", {"owner": "bob"}),
        ("graded", {"severity": "critical"}),
        ("started", {"run": "r1"}),
        ("started", {"run": "r1"}),
        ("contained", {}),
        ("told", {"channel": "jira", "ticket": "SEC-1"}),
        ("told", {"channel": "slack"}),
        ("noted", {"text": "x"}),
    ):
        file = author.add(file, kind, body)  # type: ignore[arg-type]  # a kind
    case = file.case
    assert (case.owner, case.severity, case.runs, case.status) == (
        "bob",
        "critical",
        ("r1",),
        "contained",
    )
    assert case.contained_at == file.events[5].at
    assert case.tickets == {"jira": "SEC-1"}
    assert read_case(log.events(ID)) == case
    file = author.add(file, "closed", {"reason": "done"})
    assert (file.case.status, file.case.reason) == ("closed", "done")
    file = author.add(file, "reopened", {"contained": True})
    assert (file.case.status, file.case.closed_at) == ("contained", 0)
    assert author.add(file, "undone", {"run": "r1", "is_clean": False}).case.status == "contained"


def test_what_is_undone_is_open_again() -> None:
    log = Log()
    author = CaseAuthor(log, "bob")
    file = author.add(begin(log), "contained", {"run": "r1"})
    file = author.add(file, "undone", {"run": "r1", "is_clean": True})
    assert (file.case.status, file.case.contained_at) == ("open", 0)


def test_what_another_added_meanwhile_is_looked_at_again() -> None:
    log = Log()
    file = begin(log)
    log.before = lambda: CaseAuthor(log, "eve").add(file, "assigned", {"owner": "eve"})
    added = CaseAuthor(log, "bob").add(file, "noted", {"text": "x"})
    assert [event.kind for event in added.events] == ["opened", "assigned", "noted"]
    assert added.case.owner == "eve"


def test_what_may_no_longer_follow_is_not_added() -> None:
    log = Log()
    file = begin(log)
    log.before = lambda: CaseAuthor(log, "eve").add(file, "closed", {"reason": "x"})
    with pytest.raises(CaseMoved):
        CaseAuthor(log, "bob").add(file, "started", {"run": "r"}, lambda f: f.case.status == "open")
    assert [event.kind for event in log.events(ID)] == ["opened", "closed"]


@pytest.mark.parametrize("wanted", [ID, "CASE-20261201-a", "abcdef"])
def test_a_case_is_found_by_what_only_it_has(wanted: str) -> None:
    log = Log()
    begin(log)
    begin(log, "CASE-20261201-zzzzzz")
    assert find_case_id(log, wanted) == ID


@pytest.mark.parametrize(
    ("wanted", "told"), [("CASE-2026", "2 cases match"), ("nope", "no case nope")]
)
def test_a_case_that_is_not_there_or_not_one_is_told(wanted: str, told: str) -> None:
    log = Log()
    begin(log)
    begin(log, "CASE-20261201-zzzzzz")
    with pytest.raises(BadInput, match=told):
        find_case_id(log, wanted)


def test_a_case_of_a_stranger_is_not_acted_on_and_told() -> None:
    log = Log(doubts=[f"event 1 of {ID} was changed"])
    begin_with = Log()
    begin(begin_with)
    log.kept = begin_with.kept
    with pytest.raises(BadInput, match="the case does not hold"):
        read_case_file(log, ID)
    assert list_cases(log) == []
    assert find_doubted(log) == [ID]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"title": 1, "severity": "high", "threat": {}, "finding": "", "incident": ""},
        {"title": "t", "severity": "huge", "threat": {}, "finding": "", "incident": ""},
    ],
)
def test_what_is_no_case_is_damage(body: dict[str, Any]) -> None:
    event = CaseEvent(ID, 1, 0, "opened", "ann", body, "")
    with pytest.raises(BadInput, match="damaged in the database"):
        read_case([event])


def test_a_case_keeps_how_the_product_calls_its_finding() -> None:
    log = Log()
    assert find_record(begin(log)) == {}
    threat = Threat("instance", "111122223333", "eu-west-1", "arn:x", "CASE-20261201-zzzzzz")
    file = open_case(
        log, threat, title="t", severity="high", author="ann", record={"arn": "arn:aws:guardduty"}
    )
    assert find_record(file) == {"arn": "arn:aws:guardduty"}
    assert "record" not in begin(log, "CASE-20261201-yyyyyy").events[0].body
