"""Cases: opened, read back from their events, and told on."""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

import msgspec

from ringwall.model.case import CaseEvent, CaseEventKind, CaseLog, ResponseCase
from ringwall.model.errors import BadInput, CaseMoved
from ringwall.model.rule import Severity
from ringwall.model.table import Row
from ringwall.model.text import make_visible
from ringwall.model.threat import Threat
from ringwall.respond.containment import find_containment

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Letters of ids: none that looks like another."""
TRIES = 20
"""How often something is added to a case to which others add, too."""


@dataclass(frozen=True)
class CaseFile:
    """A case with all of its events."""

    case: ResponseCase
    events: tuple[CaseEvent, ...]

    @property
    def last(self) -> int:
        """The number of the last event."""
        return self.events[-1].number


def new_case_id(now: datetime) -> str:
    """Return an id for a case that is opened now: the day, and chance."""
    chance = "".join(secrets.choice(LETTERS) for _ in range(6))
    return f"CASE-{now.astimezone(UTC):%Y%m%d}-{chance}"


def name_case(about: str, at: int, time: int = 1) -> str:
    """Return the id of the case about a finding or an incident, the same whoever opens it.

    Of two that open it at once, one does. `at` is when it was first seen, in milliseconds since
    1970; `time` counts up where cases about it were closed.
    """
    text = about if time == 1 else f"{about}\n{time}"
    digest = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
    letters = ""
    for _ in range(10):
        digest, place = divmod(digest, len(LETTERS))
        letters += LETTERS[place]
    return f"CASE-{datetime.fromtimestamp(at / 1000, UTC):%Y%m%d}-{letters}"


def open_case(
    log: CaseLog,
    threat: Threat,
    *,
    title: str,
    severity: Severity,
    author: str,
    finding: str = "",
    incident: str = "",
    record: Mapping[str, str] | None = None,
    access: str = "",
) -> CaseFile:
    """Write down a new case about a threat, whose `case` is its id, and return it.

    `record` is how the product of its finding calls that, `access` are options by which the next
    command reaches AWS.
    """
    body: Row = {
        "title": title,
        "severity": severity,
        "threat": asdict(threat),
        "finding": finding,
        "incident": incident,
        "access": access,
    }
    if record:
        body["record"] = dict(record)
    log.append(threat.case, "opened", author, body, 0)
    return read_case_file(log, threat.case)


def read_case_file(log: CaseLog, case_id: str) -> CaseFile:
    """Return a case by its id; BadInput where there is none, or where its seals do not hold.

    INVARIANT: nothing is done that relies on a case which somebody without the key has written.
    """
    if doubts := log.doubt(case_id):
        raise BadInput(f"the case does not hold: {'; '.join(doubts[:3])}; restore a copy")
    events = log.events(case_id)
    if not events:
        raise BadInput(f"no case {make_visible(case_id)}; `ringwall case list` lists them")
    return CaseFile(read_case(events), events)


def look_again(log: CaseLog, file: CaseFile, still: Callable[[CaseFile], bool]) -> CaseFile:
    """Return a case as it is now; CaseMoved where `still` says that it moved on too far."""
    now = read_case_file(log, file.case.id)
    if not still(now):
        raise CaseMoved(
            f"case {file.case.id}: somebody else has added to it meanwhile; look at it again: "
            f"ringwall case show {file.case.id}"
        )
    return now


def find_case_id(log: CaseLog, wanted: str) -> str:
    """Return the id of a case by a unique beginning or end of it; BadInput otherwise."""
    known = log.case_ids()
    found = [one for one in known if one == wanted]
    found = found or [one for one in known if one.startswith(wanted) or one.endswith(wanted)]
    if len(found) != 1:
        told = f"{len(found)} cases match" if found else "no case"
        raise BadInput(f"{told} {make_visible(wanted)}; `ringwall case list` lists them")
    return found[0]


def find_record(file: CaseFile) -> Mapping[str, str]:
    """Return how the product of a case's finding calls that; {} where nobody wrote it down."""
    found = file.events[0].body.get("record")
    return found if isinstance(found, dict) else {}


