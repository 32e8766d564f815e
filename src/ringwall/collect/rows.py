"""Documents to rows: a table's columns, compiled once and applied to each API document."""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from ringwall.collect.paths import PLAIN, Extract, compile_path, compile_property, names_in
from ringwall.collect.shape import SHAPE_ERRORS, UnreadableAnswer
from ringwall.collect.source import Dialect, ResourceDocument
from ringwall.model.errors import CallFailed
from ringwall.model.table import Column, Reader, Row, Table
from ringwall.model.text import LONGEST_ARN, make_storable, make_visible

BIGINT = range(-(2**63), 2**63)
ARN = re.compile(
    r"arn:[a-z-]+:(?:iam::(?:\d{12}:(?:root|[a-z-]+/.*[^/])|aws:policy/.+)"
    r"|(?!iam:)[\w.-]+:[\w-]*:[\w-]*:.+)"
)
SHOWN = 200
"""Letters of a name that is none."""


@dataclass(frozen=True)
class Captured:
    """What every row of one reading has in common."""

    account_id: str
    region: str
    partition: str
    captured_at: datetime
    source: str


class NamelessRow(UnreadableAnswer):
    """A document that does not say which resource it is about; `name` is what there is of it."""

    def __init__(self, error: Exception, name: str) -> None:
        super().__init__(error)
        self.name = name


class RowMaker:
    """Makes rows of one table. A column whose call failed is NULL, one AWS left out is absent.

    Where documents have CloudFormation properties, a property that is left out has the column's
    default; without one, it is NULL.
    """

    def __init__(self, table: Table, dialect: Dialect = "api") -> None:
        self._table = table
        self._is_api = dialect == "api"
        self._conceal = None if self._is_api else table.conceal
        self._arn = _compile_name(table.arn if self._is_api else "")
        self._region = compile_path(table.region)
        self._account = compile_path(table.account if self._is_api else "")
        self._has_tags = bool(tags := table.tags if self._is_api else table.tags_property)
        self._tags = compile_path(tags)
        intos = {call.into for call in table.calls} | {shared.into for shared in table.shared}
        self._tag_calls = names_in(tags) & intos if self._is_api else set()
        self._columns = [
            (column, _from_api(column, table.policy), names_in(column.path) & intos)
            if self._is_api
            else (column, _from_properties(column, intos), set[str]())
            for column in table.columns
            if column.path or not self._is_api  # what has no path is left to code
        ]

    def make(self, document: ResourceDocument, captured: Captured) -> tuple[Row, dict[str, str]]:
        """Return the row of a document, and the columns whose value could not be read, with why.

        Columns of detail calls that failed are NULL. NamelessRow where the ARN cannot be made.
        """
        broken: dict[str, str] = {}
        content = self._conceal(document.content) if self._conceal else document.content
        known, failed = document.known, document.failures.keys()

        def read(name: str, take: Callable[[], Any], failing: Any = None) -> Any:
            # Without `documented_shape`: it would cost a fifth of the time of a row.
            try:
                return take()
            except SHAPE_ERRORS as error:
                broken[name] = make_storable(str(UnreadableAnswer(error)))
                return failing

        region = known.get("region", captured.region)
        if self._is_api and self._table.region:
            found = read("region", lambda: self._region(content), region)
            region = found if isinstance(found, str | None) else region
        names = {
            "account_id": known.get("account_id") or self._owner(content) or captured.account_id,
            "region": region,
            "partition": captured.partition,
        }
        arn = self._name(known.get("arn") or "", {**content, **names})
        row: Row = {
            "arn": arn,
            **names,
            "resource_id": re.split(r"[:/]", arn)[-1],
            "tags": None,
            "captured_at": captured.captured_at,
            "source": captured.source,
            "raw": read("raw", lambda: make_storable(_write_json(content))),
        }
        if "tags" in known:
            row["tags"] = read("tags", lambda: fold_tags(known["tags"]))
        elif self._has_tags and not self._tag_calls & failed:
            row["tags"] = read("tags", lambda: self._fold_tags(content))
        for column, extract, calls in self._columns:
            row[column.name] = None
            if calls & document.none and column.required:
                row[column.name] = column.when_absent
            elif not calls & failed:
                row[column.name] = read(column.name, partial(extract, content))
        return row, broken

    def _owner(self, content: Row) -> str:
        """Return the account that a document names; NamelessRow where it cannot be told."""
        try:
            owner = self._account(content)
            found = "" if owner is None else _text(owner)
            is_needed = self._is_api and self._table.account and self._table.scope == "organization"
            if is_needed and not found:
                raise LookupError(f"AWS listed a resource without {self._table.account}")
        except SHAPE_ERRORS as error:
            raise NamelessRow(error, f"{self._table.name}/?") from error
        return found

    def _name(self, arn: str, document: Row) -> str:
        """Return the ARN; NamelessRow where a part of it is missing, or it cannot be one."""
        try:
            made = make_storable(arn or self._arn(document))
        except SHAPE_ERRORS as error:
            raise NamelessRow(error, f"{self._table.name}/?") from error
        if not is_name(made):
            seen = make_visible(made[:SHOWN])[:SHOWN]
            raise NamelessRow(ValueError(f"{seen!r} is not the ARN of a resource"), seen)
        return made

    def _fold_tags(self, content: Row) -> Row | None:
        tags = self._tags(content)
        return fold_tags(tags) if self._is_api or tags is not None else None


