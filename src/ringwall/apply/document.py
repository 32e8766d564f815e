"""Changes as documents: into the journal and back, exactly, and without secrets."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import msgspec

from ringwall.model.change import Change
from ringwall.model.table import Row

SECRET = re.compile(
    r"secret(?!_?(arn|id|name)$)|password|passphrase|plaintext|private_?key|key_?material"
    r"|(session|auth|authorization|security)_?token$|credential_?value|api_?key_?value",
    re.IGNORECASE,
)
DROPPED = "(not kept)"


def write_change(change: Change) -> Row:
    """Return the Change as a document of plain JSON; ValueError where it carries a secret."""
    for write in (change.write, change.undo):
        if write is not None and drop_secrets(write.parameters) != write.parameters:
            raise ValueError(f"{write.operation}: a Change must not carry a secret")
    plain: Row = json.loads(json.dumps(asdict(change)))
    return plain


def read_change(document: Mapping[str, Any], position: int) -> Change:
    """Return the Change that a document was written from.

    Older journals name a finding instead of a cause, and refer to Changes by their `position`:
    that is the id of such a Change. TypeError or LookupError where no Change was written so.
    """
    members = dict(document)
    finding = members.pop("finding", "")
    if finding and not members.get("cause"):
        members["cause"] = {"kind": "finding", "id": finding}
    try:
        change = msgspec.convert({"id": str(position), **members}, Change)
        written = write_change(change)
    except (msgspec.ValidationError, ValueError) as error:
        raise TypeError(f"no Change of Ringwall's: {error}") from error
    if strange := _find_strange(members, written):
        raise LookupError(f"no Change of Ringwall's has {strange}")
    return change


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


def _find_strange(document: Mapping[str, Any], written: Mapping[str, Any]) -> str:
    """Return the name of a member that the Change read from a document does not have; '' if none.

    What a Change holds as plain JSON comes back as it is, so that nothing is strange there.
    """
    for name, member in document.items():
        if name not in written:
            return name
        pairs = [(member, written[name])]
        if isinstance(member, list | tuple):
            pairs = list(zip(member, written[name], strict=True))
        for ours, theirs in pairs:
            if isinstance(ours, Mapping) and (found := _find_strange(ours, theirs)):
                return f"{name}.{found}"
    return ""