def read_case(events: Sequence[CaseEvent]) -> ResponseCase:
    """Return a case as its events make it; BadInput where they are not what is written."""
    try:
        case = _open(events[0])
        for event in events[1:]:
            case = _advance(case, event)
        case = _judge(case, events)
    except (LookupError, TypeError, msgspec.ValidationError) as error:
        name = make_visible(events[0].case)
        raise BadInput(f"case {name}: damaged in the database: {error}") from error
    return case


@dataclass(frozen=True)
class CaseAuthor:
    """Who adds to cases, and where they are kept."""

    log: CaseLog
    principal: str

    def add(
        self,
        file: CaseFile,
        kind: CaseEventKind,
        body: Mapping[str, Any],
        still: Callable[[CaseFile], bool] = lambda _: True,
    ) -> CaseFile:
        """Add an event to a case, and return the case; CaseMoved where it may no longer be added.

        Others may have added theirs: it is read again then, and `still` says of the case as it is
        whether the event may follow.
        """
        for _ in range(TRIES):
            try:
                event = self.log.append(file.case.id, kind, self.principal, body, file.last)
            except CaseMoved:
                file = read_case_file(self.log, file.case.id)
                if not still(file):
                    raise
            else:
                events = (*file.events, event)
                return CaseFile(read_case(events), events)
        raise CaseMoved(f"case {file.case.id}: others add to it without end; try again")


def list_cases(log: CaseLog) -> list[ResponseCase]:
    """Return all cases, the newest first. Those whose seals do not hold are left out."""
    ids = reversed(log.case_ids())
    return [read_case(log.events(one)) for one in ids if not log.doubt(one)]


def find_doubted(log: CaseLog) -> list[str]:
    """Return the ids of cases that somebody without the key has written or changed."""
    return [one for one in log.case_ids() if log.doubt(one)]


def _open(event: CaseEvent) -> ResponseCase:
    if event.kind != "opened":
        raise TypeError(f"it begins with {event.kind}")
    body = event.body
    return ResponseCase(
        id=event.case,
        title=_text(body, "title"),
        severity=msgspec.convert(body["severity"], Severity),
        threat=msgspec.convert(body["threat"], Threat),
        opened_at=event.at,
        opened_by=event.author,
        finding=_text(body, "finding"),
        incident=_text(body, "incident"),
        access=_text({"access": "", **body}, "access"),
    )


def _judge(case: ResponseCase, events: Sequence[CaseEvent]) -> ResponseCase:
    """Return a case with how far it is contained."""
    containment = find_containment(events)
    if case.status == "closed":
        return replace(case, contained_at=containment.at)
    return replace(
        case,
        status=containment.status,
        contained_at=containment.at,
        outstanding=containment.outstanding,
    )


def _advance(case: ResponseCase, event: CaseEvent) -> ResponseCase:
    """Return the case after one more event."""
    body, changed = event.body, _CHANGES.get(event.kind)
    return case if changed is None else replace(case, **changed(case, event, body))


def _note_told(case: ResponseCase, _event: CaseEvent, body: Row) -> Row:
    if not body.get("ticket"):
        return {}
    return {"tickets": {**case.tickets, _text(body, "channel"): _text(body, "ticket")}}


_CHANGES: Mapping[CaseEventKind, Callable[[ResponseCase, CaseEvent, Row], Row]] = {
    "assigned": lambda _case, _event, body: {"owner": _text(body, "owner")},
    "graded": lambda _case, _event, body: {"severity": msgspec.convert(body["severity"], Severity)},
    "started": lambda case, _event, body: {"runs": _once((*case.runs, _text(body, "run")))},
    "told": _note_told,
    "closed": lambda _case, event, body: {
        "status": "closed",
        "closed_at": event.at,
        "reason": _text(body, "reason"),
    },
    "reopened": lambda _case, _event, _body: {"status": "open", "closed_at": 0, "reason": ""},
}
"""What events of a kind change of a case; others change nothing of it."""


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _text(body: Row, name: str) -> str:
    if not isinstance(value := body[name], str):
        raise TypeError(f"{name} is no text")
    return value