def is_name(text: str) -> bool:
    """Whether a text can name a resource: an ARN in its six parts, or a plain name.

    ARNs in IAM have an account, a kind and a name; of AWS's own, with `aws` as account, there are
    policies alone.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
    """
    if not text or len(text) > LONGEST_ARN or not text.isprintable():
        return False
    return ":" not in text or ARN.fullmatch(text) is not None


def _compile_name(template: str) -> Callable[[Row], str]:
    """Return a function that makes an ARN; LookupError where the document lacks a part of it."""
    paths = re.findall(r"\{([^{}]+)\}", template) if "{" in template else [template]
    parts = [(path, compile_path(path)) for path in paths]
    fill = compile_template(template)

    def make(document: Row) -> str:
        for path, look_up in parts:
            if not isinstance(value := look_up(document), str | int) or value == "":
                raise LookupError(f"AWS listed a resource without {path or 'an ARN'}")
        return fill(document)

    return make


def _from_api(column: Column, policy: str) -> Extract:
    look_up = compile_path(column.path)
    if not (column.required or column.within):
        check = _check_policy if column.name == policy else convert
        return lambda content: check(column, look_up(content))
    # JMESPath leaves items without the member out.
    of_items = re.fullmatch(rf"({PLAIN})\[\]\.({PLAIN})", column.path)
    outer = of_items[1] if of_items else column.path.rpartition(".")[0] if column.within else ""
    look_up_outer = compile_path(outer)

    def extract(content: Row) -> Any:
        value = look_up(content)
        if column.required and value is None:
            raise LookupError(f"AWS always sends {column.path}, and did not")
        if of_items and value is not None and len(value) < len(look_up_outer(content)):
            raise LookupError(f"AWS always sends {column.path}, and did not")
        if column.within and value in (None, "") and look_up_outer(content) is not None:
            raise LookupError(f"AWS never sends {outer} without {column.path}, and did")
        is_list = isinstance(value, list)
        if value == "" or (is_list and "" in value) or (column.type == "JSON" and value == {}):
            raise LookupError(f"AWS never sends an empty {column.path}, and did")
        return convert(column, value)

    return extract


def _check_policy(column: Column, value: Any) -> Any:
    if value in ({}, []):
        raise LookupError(f"AWS never sends an empty {column.path}, and did")
    return convert(column, value)


def _from_properties(column: Column, intos: set[str]) -> Extract:
    # The names of detail calls are ours: no property is called so, but by chance.
    is_shared = re.fullmatch(PLAIN, column.path) and not names_in(column.path) & intos
    look_up = compile_property(column.property or (column.path if is_shared else ""))
    is_decided_elsewhere = compile_property(column.unless)

    def extract(content: Row) -> Any:
        if (value := look_up(content)) is not None:
            return CONVERT[column.type](value)
        return None if is_decided_elsewhere(content) else column.default

    return extract


def fill_parameters(parameters: Mapping[str, Any], document: Row, reader: Reader) -> Row:
    """Return a call's parameters with its `{Name}` templates filled from the document.

    CallFailed where the document lacks a member that the call must name.
    """
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
        if names.get(match[1]) is None:
            raise CallFailed(f"AWS listed a resource without {match[1]}", "MissingMember")
        return names[match[1]]
    return compile_template(value)(names)


