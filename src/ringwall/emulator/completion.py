"""Answer operations that moto lacks, from the service model alone: a first approximation.

Create, put, update and enable calls keep records; get, describe and list calls read them back;
delete and disable calls remove them. A value that the model does not define is made up for a
record that exists, and listed as a Guess; nothing is made up for what was not created.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from botocore.model import ListShape, Shape, StructureShape
from moto.moto_api._internal import mock_random

from ringwall.emulator.answerers import (
    ERASES,
    READS,
    find_answerer,
    find_singular,
    split_operation,
)
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.ec2_id_kinds import find_kind
from ringwall.emulator.holdings import make_id
from ringwall.emulator.state import EmulatorState, Record

PAGING = frozenset({"nexttoken", "maxresults", "limit", "marker", "maxitems"})
MAX_DEPTH = 3


def complete(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the answer of an operation; Fault if the model does not say enough."""
    found = split_operation(call.operation)
    if found is None or find_answerer(call.service, call.operation) != "completed":
        raise Fault("UnknownOperationException", f"{call.name} is not emulated", 501)
    verb, noun = found
    if verb == "List" or (verb in READS and _answers_one_list(call)):
        return _list(state, call, find_singular(noun))
    records = state.records[call.account_id, call.region, call.service, noun]
    wanted = {canonical(k, noun): v for k, v in call.parameters.items() if v is not None}
    keys = {k: v for k, v in wanted.items() if k.endswith(("id", "arn", "name"))}
    record = next(_matching(records, keys), None)
    if verb in READS:
        return _read(state, call, noun, record)
    if verb in ERASES:
        if record is None:
            raise _missing(call, noun)
        records.remove(record)
        return _shaped(state, call, noun, record)
    if verb == "Update" and record is None and _is_created(call, noun):
        raise _missing(call, noun)
    if verb == "Create" and any(r.get("name") == wanted.get("name", ...) for r in records):
        raise Fault("ConflictException", f"{noun} {wanted['name']} already exists", 409)
    if record is None or verb == "Create":
        record = _new_record(state, call, noun, wanted)
        records.append(record)
    record.update(wanted)
    return _shaped(state, call, noun, record)


def canonical(member: str, noun: str) -> str:
    """Return a member's name without the noun: `AnalyzerName` of an Analyzer is `name`."""
    words = re.findall(r"[A-Z][a-z0-9]*|[A-Z]+", noun)
    for start in range(len(words)):
        prefix = "".join(words[start:]).lower()
        if member.lower().startswith(prefix) and len(member) > len(prefix):
            return member[len(prefix) :].lower()
    return member.lower()


def _answers_one_list(call: EmulatedCall) -> bool:
    """Whether the operation returns a list: one list, and perhaps a paging token."""
    output = call.model.output_shape
    members = output.members if isinstance(output, StructureShape) else {}
    content = [shape for name, shape in members.items() if name.lower() not in PAGING]
    return len(content) == 1 and isinstance(content[0], ListShape)


def _matching(records: list[Record], wanted: Mapping[str, Any]) -> Iterator[Record]:
    filters = {k: v for k, v in wanted.items() if isinstance(v, str) and k not in PAGING}
    chosen = {find_singular(k): v for k, v in wanted.items() if isinstance(v, list) and _names(k)}
    return (
        r
        for r in records
        if all(r.get(k, v) == v for k, v in filters.items())
        and all(r.get(k) in v for k, v in chosen.items())
    )


def _names(key: str) -> bool:
    """Whether a parameter lists what it asks for: the ids, ARNs or names of records."""
    return key in {"ids", "arns", "names"}


