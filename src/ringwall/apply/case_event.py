"""An event on the bus that names a case: whoever takes it looks there for what is to be done.

It leaves all resources as they are, so that there is no state to probe, to journal or to undo. It
carries no authority: a forged one is as good as none.
"""

import json

from ringwall.apply.environment import Writer
from ringwall.model.case import CASE_EVENT_KIND, CASE_EVENT_SOURCE
from ringwall.model.errors import CallFailed
from ringwall.model.table import Row

OPERATION = "events.put_events"


def announce_case(writer: Writer, bus: str, case_id: str) -> None:
    """Put an event about a case on a bus, by its name or ARN; CallFailed where it is not there."""
    entry = {
        "Source": CASE_EVENT_SOURCE,
        "DetailType": CASE_EVENT_KIND,
        "Detail": json.dumps({"case": case_id}),
        "EventBusName": bus,
    }
    answer = writer.call(OPERATION, {"Entries": [entry]})
    if answer.get("FailedEntryCount"):
        told: Row = next(iter(answer.get("Entries", ())), {})
        code = str(told.get("ErrorCode", ""))
        raise CallFailed(f"{OPERATION}: {told.get('ErrorMessage') or code}", code)