def compile_template(template: str) -> Callable[[Row], str]:
    """Return a function that fills `{Name}` from a document, or looks a plain path up."""
    if "{" not in template:
        look_up = compile_path(template)
        return lambda document: _spell(look_up(document) or "")
    parts = [
        (literal, compile_path(path))
        for literal, path in re.findall(r"([^{]*)(?:\{([^{}]+)\})?", template)
        if literal or path
    ]
    return lambda document: "".join(
        literal + _spell(look_up(document) or "") for literal, look_up in parts
    )


def convert(column: Column, value: Any) -> Any:
    """Return an API value as the column's type; what AWS left out becomes "there is none"."""
    if value is None or (value == {} and column.type == "JSON" and not _is_list(column)):
        return column.when_absent
    if column.type == "JSON":
        return _write_document(_read_document(value), column)
    return CONVERT[column.type](value)


def _is_list(column: Column) -> bool:
    """Whether a JSON column holds a list; the others hold an object."""
    return bool(column.items) or column.when_absent == []


def fold_tags(tags: Any) -> Row:
    """Return tags as one object, whichever of AWS's shapes they come in.

    A map; a list of Key and Value (ECS writes them small); a list of TagKey and TagValue (KMS).
    """
    if isinstance(tags, dict):
        pairs = list(tags.items())
    else:
        pairs = [(_member(tag, "key"), _member(tag, "value")) for tag in tags or ()]
    return {
        make_storable(_text(key)): "" if value is None else make_storable(_text(value))
        for key, value in pairs
    }


def _member(tag: Row, name: str) -> Any:
    """Return a tag's key or value; '' as value where it has none. KeyError for a nameless tag."""
    for spelled in (name.capitalize(), f"Tag{name.capitalize()}", name):
        if spelled in tag:
            return tag[spelled]
    if name == "value":
        return ""
    raise KeyError(f"a tag without a key: {sorted(tag)}")


def _boolean(value: Any) -> bool:
    if isinstance(value, bool) or (isinstance(value, int) and value in {0, 1}):
        return bool(value)
    if not isinstance(value, str):
        raise TypeError(f"neither true nor false: {type(value).__name__}")
    lowered = value.strip().lower()
    if lowered not in {"true", "false"}:
        raise ValueError(f"neither true nor false: {value[:40]!r}")
    return lowered == "true"


def _integer(value: Any) -> int:
    if not isinstance(value, int | float | str) or isinstance(value, bool):
        raise TypeError(f"not a number: {type(value).__name__}")
    number = int(value)
    if number not in BIGINT:
        raise OverflowError("more than 64 bits")
    return number


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"not a number: {number}")
    return number


def _spell(value: Any) -> str:
    return _write_json(value) if isinstance(value, dict | list) else str(value)


def _text(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        raise TypeError(f"not a text: {type(value).__name__}")
    str(value).encode()  # half a character (a lone surrogate) is no text: UnicodeEncodeError
    return str(value)


def _moment(value: Any) -> datetime:
    if isinstance(value, int | float):
        return _since_1970(value)
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _since_1970(seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except OSError as error:  # the platform has no such time
        raise ValueError(f"not a time: {seconds}") from error


def _document(value: Any) -> str:
    if not isinstance(found := _read_document(value), dict | list):
        raise TypeError(f"not a document: {type(found).__name__}")
    written = _write_json(found)
    written.encode()
    return written


def _read_document(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _write_document(value: Any, column: Column) -> str:
    """Return a document of the API; TypeError where it is a list in place of an object, ..."""
    kind = list if _is_list(column) else dict
    if not isinstance(value, kind):
        raise TypeError(f"{column.path} is no {kind.__name__}: {type(value).__name__}")
    for item in value if column.items else ():
        if not isinstance(item, dict):
            raise TypeError(f"{column.path} has an item that is no object: {type(item).__name__}")
        if missing := [name for name in column.items if item.get(name) is None]:
            raise LookupError(f"{column.path} has an item without {missing[0]}")
    return _document(value)


def _list(value: Any) -> list[str]:
    return [_text(item) for item in (value if isinstance(value, list) else [value])]


def _write_json(value: Any) -> str:
    """Return JSON; ValueError where JSON cannot express a value, such as NaN."""
    return json.dumps(
        value, default=str, separators=(",", ":"), allow_nan=False, ensure_ascii=False
    )


CONVERT: Mapping[str, Callable[[Any], Any]] = {
    "TEXT": _text,
    "BOOLEAN": _boolean,
    "BIGINT": _integer,
    "DOUBLE": _number,
    "TIMESTAMP": _moment,
    "TEXT[]": _list,
    "JSON": _document,
}
