"""What rows a query can use of each table that it scans: what its conditions ask of plain columns.

A row that no scan of a query lets through cannot change what the query returns. So a query whose
scans let through nothing of what is new returns nothing new, and need not run.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, cast

from sqlglot import exp

Predicate = tuple[Any, ...]
"""What a scan asks of a row: `("in", column, (texts))`, `("and" | "or", predicates)`, or `()`.

`()` is what cannot be told from plain columns: every row may pass.
"""
Scans = Mapping[str, tuple[Predicate, ...]]
"""By table, what each scan of it asks of a row."""
ANY: Predicate = ()
LOWER = "lower "
"""Before the name of a column whose text is compared in lower case."""
OUTER = frozenset({"RIGHT", "FULL"})
PLAIN = frozenset({"", "NATURAL"})
"""Ways of joining in which a row that no condition lets through makes no difference to others."""


def find_scans(query: exp.Expr, schema: str, tables: Collection[str]) -> Scans:
    """Return the scans of a schema's tables in a query whose columns all stand under an alias."""
    found: dict[str, list[Predicate]] = {name: [] for name in tables}
    understood: set[int] = set()
    for select in query.find_all(exp.Select):
        where = select.args.get("where")
        for table, on in _find_sources(select):
            if table.name.lower() in found and table.db.lower() == schema:
                understood.add(id(table))
                parts = [part.this for part in (where, on) if part is not None]
                found[table.name.lower()].append(_join("and", parts, table.alias_or_name))
    for table in query.find_all(exp.Table):
        if id(table) not in understood and table.name.lower() in found:
            found[table.name.lower()].append(ANY)
    return {name: tuple(dict.fromkeys(scans)) for name, scans in found.items() if scans}


def may_pass(predicate: Predicate, row: Mapping[str, str]) -> bool:
    """Whether a row with these values may be let through; what is not among them is not known."""
    if not predicate:
        return True
    kind, first = predicate[0], predicate[1]
    if kind == "in":
        lowered = first.startswith(LOWER)
        value = row.get(first.removeprefix(LOWER))
        return value is None or (value.lower() if lowered else value) in predicate[2]
    return (all if kind == "and" else any)(may_pass(part, row) for part in first)


def as_json(scans: Scans) -> dict[str, Any]:
    """Return scans as JSON takes them."""
    return {name: list(predicates) for name, predicates in sorted(scans.items())}


def from_json(found: Mapping[str, Any]) -> Scans:
    """Return scans from what `as_json` made."""
    return {name: tuple(map(_freeze, predicates)) for name, predicates in found.items()}


def _freeze(value: Any) -> Any:
    return tuple(map(_freeze, value)) if isinstance(value, list) else value


def _find_sources(select: exp.Select) -> Iterator[tuple[exp.Table, exp.Expr | None]]:
    """Yield the tables that a select reads, each with the condition by which it was joined.

    None of a select that is joined by what comes next (`asof`): there each row counts.
    """
    source = select.args.get("from_")
    joins = list(select.args.get("joins") or [])
    if source is not None and isinstance(source.this, exp.Table):
        joins += source.this.args.get("joins") or []
    if any(str(join.args.get("method") or "").upper() not in PLAIN for join in joins):
        return
    if source is not None and isinstance(source.this, exp.Table):
        yield source.this, None
    for join in joins:
        if isinstance(join.this, exp.Table):
            is_outer = str(join.args.get("side") or "").upper() in OUTER
            on = join.args.get("on")
            yield join.this, exp.Paren(this=on) if on is not None and not is_outer else None


def _join(kind: str, parts: Iterable[exp.Expr], alias: str) -> Predicate:
    """Return conditions joined; of what cannot be told, only an `and` has anything left."""
    found = [_read(part, alias) for part in parts]
    if kind == "or" and ANY in found:
        return ANY
    told = tuple(dict.fromkeys(each for each in found if each))
    return told[0] if len(told) == 1 else (kind, told) if told else ANY


def _read(condition: exp.Expr, alias: str) -> Predicate:
    if isinstance(condition, exp.Paren):
        return _read(condition.this, alias)
    if isinstance(condition, exp.And | exp.Or):
        kind = "and" if isinstance(condition, exp.And) else "or"
        return _join(kind, (condition.left, condition.right), alias)
    if isinstance(condition, exp.EQ):
        name = _name(condition.left, alias)
        value = condition.right
        return ("in", name, (value.this,)) if name and _is_text(value) else ANY
    if isinstance(condition, exp.In) and not condition.args.get("query"):
        name = _name(condition.this, alias)
        values = condition.expressions
        if name and values and all(map(_is_text, values)):
            return ("in", name, tuple(sorted({cast("str", value.this) for value in values})))
    return ANY


def _name(value: exp.Expr, alias: str) -> str:
    """Return the name of a plain column of a table, '' for anything else."""
    if isinstance(value, exp.Lower):
        inner = _name(value.this, alias)
        return f"{LOWER}{inner}" if inner and not inner.startswith(LOWER) else ""
    if isinstance(value, exp.Column) and value.table.lower() == alias.lower():
        return value.name.lower()
    return ""


def _is_text(value: exp.Expr) -> bool:
    return isinstance(value, exp.Literal) and bool(value.is_string)
