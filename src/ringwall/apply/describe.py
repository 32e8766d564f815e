"""A plan and a run as text and as JSON: each call, why, what it can break, and its undo."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ringwall.apply.document import write_change
from ringwall.apply.run import RunReport
from ringwall.apply.step import RunStep
from ringwall.model.change import UNREAD, Change, Plan, Write
from ringwall.model.reference import tell_references
from ringwall.model.table import Row
from ringwall.model.text import make_visible

RISK: Mapping[str, str] = {
    "none": "breaks nothing",
    "config": "changes settings only",
    "availability": "MAY BREAK RUNNING TRAFFIC",
    "irreversible": "CANNOT BE UNDONE",
}
BACK: Mapping[str, str] = {
    "none": "takes back what protects",
    "config": "takes back what protects",
    "availability": "OPENS AGAIN WHAT WAS CLOSED",
}
"""The same for a Change that undoes another one: what that other one had to do was a fix."""


MANY = 10
"""So many that are skipped for one reason are one line."""
WORDS: Mapping[str, str] = {"already": "already done", "awaiting": "awaiting AWS"}
"""Outcomes that are told in other words."""


def describe_plan(plan: Plan) -> Row:
    """Return a plan as a JSON-able document: `changes` in order and `skipped` with reasons."""
    return {
        "changes": [{**write_change(change), "risk": tell_risk(change)} for change in plan.changes],
        "skipped": [{"resource": name, "reason": reason} for name, reason in plan.skipped],
    }


def tell_plan(plan: Plan) -> Iterator[str]:
    """Yield a plan as lines of text; texts from AWS are made printable.

    What is skipped for one reason is one line, where it is much.
    """
    numbers = number_changes(plan.changes)
    for number, change in enumerate(plan.changes, 1):
        yield from tell_change(number, change, numbers)
    reasons: dict[str, list[str]] = {}
    for resource, reason in plan.skipped:
        reasons.setdefault(reason, []).append(resource)
    for reason, resources in reasons.items():
        told = [make_visible(resource) for resource in resources]
        if len(told) >= MANY:
            told = [f"{len(told)} resources, the first is {told[0]}"]
        yield from (f"skipped  {each}  {make_visible(reason)}" for each in told)


def number_changes(changes: Iterable[Change]) -> dict[str, str]:
    """Return what Changes are called where others refer to them, by their ids."""
    return {change.id: f"change {number}" for number, change in enumerate(changes, 1)}


def tell_change(
    number: int, change: Change, numbers: Mapping[str, str], *, with_why: bool = True
) -> Iterator[str]:
    """Yield one Change as lines of text: the call, where, why, what it can break, its undo.

    `numbers` has what the other Changes of its plan are called: it may refer to them.
    """
    account = change.account_id or tell_references(change.account, numbers)
    yield f"{number}. {tell_write(change.write, numbers)}"
    yield f"   where  {make_visible(change.resource)} ({account}, {change.region})"
    if with_why:
        yield f"   why    {make_visible(change.why)}"
    after = tell_references(change.after, numbers)
    yield f"   from   {_show(change.before)} to {_show(after)}"
    yield f"   risk   {tell_risk(change)} ({change.layer})"
    yield f"   undo   {_tell_undo(change, numbers)}"


def _tell_undo(change: Change, numbers: Mapping[str, str]) -> str:
    if change.undo:
        return tell_write(change.undo, numbers)
    if change.part_of:
        return "with what it is a part of"
    return f"none{': ' * bool(change.irreversible)}{make_visible(change.irreversible)}"


def tell_risk(change: Change) -> str:
    """Return what a Change can break, or for one that leads back, what it lets in again."""
    if not change.is_undo or change.blast not in BACK:
        return RISK[change.blast]
    return f"{BACK[change.blast]}: {make_visible(change.why.removeprefix('undo: '))}"


def tell_write(write: Write, numbers: Mapping[str, str]) -> str:
    """Return a write as one line: `s3.put_public_access_block Bucket="logs" ...`."""
    parameters = tell_references(write.parameters, numbers)
    parts = (f"{name}={_show(value)}" for name, value in parameters.items())
    return " ".join((write.operation, *parts))


def describe_run(report: RunReport) -> Row:
    """Return a run as a JSON-able document."""
    steps = [
        {
            "number": step.position + 1,
            "outcome": tell_outcome(step),
            "reason": step.reason,
            "change": write_change(step.change),
        }
        for step in report.steps
    ]
    return {**vars(report.run), "steps": steps}


def tell_step(step: RunStep) -> str:
    """Return how a step went as one line."""
    line = f"{step.position + 1}. {tell_outcome(step)}  {step.change.write.operation}"
    line = f"{line}  {make_visible(step.change.resource)}"
    return f"{line}  {make_visible(step.reason)}" if step.reason else line


def tell_outcome(step: RunStep) -> str:
    """Return how a step ended in a word or two."""
    if step.outcome:
        return WORDS.get(step.outcome, step.outcome)
    return "interrupted" if step.may_have_written else "not started"


def _show(value: Any) -> str:
    if value == UNREAD:
        return "what is there, which was not read"
    # ensure_ascii also hides letters that turn the direction of a line.
    return json.dumps(value, ensure_ascii=True)
