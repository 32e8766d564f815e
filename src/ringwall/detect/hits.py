"""Rows of a detection's query become hits: its columns are checked, its texts made storable."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from ringwall.model.detection import OPTIONAL_COLUMNS, REQUIRED_COLUMNS, DetectionRule, Hit
from ringwall.model.errors import BadInput
from ringwall.model.log_format import FIRST_TIME, LAST_TIME
from ringwall.model.text import make_storable

COLUMNS: Mapping[str, str] = {**REQUIRED_COLUMNS, **OPTIONAL_COLUMNS}
TEXTS = tuple(name for name, type_ in COLUMNS.items() if type_ == "TEXT" and name != "act")
WHOLE_NUMBERS = frozenset(
    f"{sign}{size}INT" for sign in ("", "U") for size in ("", "TINY", "SMALL", "BIG", "HUGE")
) | {"INTEGER", "UINTEGER"}
TYPES_TAKEN: Mapping[str, frozenset[str]] = {
    "TEXT": frozenset({"TEXT", "JSON"}),
    "TEXT[]": frozenset({"TEXT[]"}),
    "BIGINT": WHOLE_NUMBERS,
    "TIMESTAMP": frozenset({"TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"}),
}
"""The types of a query's columns that are taken for a type of the contract."""
LONGEST_TEXT = 2_000
LONGEST_LIST = 100
DEEPEST = 20


def check_columns(types: Mapping[str, str]) -> None:
    """Raise BadInput where the columns of a query, and their types, are not as agreed."""
    if missing := [name for name in REQUIRED_COLUMNS if name not in types]:
        raise BadInput(
            f"the query returns no {', '.join(missing)}; a detection returns "
            f"{', '.join(REQUIRED_COLUMNS)}"
        )
    for name, type_ in COLUMNS.items():
        found = types.get(name, "NULL")
        if found not in TYPES_TAKEN[type_] and (found != "NULL" or name in {"at", "act"}):
            raise BadInput(f"the query returns {name} as {found}; it is {type_}")


def read_hits(
    rule: DetectionRule, names: Iterable[str], rows: Iterable[Iterable[Any]]
) -> Iterator[Hit]:
    """Yield the hits that rows are; BadInput where one has no time."""
    columns = tuple(names)
    for values in rows:
        yield _read_hit(rule, dict(zip(columns, values, strict=True)))


def _read_hit(rule: DetectionRule, row: Mapping[str, Any]) -> Hit:
    at = row["at"]
    if not isinstance(at, datetime):
        raise BadInput("a row has no time in the column at")
    texts = {name: keep_text(row.get(name)) for name in TEXTS}
    # An act that nothing identifies is one of its own: it must not hide behind another.
    act = keep_text(row["act"]) or _digest(at, *texts.values())
    return Hit(
        rule=rule.id,
        # Days are added to it later, and it is shown: it stays within what a log can have.
        at=min(max(at, FIRST_TIME), LAST_TIME),
        act=act,
        **texts,
        events=_keep_texts(row.get("events")),
        entities=_keep_texts(row.get("entities")),
        count=max(1, row.get("count") or 1),
        confidence=_confidence(row.get("confidence"), rule.confidence),
        evidence={
            name: keep_value(value)
            for name, value in row.items()
            if name not in COLUMNS and value is not None
        },
    )


def _confidence(value: int | None, otherwise: int) -> int:
    return otherwise if value is None else min(100, max(1, value))


def keep_text(value: Any) -> str:
    """Return a text as it is kept: '' for NULL, without what no database takes, not too long."""
    text = "" if value is None else make_storable(str(value))
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 3] + "..."


def _keep_texts(values: Any) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(keep_text(value) for value in (values or ())[:LONGEST_LIST] if value)
    )


def keep_value(value: Any, depth: int = 0) -> Any:
    """Return a value of evidence as JSON has it."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float | Decimal):
        number = float(value)
        return number if abs(number) < float("inf") else str(number)
    if isinstance(value, datetime):
        return f"{value.isoformat()}Z"
    if depth < DEEPEST and isinstance(value, list | tuple):
        return [keep_value(each, depth + 1) for each in value[:LONGEST_LIST]]
    if depth < DEEPEST and isinstance(value, dict):
        items = list(value.items())[:LONGEST_LIST]
        return {keep_text(name): keep_value(each, depth + 1) for name, each in items}
    return keep_text(value)


def _digest(*parts: Any) -> str:
    return sha256("\x1f".join(map(str, parts)).encode("utf-8", "replace")).hexdigest()[:32]
