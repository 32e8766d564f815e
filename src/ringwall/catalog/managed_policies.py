"""Statements as managed policies: each within the size that IAM takes.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

import json
from collections.abc import Iterable, Iterator

from ringwall.model.table import Row

LONGEST = 6144
"""Characters of a managed policy; IAM does not count white space."""
USUAL_MOST = 10
"""Managed policies of a role, unless the account's quota was raised."""


def split_policies(statements: Iterable[Row], longest: int = LONGEST) -> tuple[Row, ...]:
    """Return policy documents that have the statements together; long statements are divided."""
    documents: list[list[Row]] = []
    for statement in statements:
        for piece in _divide(statement, longest):
            if documents and _measure([*documents[-1], piece]) <= longest:
                documents[-1].append(piece)
            else:
                documents.append([piece])
    return tuple(map(_write, documents))


def _write(statements: list[Row]) -> Row:
    return {"Version": "2012-10-17", "Statement": statements}


def _measure(statements: list[Row]) -> int:
    return len(json.dumps(_write(statements), separators=(",", ":")))


def _divide(statement: Row, longest: int) -> Iterator[Row]:
    """Yield a statement in parts that fit by themselves, halved at its longer list."""
    if _measure([statement]) <= longest:
        yield statement
        return
    lists = {name: statement[name] for name in ("Action", "Resource")}
    lists = {name: found for name, found in lists.items() if isinstance(found, list)}
    name = max(lists, key=lambda name: len(json.dumps(lists[name])))
    items = lists[name]
    if len(items) == 1:
        raise ValueError(f"a statement of one {name} is over {longest} characters")
    middle = len(items) // 2
    for half in (items[:middle], items[middle:]):
        yield from _divide({**statement, name: half}, longest)
