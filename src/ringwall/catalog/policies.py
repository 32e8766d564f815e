"""The policies that a table says it has, as rows of `estate.policy_statement`."""

import json
import re
from collections.abc import Iterator
from typing import Any

from ringwall.catalog.iam.statements import explode_inline, explode_policy
from ringwall.model.table import Derived, Row, Table

ALWAYS_THERE = ("trust", "managed")
"""Policies without which there is no role, no managed policy: where one is missing, it was lost."""


def derive_statements(table: Table) -> tuple[Derived, ...]:
    """Return how the rows of a table become rows of policy_statement; () where it has no policy."""
    if not (table.policy or table.inline_policies):
        return ()

    def explode(_: Row, row: Row) -> Iterator[Row]:
        if table.policy:
            document = _read(row, table.policy)
            if not document and table.policy_type in ALWAYS_THERE:
                raise ValueError(f"{table.policy} is missing")
            name = str(row[table.policy_name]) if table.policy_name else ""
            yield from explode_policy(document, table.name, table.policy_type, name)
        if table.inline_policies:
            yield from explode_inline(_read(row, table.inline_policies), table.name)

    return (Derived("policy_statement", explode, _needs(table)),)


def _read(row: Row, column: str) -> Any:
    value = row[column]
    if value is None:
        raise ValueError(f"{column} could not be read")
    return json.loads(value) if isinstance(value, str) else value


def _needs(table: Table) -> str:
    """Return the detail call, or shared read, whose answer holds the documents; '' for the list."""
    answers = {call.into for call in table.calls} | {shared.into for shared in table.shared}
    columns = {table.policy, table.inline_policies}
    starts = {re.split(r"\W", c.path, maxsplit=1)[0] for c in table.columns if c.name in columns}
    needed = starts & answers
    if len(needed) > 1:
        raise ValueError(f"{table.name}: its policies must come from one call")
    return needed.pop() if needed else ""
