"""What an event of a case says, in words."""

from collections.abc import Mapping

from ringwall.model.case import CaseEvent, CaseEventKind
from ringwall.model.text import count_of, make_visible


def tell_event(event: CaseEvent) -> str:
    """Return what an event of a case says, as one line."""
    body = event.body
    words: Mapping[CaseEventKind, str] = {
        "opened": "opened the case: {title}",
        "noted": "noted: {text}",
        "assigned": "gave it to {owner}",
        "graded": "graded it {severity}",
        "planned": "planned {playbook}",
        "requested": "asked for the approval of {needed}",
        "approved": "approved the plan",
        "denied": "denied the plan",
        "escalated": "told more people, for nobody has answered",
        "started": "started run {run}",
        "ended": "run {run} ended: {status}, {done} done",
        "contained": "contained what run {run} is about",
        "undone": "undid run {run} by run {undo}",
        "collected": "collected evidence: {name}",
        "told": "told {channel}",
        "closed": "closed it: {reason}",
        "reopened": "opened it again",
    }
    text = words.get(event.kind, event.kind)
    for name, value in body.items():
        text = text.replace(f"{{{name}}}", make_visible(str(value)))
    if event.kind == "planned":
        changes = count_of(len(body.get("changes", ())), "change")
        text += f": {changes}, plan {str(body['plan'])[:12]}"
    if event.kind in ("approved", "denied") and body.get("reason"):
        text += f": {make_visible(str(body['reason']))}"
    return text
