"""Config's query language: a subset of SQL over configuration items.

    SELECT properties or aggregates [WHERE conditions] [GROUP BY properties] [ORDER BY properties]

https://docs.aws.amazon.com/config/latest/developerguide/query-components.html
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ringwall.emulator.call import Fault

ItemCondition = Callable[[Mapping[str, Any]], bool]
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?\d+(?:\.\d+)?)(?![\w.])"
    r"|(?P<word>\*|[A-Za-z_][\w:/-]*(?:\.[\w:/-]+)*)|(?P<sign><>|!=|<=|>=|[=<>(),*]))"
)
_AGGREGATES = ("avg", "count", "max", "min", "sum")
_DEEPEST = 50
LONGEST = 4_096


@dataclass(frozen=True)
class SelectedColumn:
    """What a query returns: a property, or an aggregate of one."""

    path: str
    aggregate: str = ""
    label: str = ""

    @property
    def name(self) -> str:
        """What the answer calls it."""
        plain = f"{self.aggregate.upper()}({self.path})" if self.aggregate else self.path
        return self.label or plain


@dataclass(frozen=True)
class ConfigurationQuery:
    """A query, ready to run."""

    columns: tuple[SelectedColumn, ...]
    condition: ItemCondition
    groups: tuple[str, ...]
    order: tuple[tuple[str, bool], ...]
    """Properties, and whether they fall."""

    def run(self, items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return the rows of a query."""
        found = [item for item in items if self.condition(item)]
        for path, falls in reversed(self.order):
            found.sort(key=lambda item: _order_key(_first(item, path)), reverse=falls)
        if not self.groups and not any(column.aggregate for column in self.columns):
            return [self._project([item]) for item in found]
        groups: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
        for item in found:
            key = tuple(str(_first(item, path)) for path in self.groups)
            groups.setdefault(key, []).append(item)
        if not self.groups:
            groups = {(): found}
        return [self._project(members) for members in groups.values()]

    def _project(self, members: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        row: dict[str, Any] = {}
        for column in self.columns:
            if column.aggregate:
                row[column.name] = _aggregate(column, members)
            elif column.path == "*":
                row |= {k: v for k, v in members[0].items() if k != "configuration"}
            else:
                value = _read(members[0], column.path.split("."))
                if value is not None:
                    _place(row, column, value)
        return row


def read_expression(text: str) -> ConfigurationQuery:
    """Return the query of an expression; Fault where it is not in the language."""
    if len(text) > LONGEST:
        raise _refuse("it is too long")
    return _Parser(list(_split(text))).read()


def _refuse(why: str) -> Fault:
    message = f"The syntax of the query is incorrect: {why}"
    return Fault("InvalidExpressionException", message)


def _split(text: str) -> Iterator[tuple[str, str]]:
    position, text = 0, text.strip().removesuffix(";").rstrip()
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None or found.lastgroup is None:
            raise _refuse(f"unexpected {text[position : position + 10]!r}")
        yield found.lastgroup, found[found.lastgroup]
        position = found.end()


class _Parser:
    """Reads the tokens of an expression, from left to right."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._depth = 0

    def read(self) -> ConfigurationQuery:
        self._expect("select")
        columns = tuple(self._list(self._column))
        condition: ItemCondition = _always
        if self._take("where"):
            condition = self._or()
        groups: tuple[str, ...] = ()
        if self._take("group"):
            self._expect("by")
            groups = tuple(self._list(self._property))
        order: tuple[tuple[str, bool], ...] = ()
        if self._take("order"):
            self._expect("by")
            order = tuple(self._list(self._ordering))
        if self._tokens:
            raise _refuse(f"unexpected {self._tokens[0][1]!r}")
        plain = {column.path for column in columns if not column.aggregate}
        has_aggregate = any(column.aggregate for column in columns)
        if (groups or has_aggregate) and not plain <= set(groups):
            raise _refuse("a property is neither aggregated nor grouped by")
        return ConfigurationQuery(columns, condition, groups, order)

    def _peek(self) -> str:
        return self._tokens[0][1].lower() if self._tokens else ""

    def _take(self, word: str) -> bool:
        if self._tokens and self._tokens[0][0] != "text" and self._peek() == word:
            self._tokens.pop(0)
            return True
        return False

    def _expect(self, word: str) -> None:
        if not self._take(word):
            raise _refuse(f"expected {word.upper()} before {self._peek() or 'the end'!r}")

    def _list(self, read: Callable[[], Any]) -> Iterator[Any]:
        yield read()
        while self._take(","):
            yield read()

    def _property(self) -> str:
        if not self._tokens or self._tokens[0][0] != "word":
            raise _refuse(f"expected a property before {self._peek() or 'the end'!r}")
        return self._tokens.pop(0)[1]

    def _column(self) -> SelectedColumn:
        path, aggregate = self._property(), ""
        if self._peek() == "(" and path.lower() in _AGGREGATES:
            self._expect("(")
            aggregate, path = path.lower(), self._property()
            self._expect(")")
        label = self._property() if self._take("as") else ""
        return SelectedColumn(path, aggregate, label)

    def _ordering(self) -> tuple[str, bool]:
        path = self._property()
        falls = self._take("desc")
        if not falls:
            self._take("asc")
        return path, falls

    def _or(self) -> ItemCondition:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _refuse("it is nested too deep")
        parts = [self._and()]
        while self._take("or"):
            parts.append(self._and())
        self._depth -= 1
        return lambda item: any(part(item) for part in parts)

    def _and(self) -> ItemCondition:
        parts = [self._not()]
        while self._take("and"):
            parts.append(self._not())
        return lambda item: all(part(item) for part in parts)

    def _not(self) -> ItemCondition:
        is_negated = False
        while self._take("not"):
            is_negated = not is_negated
        if self._take("("):
            inner = self._or()
            self._expect(")")
        else:
            inner = self._comparison()
        return (lambda item: not inner(item)) if is_negated else inner

    def _comparison(self) -> ItemCondition:
        path = self._property()
        is_negated = self._take("not")
        if self._take("in"):
            self._expect("(")
            values = list(self._list(self._literal))
            self._expect(")")
            found: ItemCondition = lambda item: any(v in values for v in _values(item, path))  # noqa: E731
        elif self._take("like"):
            pattern = _read_pattern(self._literal())
            found = lambda item: any(pattern(v) for v in _values(item, path))  # noqa: E731
        elif self._take("between"):
            low = self._literal()
            self._expect("and")
            high = self._literal()
            found = lambda item: any(  # noqa: E731
                _compare(v, low, ">=") and _compare(v, high, "<=") for v in _values(item, path)
            )
        elif is_negated:
            raise _refuse("NOT is followed by none of IN, LIKE and BETWEEN")
        else:
            return self._plain(path)
        return (lambda item: not found(item)) if is_negated else found

    def _plain(self, path: str) -> ItemCondition:
        kind, sign = self._tokens.pop(0) if self._tokens else ("", "")
        if kind != "sign" or sign in "(),":
            raise _refuse(f"expected a comparison after {path!r}")
        wanted = self._literal()
        if sign in {"<>", "!="}:
            return lambda item: not any(_compare(v, wanted, "=") for v in _values(item, path))
        return lambda item: any(_compare(v, wanted, sign) for v in _values(item, path))

    def _literal(self) -> Any:
        kind, text = self._tokens.pop(0) if self._tokens else ("", "")
        if kind == "text":
            return text[1:-1].replace("''", "'")
        if kind == "number":
            return float(text) if "." in text else int(text)
        if kind == "word" and text.lower() in {"true", "false"}:
            return text.lower() == "true"
        raise _refuse(f"expected a value before {text or 'the end'!r}")


def _always(_item: Mapping[str, Any]) -> bool:
    return True


def _read_pattern(text: Any) -> Callable[[Any], bool]:
    """Return whether a text begins as a pattern says: Config knows a last % alone."""
    if not isinstance(text, str) or "%" in text[:-1]:
        raise _refuse("LIKE takes a text that may end with %")
    if text.endswith("%"):
        start = text[:-1].lower()
        return lambda value: isinstance(value, str) and value.lower().startswith(start)
    return lambda value: isinstance(value, str) and value.lower() == text.lower()


def _compare(value: Any, wanted: Any, sign: str) -> bool:
    if isinstance(value, bool) or isinstance(wanted, bool):
        text = str(wanted).lower()
        return sign == "=" and str(value).lower() == text
    if isinstance(value, int | float) and isinstance(wanted, str):
        value = str(value)
    if isinstance(value, str) and isinstance(wanted, int | float):
        wanted = str(wanted)
    if not isinstance(value, str | int | float):
        return False
    order = {
        "=": value == wanted,
        "<": value < wanted,
        "<=": value <= wanted,
        ">": value > wanted,
        ">=": value >= wanted,
    }
    return bool(order[sign])


def _values(item: Mapping[str, Any], path: str) -> list[Any]:
    """Return the values at a path: of a list, those of all its members."""
    found: list[Any] = [item]
    for name in path.split("."):
        below: list[Any] = []
        for value in found:
            inner = value.get(name) if isinstance(value, Mapping) else None
            below += inner if isinstance(inner, list) else [inner]
        found = [value for value in below if value is not None]
    return found


def _first(item: Mapping[str, Any], path: str) -> Any:
    return next(iter(_values(item, path)), "")


def _order_key(value: Any) -> tuple[int, Any]:
    is_number = isinstance(value, int | float)
    return (0, value) if is_number else (1, str(value))


def _read(value: Any, path: Sequence[str]) -> Any:
    """Return what is at a path, lists as they are; None where there is nothing."""
    if not path:
        return value
    if isinstance(value, list):
        return [found for item in value if (found := _read(item, path)) is not None]
    if not isinstance(value, Mapping) or path[0] not in value:
        return None
    return _read(value[path[0]], path[1:])


def _place(row: dict[str, Any], column: SelectedColumn, value: Any) -> None:
    """Put a value into a row, in objects as its path says."""
    *outer, last = [column.label] if column.label else column.path.split(".")
    for name in outer:
        inner = row.setdefault(name, {})
        row = inner if isinstance(inner, dict) else {}
    row[last] = value


def _aggregate(column: SelectedColumn, members: Sequence[Mapping[str, Any]]) -> Any:
    if column.aggregate == "count":
        if column.path == "*":
            return len(members)
        return sum(len(_values(member, column.path)) > 0 for member in members)
    values = [v for m in members for v in _values(m, column.path) if isinstance(v, int | float)]
    if not values:
        return None
    if column.aggregate == "avg":
        return sum(values) / len(values)
    if column.aggregate == "sum":
        return sum(values)
    return max(values) if column.aggregate == "max" else min(values)
