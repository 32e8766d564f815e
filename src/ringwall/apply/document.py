"""Changes as documents: into the journal and back, their references filled in, without secrets."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, get_args

import jmespath

from ringwall.model.change import Blast, Cause, Change, Probe, Write
from ringwall.model.errors import BadInput
from ringwall.model.layer import LAYERS
from ringwall.model.table import Row

SECRET = re.compile(
    r"secret(?!_?(arn|id|name)$)|password|passphrase|plaintext|private_?key|key_?material"
    r"|(session|auth|authorization|security)_?token$|credential_?value|api_?key_?value",
    re.IGNORECASE,
)
REFERENCE = "$result"
DROPPED = "(not kept)"


def write_change(change: Change) -> Row:
    """Return the Change as a document of plain JSON; ValueError where it carries a secret."""
    document = asdict(change)
    for write in (change.write, change.undo):
        if write is not None and drop_secrets(write.parameters) != write.parameters:
            raise ValueError(f"{write.operation}: a Change must not carry a secret")
    plain: Row = json.loads(json.dumps(document))
    return plain


def read_change(document: Mapping[str, Any], position: int) -> Change:
    """Return the Change that a document was written from.

    Older journals name a finding instead of a cause, and refer to Changes by their `position`:
    that is the id of such a Change. TypeError or LookupError where no Change was written so.
    """
    members = dict(document)
    finding = members.pop("finding", "")
    cause = members.pop("cause", None) or (finding and {"kind": "finding", "id": finding})
    probe, undo = members["probe"], members["undo"]
    change = Change(
        **{
            "id": str(position),
            **members,
            "write": Write(**members["write"]),
            "probe": Probe(**{**probe, "absent": tuple(probe["absent"])}),
            "undo": None if undo is None else Write(**undo),
            "cause": Cause(**cause) if cause else None,
        }
    )
    _check_types(change)
    return change


def _check_types(change: Change) -> None:
    texts = (change.id, change.account_id, change.region, change.resource, change.why)
    closed = ((change.blast, get_args(Blast)), (change.layer, LAYERS))
    calls = [call for call in (change.write, change.probe, change.undo) if call is not None]
    if (
        not all(isinstance(text, str) for text in (*texts, *change.probe.absent, change.probe.take))
        or any(word not in words for word, words in closed)
        or not all(isinstance(call.operation, str) for call in calls)
        or not all(isinstance(call.parameters, dict) for call in calls)
        or not isinstance(change.probe.wait, int | float)
    ):
        raise TypeError("no Change of Ringwall's")


def fill_references(change: Change, answers: Mapping[str, Any]) -> Change:
    """Return the Change with answers of earlier ones, by id, put in; BadInput where one is missing.

    The undo stays as it is: it may need the answer of its own Change.
    """
    return replace(
        change,
        write=_fill_write(change.write, answers),
        probe=replace(change.probe, parameters=_fill(change.probe.parameters, answers)),
    )


def fill_undo(change: Change, answers: Mapping[str, Any]) -> Change:
    """Return the Change with its undo filled in too; ValueError where there is no undo."""
    if change.undo is None:
        raise ValueError(f"{change.write.operation} cannot be undone")
    return replace(fill_references(change, answers), undo=_fill_write(change.undo, answers))


def drop_secrets(value: Any) -> Any:
    """Return the value without the texts that an answer of AWS must not leave behind."""
    if isinstance(value, Mapping):
        return {
            name: DROPPED
            if SECRET.search(name) and isinstance(member, (str, bytes))
            else drop_secrets(member)
            for name, member in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [drop_secrets(member) for member in value]
    return value


def _fill_write(write: Write, answers: Mapping[str, Any]) -> Write:
    return replace(write, parameters=_fill(write.parameters, answers))


def _fill(value: Any, answers: Mapping[str, Any]) -> Any:
    if isinstance(value, Mapping):
        if value.keys() == {REFERENCE}:
            return _look_up(value[REFERENCE], answers)
        return {name: _fill(member, answers) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [_fill(member, answers) for member in value]
    return value


def _look_up(reference: str, answers: Mapping[str, Any]) -> Any:
    change, _, path = reference.partition(".")
    if change not in answers:
        raise BadInput(f"this needs the answer of change {change}, which has not been made")
    found = jmespath.search(path, answers[change])
    if found is None or found == DROPPED:
        raise BadInput(f"the answer of change {change} has no {path}")
    return found