def _list(state: EmulatorState, call: EmulatedCall, noun: str) -> Mapping[str, Any]:
    wanted = {canonical(k, noun): v for k, v in call.parameters.items() if v is not None}
    records = state.records[call.account_id, call.region, call.service, noun]
    output = call.model.output_shape
    members = output.members if isinstance(output, StructureShape) else {}
    lists = [(name, shape) for name, shape in members.items() if isinstance(shape, ListShape)]
    if not lists:
        raise Fault("UnknownOperationException", f"{call.name} is not emulated", 501)
    name, shape = lists[0]
    inner = shape.member
    found = list(_matching(records, wanted))
    if isinstance(inner, StructureShape):
        return {name: [_fill(state, call, inner, r, noun) for r in found]}
    key = next((k for k in ("arn", "name") if inner.name.lower().endswith(k)), "id")
    return {name: [r[key] for r in found if key in r]}


def _read(
    state: EmulatorState, call: EmulatedCall, noun: str, record: Record | None
) -> Mapping[str, Any]:
    if record is not None:
        return _shaped(state, call, noun, record)
    if _is_created(call, noun):
        raise _missing(call, noun)
    # A setting that was never made has no value. The emulator must not invent one.
    state.guess(call.name, "(whole answer)", None)
    return {}


def _is_created(call: EmulatedCall, noun: str) -> bool:
    """Whether there is a call that creates the noun, so that a missing one is an error."""
    names = call.service_model.operation_names
    return any(f"{verb}{noun}" in names for verb in ("Create", "Register"))


def _missing(call: EmulatedCall, noun: str) -> Fault:
    if call.service == "ec2":
        return Fault(find_kind(noun).missing, f"The {noun} does not exist")
    return Fault("ResourceNotFoundException", f"{noun} not found", 404)


def _new_record(
    state: EmulatorState, call: EmulatedCall, noun: str, wanted: Mapping[str, Any]
) -> Record:
    kind = find_kind(noun)
    made = (
        make_id(kind.prefix)
        if call.service == "ec2" and kind.prefix
        else mock_random.get_random_hex(32)
    )
    name = wanted.get("name", made)
    word = re.sub(r"(?<!^)(?=[A-Z])", "-", noun).lower()
    place = f"{call.service_model.signing_name}:{call.region}:{call.account_id}"
    arn = f"arn:{call.partition}:{place}:{word}/{name}"
    now = datetime.now(UTC)
    state.guess(call.name, "arn", arn)
    return {"id": made, "arn": arn, "createdat": now, "creationtime": now, "updatedat": now}


def _shaped(
    state: EmulatorState, call: EmulatedCall, noun: str, record: Record
) -> Mapping[str, Any]:
    output = call.model.output_shape
    return _fill(state, call, output, record, noun) if isinstance(output, StructureShape) else {}


def _fill(  # noqa: PLR0917  # it calls itself with the same five
    state: EmulatorState,
    call: EmulatedCall,
    shape: StructureShape,
    record: Record,
    noun: str,
    depth: int = 0,
) -> dict[str, Any]:
    """Return the members that the record has, those of nested structures too."""
    answer: dict[str, Any] = {}
    unknown: dict[str, Any] = {}
    for name, member in shape.members.items():
        key = canonical(name, noun)
        if key in record and _fits(member, record[key]):
            answer[name] = record[key]
        elif isinstance(member, StructureShape):
            inner = _fill(state, call, member, record, noun, depth + 1) if depth < MAX_DEPTH else {}
            answer |= {name: inner} if inner else {}
        elif name in shape.required_members or re.search("statu|state", name, re.IGNORECASE):
            unknown[name] = _made_up(member)
    if not answer and depth:
        return {}
    made_up = {name: value for name, value in unknown.items() if value is not None}
    for name, value in made_up.items():
        state.guess(call.name, name, value)
    return made_up | answer


def _fits(shape: Shape, value: Any) -> bool:
    """Whether an answer can have a value: what was enabled is not what disabling returns."""
    enum = getattr(shape, "enum", None)
    return not enum or value in enum


def _made_up(shape: Shape) -> Any:
    """Return a value for a member of a record that exists."""
    enum = getattr(shape, "enum", None)
    if enum:
        return next((e for e in ("ENABLED", "ACTIVE", "READY", "SUCCEEDED") if e in enum), enum[0])
    empty = {"boolean": False, "integer": 0, "long": 0, "list": [], "map": {}}
    return empty.get(shape.type_name)
