"""Macie: tags of allow lists, custom data identifiers, filters and jobs."""

from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.security.macie import require_macie
from ringwall.emulator.security.tagging import answer_tags
from ringwall.emulator.services.macie2_filters import find_filters
from ringwall.emulator.state import EmulatorState

MOST = 50


@emulates("macie2", "TagResource", "UntagResource", "ListTagsForResource")
def answer(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Read and change the tags of a resource of Macie."""
    arn = call.parameters["resourceArn"]
    kept = next(
        (one for one in _list_kept(state, call) if arn in {one.get("arn"), one.get("jobArn")}), None
    )
    if kept is None:
        raise Fault("ResourceNotFoundException", f"The resource {arn} was not found.", 404)
    tags = dict(kept.get("tags") or {})
    found = answer_tags(call, tags)
    if len(tags) > MOST:
        raise Fault("ValidationException", f"A resource can have at most {MOST} tags.")
    kept["tags"] = tags
    return found


def _list_kept(state: EmulatorState, call: EmulatedCall) -> Iterator[dict[str, Any]]:
    session = require_macie(state, call)
    for kept in (session.allow_lists, session.identifiers, session.jobs, find_filters(state, call)):
        yield from kept.values()
