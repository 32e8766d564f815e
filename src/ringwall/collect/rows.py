"""Documents to rows: a table's columns, compiled once and applied to each API document."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

import jmespath

from ringwall.model.table import Column, Reader, Row, Table

Extract = Callable[[Row], Any]


@dataclass(frozen=True)
class Captured:
    """What every row of one reading has in common."""

    account_id: str
    region: str
    partition: str
    captured_at: datetime
    source: str


class RowMaker:
    """Makes rows of one table. A column whose call failed is NULL, one AWS left out is absent."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._arn = compile_template(table.arn)
        self._region = compile_path(table.region)
        self._account = compile_path(table.account)
        self._tags = compile_path(table.tags)
        intos = {call.into for call in table.calls} | {shared.into for shared in table.shared}
        self._tag_calls = names_in(table.tags) & intos
        self._columns = [
            (column, compile_path(column.path), names_in(column.path) & intos)
            for column in table.columns
            if column.path
        ]

    def make(
        self, document: Row, captured: Captured, failed: frozenset[str]
    ) -> tuple[Row, dict[str, str]]:
        """Return the row of a document, and the columns whose value could not be read, with why.

        `failed` names the detail calls that did not answer: their columns are NULL.
        """
        account_id = self._account(document) or captured.account_id
        region = self._region(document) if self._table.region else captured.region
        names = {
            "account_id": account_id,
            "region": region,
            "partition": captured.partition,
        }
        arn = self._arn({**document, **names})
        tags = self._tags(document) if self._table.tags else None
        row: Row = {
            "arn": arn,
            **names,
            "resource_id": re.split(r"[:/]", arn)[-1],
            "tags": None if not self._table.tags or self._tag_calls & failed else fold_tags(tags),
            "captured_at": captured.captured_at,
            "source": captured.source,
            "raw": json.dumps(document, default=str, separators=(",", ":")),
        }
        broken: dict[str, str] = {}
        for column, extract, calls in self._columns:
            row[column.name] = None
            if not calls & failed:
                try:
                    row[column.name] = convert(column, extract(document))
                except (ValueError, TypeError, OverflowError) as error:
                    broken[column.name] = f"not a {column.type}: {error}"
        return row, broken


def fill_parameters(parameters: Mapping[str, Any], document: Row, reader: Reader) -> Row:
    """Return a call's parameters with its `{Name}` templates filled from the document."""
    names = {
        **document,
        "account_id": reader.account_id,
        "region": reader.region,
        "partition": reader.partition,
    }
    return {key: _fill(value, names) for key, value in parameters.items()}


def _fill(value: Any, names: Row) -> Any:
    if isinstance(value, list):
        return [_fill(item, names) for item in value]
    if isinstance(value, Mapping):
        return {key: _fill(item, names) for key, item in value.items()}
    if not isinstance(value, str) or "{" not in value:
        return value
    if match := re.fullmatch(r"\{(\w+)\}", value):
        return names[match[1]]
    return compile_template(value)(names)


def compile_template(template: str) -> Callable[[Row], str]:
    """Return a function that fills `{Name}` from a document, or looks a plain path up."""
    if "{" not in template:
        look_up = compile_path(template)
        return lambda document: str(look_up(document) or "")
    parts = [
        (literal, compile_path(path))
        for literal, path in re.findall(r"([^{]*)(?:\{([^}]+)\})?", template)
        if literal or path
    ]
    return lambda document: "".join(
        literal + str(look_up(document) if look_up is not _NOTHING else "")
        for literal, look_up in parts
    )


def compile_path(path: str) -> Extract:
    """Return a function that looks a JMESPath up; plain dotted names take a short way."""
    if not path:
        return _NOTHING
    if re.fullmatch(r"\w+", path):
        return lambda document: document.get(path)
    if re.fullmatch(r"[\w.]+", path):
        return partial(_look_up, tuple(path.split(".")))
    compiled = jmespath.compile(path)
    search: Extract = compiled.search
    return search


def _nothing(_: Row) -> None:
    return None


_NOTHING: Extract = _nothing


def _look_up(names: tuple[str, ...], document: Row) -> Any:
    value: Any = document
    for name in names:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def names_in(path: str) -> set[str]:
    """Return the names that a JMESPath looks at, its literals left out."""
    return set(re.findall(r"\w+", re.sub(r"'[^']*'|`[^`]*`", "", path)))


def convert(column: Column, value: Any) -> Any:
    """Return an API value as the column's type; what AWS left out becomes "there is none"."""
    if value is None:
        return column.when_absent
    return CONVERT[column.type](value)


def fold_tags(tags: Any) -> Row:
    """Return tags as one object, whichever of AWS's three shapes they come in."""
    if isinstance(tags, dict):
        return {str(key): str(value) for key, value in tags.items()}
    return {
        tag.get("Key", tag.get("TagKey", "")): tag.get("Value", tag.get("TagValue", ""))
        for tag in tags or ()
    }


def _boolean(value: Any) -> bool:
    return value.strip().lower() == "true" if isinstance(value, str) else bool(value)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, default=str) if isinstance(value, dict | list) else str(value)


def _moment(value: Any) -> datetime:
    if isinstance(value, int | float):
        return datetime.fromtimestamp(value, UTC)
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _document(value: Any) -> str:
    parsed = json.loads(value) if isinstance(value, str) else value
    return json.dumps(parsed, default=str, separators=(",", ":"))


def _list(value: Any) -> list[str]:
    return [_text(item) for item in (value if isinstance(value, list) else [value])]


CONVERT: Mapping[str, Callable[[Any], Any]] = {
    "TEXT": _text,
    "BOOLEAN": _boolean,
    "BIGINT": int,
    "DOUBLE": float,
    "TIMESTAMP": _moment,
    "TEXT[]": _list,
    "JSON": _document,
}
