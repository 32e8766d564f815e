"""Events of EventBridge that tell of findings, name a case, or come by a schedule: read strictly.

https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.model.body import check_document
from ringwall.model.case import CASE_EVENT_KIND, CASE_EVENT_SOURCE
from ringwall.model.errors import BadInput
from ringwall.model.table import Row

MOST_BYTES = 1024 * 1024
"""EventBridge takes events of so much."""
MOST_FINDINGS = 100
"""A custom action of Security Hub sends so many."""
_ID = re.compile(r"[\w-]{1,64}", re.ASCII)
_ACCOUNT = re.compile(r"\d{12}", re.ASCII)
_REGION = re.compile(r"[a-z]{2,4}(-[a-z]{2,10}){1,3}-\d{1,2}", re.ASCII)
_CASE = re.compile(r"CASE-[0-9]{8}-[a-z0-9]{6,16}", re.ASCII)
OURS = "ringwall"
"""The source of our own findings: whoever may put events on the bus can write it."""


@dataclass(frozen=True)
class ReceivedEvent:
    """An event, and the findings in it as their product wrote them."""

    id: str
    source: str
    detail_type: str
    account_id: str
    region: str
    records: tuple[Row, ...] = ()
    case: str = ""
    """The case that it names, or ''. INVARIANT: that is all that it says; whoever may put events
    on the bus can name any."""
    is_schedule: bool = False
    """Whether it comes every few minutes, whatever happens."""
    is_retry: bool = False
    """Whether a person wants what no channel took to be tried again."""


def read_event(event: Any) -> ReceivedEvent:
    """Return what an event tells; BadInput where it is none that a responder takes."""
    if not isinstance(event, Mapping):
        raise BadInput("an event is an object")
    try:
        size = len(json.dumps(event))
        check_document(dict(event))
    except (TypeError, ValueError, RecursionError) as error:
        raise BadInput(f"an event that is no document: {type(error).__name__}") from error
    if size > MOST_BYTES:
        raise BadInput(f"an event of {size} bytes: more than EventBridge takes")
    source, kind = _text(event, "source"), _text(event, "detail-type")
    detail = event.get("detail")
    if not isinstance(detail, dict):
        raise BadInput("an event without detail")
    named = (
        _match(event, "id", _ID),
        source,
        kind,
        _match(event, "account", _ACCOUNT),
        _match(event, "region", _REGION),
    )
    if (source, kind) == SCHEDULE:
        return ReceivedEvent(*named, is_schedule=True)
    if (source, kind) == RETRY:
        return ReceivedEvent(*named, is_retry=True)
    if (source, kind) == CASE:
        return ReceivedEvent(*named, case=_match(detail, "case", _CASE))
    read = READERS.get((source, kind))
    if read is None:
        raise BadInput(f"an event of another kind: {source[:100]!r} {kind[:100]!r}")
    records = read(detail)
    if not 1 <= len(records) <= MOST_FINDINGS or not all(isinstance(r, dict) for r in records):
        raise BadInput(f"an event with {len(records)} findings: between 1 and {MOST_FINDINGS}")
    return ReceivedEvent(*named, records)


def _read_one(detail: Row) -> tuple[Row, ...]:
    return (detail,)


def _read_list(detail: Row) -> tuple[Row, ...]:
    found = detail.get("findings")
    return tuple(found) if isinstance(found, list) else ()


READERS: Mapping[tuple[str, str], Callable[[Row], tuple[Row, ...]]] = {
    ("aws.guardduty", "GuardDuty Finding"): _read_one,
    ("aws.securityhub", "Security Hub Findings - Imported"): _read_list,
    ("aws.securityhub", "Security Hub Findings - Custom Action"): _read_list,
    (OURS, "Ringwall Finding"): _read_one,
}
"""How the findings of an event are found, by its source and its kind."""
SCHEDULE = ("aws.events", "Scheduled Event")
"""https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html"""
CASE = (CASE_EVENT_SOURCE, CASE_EVENT_KIND)
RETRY = (OURS, "Ringwall Retry")
"""No rule takes it: whoever sends it may invoke the function."""


def _text(event: Mapping[str, Any], name: str) -> str:
    value = event.get(name)
    if not isinstance(value, str):
        raise BadInput(f"an event without {name}")
    return value


def _match(event: Mapping[str, Any], name: str, pattern: re.Pattern[str]) -> str:
    value = _text(event, name)
    if not pattern.fullmatch(value):
        raise BadInput(f"an event whose {name} has another form")
    return value
