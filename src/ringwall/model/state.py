"""The state that a Change is about, as its probe reads it."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from ringwall.model.change import Probe, ProbeLookup
from ringwall.model.errors import CallFailed
from ringwall.model.jmespath_roots import WHOLE, find_roots
from ringwall.model.normal import normalize, parse_json
from ringwall.model.pages import join_pages
from ringwall.model.table import Reader, Row

WHOLE_PAGE = "@"
"""The JMESPath of a page itself."""
PARSED = ("policy", "named policy", "json")
"""Members that a state holds as documents, whether AWS sends a text of them or not."""
_PLACE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Sight:
    """What a probe saw: the state, what other Changes refer to, and what a write needs, by name."""

    state: Any
    ids: Mapping[str, Any] = field(default_factory=dict)
    now: Mapping[str, Any] = field(default_factory=dict)


def read_state(probe: Probe, reader: Reader) -> Any:
    """Return the state as a plain JSON value; None where AWS says that there is none.

    Raises `CallFailed` and its kin where AWS does not say.
    """
    return look(probe, reader).state


def look(probe: Probe, reader: Reader) -> Sight:
    """Return the state and the ids that a probe sees; no ids where there is no state.

    Raises `CallFailed` and its kin where AWS does not say, or where several resources match.
    """
    if not probe.operation:
        return _look_directly(probe, reader)
    try:
        answer = join_pages(reader.items(probe.operation, WHOLE_PAGE, **probe.parameters))
    except CallFailed as error:
        if error.is_one_of(probe.absent):
            return Sight(None)
        raise
    try:
        answer = _make_plain(answer)
        if probe.parsed:
            answer = {**answer, probe.parsed: parse_json(answer.get(probe.parsed))}
        document = _find_item(probe, answer, reader) if probe.items else answer
        return Sight(None) if document is None else _see(probe, document, reader)
    except (JMESPathError, TypeError) as error:
        raise _unreadable(probe.operation, error) from error


def _look_directly(probe: Probe, reader: Reader) -> Sight:
    try:
        return _see(probe, dict(probe.members), reader)
    except CallFailed as error:
        if error.is_one_of(probe.absent):
            return Sight(None)
        raise
    except (JMESPathError, TypeError) as error:
        raise _unreadable(probe.lookups[0].operation, error) from error


def _unreadable(operation: str, error: Exception) -> CallFailed:
    return CallFailed(f"{operation}: AWS's answer cannot be read: {error}", "Unreadable")


def _see(probe: Probe, document: Row, reader: Reader) -> Sight:
    for lookup in probe.lookups:
        document = {**document, lookup.into: _look_up(lookup, document, reader)}
    state = jmespath.search(probe.take, document)
    if state is None:
        return Sight(None)
    if isinstance(state, Mapping):
        state = {
            name: parse_json(member) if probe.normal.get(name) in PARSED else member
            for name, member in state.items()
        }
    names = {**document, **_places(reader)} if probe.ids else {}
    ids = {name: _find_id(path, names) for name, path in probe.ids.items()}
    now = {name: jmespath.search(path, document) for name, path in probe.now.items()}
    return Sight(state, _drop_missing(ids), _drop_missing(now))


def _drop_missing(found: Row) -> Row:
    return {name: value for name, value in found.items() if value is not None}


def is_same(probe: Probe, state: Any, other: Any) -> bool:
    """Whether two states mean the same: their members are compared as the probe says."""
    return bool(_normalize_state(probe, state) == _normalize_state(probe, other))


def _normalize_state(probe: Probe, state: Any) -> Any:
    if not isinstance(state, Mapping):
        return state
    return {
        name: normalize(member, probe.normal[name]) if name in probe.normal else member
        for name, member in state.items()
    }


def _find_item(probe: Probe, answer: Any, reader: Reader) -> Any:
    """Return the one item that matches, None where none does; CallFailed where several do."""
    wanted = {path: _make_plain(value) for path, value in probe.match.items()}
    found = [
        item
        for item in _read_items(probe, answer, reader, wanted)
        if all(jmespath.search(path, item) == value for path, value in wanted.items())
    ]
    if len(found) > 1:
        which = json.dumps(wanted, sort_keys=True)
        raise CallFailed(f"{probe.operation}: {len(found)} resources match {which}", "Ambiguous")
    return found[0] if found else None


def _may_match(probe: Probe, item: Row, wanted: Mapping[str, Any]) -> bool:
    """Whether an item matches in all that the reads of each item do not add."""
    added = {lookup.into for lookup in probe.each}
    return all(
        jmespath.search(path, item) == value
        for path, value in wanted.items()
        if find_roots(path).isdisjoint({WHOLE, *added})
    )


def _read_items(
    probe: Probe, answer: Any, reader: Reader, wanted: Mapping[str, Any]
) -> Iterator[Row]:
    items = jmespath.search(probe.items, answer)
    if not isinstance(items, list | None):
        raise TypeError(f"{probe.items} is no list")
    for item in items or ():
        if item is None:
            continue
        document = dict(item) if isinstance(item, Mapping) else {"id": item}
        document |= probe.members
        if not _may_match(probe, document, wanted):
            continue
        for lookup in probe.each:
            document[lookup.into] = _look_up(lookup, document, reader)
        yield document


def _look_up(lookup: ProbeLookup, document: Row, reader: Reader) -> Any:
    if lookup.when and not jmespath.search(lookup.when, document):
        return None
    names = {**document, **_places(reader)}
    parameters = {name: _fill(value, names, lookup) for name, value in lookup.parameters.items()}
    try:
        answer = join_pages(reader.items(lookup.operation, WHOLE_PAGE, **parameters))
    except CallFailed as error:
        if error.is_one_of(lookup.absent):
            return None
        raise
    return jmespath.search(lookup.take or WHOLE_PAGE, _make_plain(answer))


def _fill(value: Any, names: Row, lookup: ProbeLookup) -> Any:
    if isinstance(value, list | tuple):
        return [_fill(item, names, lookup) for item in value]
    if isinstance(value, Mapping):
        return {name: _fill(item, names, lookup) for name, item in value.items()}
    if not isinstance(value, str) or "{" not in value:
        return value
    if (found := _fill_text(value, names)) is None:
        raise CallFailed(f"{lookup.operation}: AWS's answer has no {value}", "MissingMember")
    return found


def _find_id(path: str, names: Row) -> Any:
    return _fill_text(path, names) if "{" in path else jmespath.search(path, names)


def _fill_text(template: str, names: Row) -> Any:
    """Return a template filled; one that is a placeholder alone gives the value with its type.

    None where a value is missing.
    """
    found = {path: jmespath.search(path, names) for path in _PLACE.findall(template)}
    if None in found.values():
        return None
    if whole := _PLACE.fullmatch(template):
        return found[whole[1]]
    return _PLACE.sub(lambda place: str(found[place[1]]), template)


def _places(reader: Reader) -> Row:
    return {
        "account_id": reader.account_id,
        "region": reader.region,
        "partition": reader.partition,
    }


def _make_plain(value: Any) -> Any:
    """Return a value as plain JSON holds it."""
    return json.loads(json.dumps(value, default=_write_plainly))


def _write_plainly(value: object) -> str:
    if not isinstance(value, datetime):
        return str(value)
    # botocore puts times into the zone of this machine: the same time must look the same on all.
    return (value.astimezone(UTC) if value.tzinfo else value).isoformat()
