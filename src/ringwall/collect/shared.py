"""Reads that are made once and serve every document of a table: a report, a tree, a list."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import jmespath

from ringwall.collect.shape import documented_shape
from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row, Shared, Table

SharedAnswers = Mapping[str, Mapping[str, Any] | CallFailed]
"""By the `into` of each shared read: its answer by key, or why it failed."""

NO_ANSWERS: SharedAnswers = MappingProxyType({})


class NotShared(CallFailed):
    """A shared read answered, but not about this document: a report older than a user."""


def read_shared(table: Table, reader: Reader) -> SharedAnswers:
    """Make the table's shared reads; one that fails becomes its error."""
    answers: dict[str, Mapping[str, Any] | CallFailed] = {}
    for shared in table.shared:
        try:
            with documented_shape():
                answers[shared.into] = shared.fetch(reader)
        except CallFailed as error:
            answers[shared.into] = error
    return answers


def share(table: Table, document: Row, answers: SharedAnswers) -> dict[str, CallFailed]:
    """Put the answers into a document; return those that say nothing of it, and why."""
    failures: dict[str, CallFailed] = {}
    for shared in table.shared:
        answer = answers.get(shared.into, {})
        key = str(jmespath.search(shared.key, document)) if shared.key else ""
        if isinstance(answer, CallFailed):
            failures[shared.into] = answer
        elif not shared.key:
            document[shared.into] = answer
        elif key not in answer:
            if not shared.sparse:
                failures[shared.into] = NotShared(f"{shared.into} has nothing on {key}")
        elif problem := _find_problem(shared, document, answer[key]):
            failures[shared.into] = NotShared(f"{shared.into}: {problem}")
        else:
            document[shared.into] = answer[key]
    return failures


def _find_problem(shared: Shared, document: Row, value: Any) -> str:
    """Return why what was found says nothing of the document; '' where it does."""
    if isinstance(value, CallFailed):
        return str(value)
    try:
        with documented_shape():
            is_about_it = shared.belongs is None or shared.belongs(document, value)
    except CallFailed as error:
        return str(error)
    return "" if is_about_it else "it is about another one that had the same name before"
