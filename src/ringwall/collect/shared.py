"""Reads that are made once and serve every document of a table: a report, a tree, a list."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import jmespath

from ringwall.collect.rows import UNREADABLE
from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row, Table

Answers = Mapping[str, Mapping[str, Any] | CallFailed]
"""By the `into` of each shared read: its answer by key, or why it failed."""

NO_ANSWERS: Answers = MappingProxyType({})


class NotShared(CallFailed):
    """A shared read answered, but not about this document: a report older than a user."""


def read_shared(table: Table, reader: Reader) -> Answers:
    """Make the table's shared reads; one that fails becomes its error."""
    answers: dict[str, Mapping[str, Any] | CallFailed] = {}
    for shared in table.shared:
        try:
            answers[shared.into] = shared.fetch(reader)
        except CallFailed as error:
            answers[shared.into] = error
        except UNREADABLE as error:
            answers[shared.into] = CallFailed(f"unreadable answer: {error!r}", "Unreadable")
    return answers


def share(table: Table, document: Row, answers: Answers) -> dict[str, CallFailed]:
    """Put the answers into a document; return those that say nothing of it, with the reason."""
    failures: dict[str, CallFailed] = {}
    for shared in table.shared:
        answer = answers.get(shared.into, {})
        key = str(jmespath.search(shared.key, document)) if shared.key else ""
        if isinstance(answer, CallFailed):
            failures[shared.into] = answer
        elif not shared.key:
            document[shared.into] = answer
        elif key in answer:
            document[shared.into] = answer[key]
        elif not shared.sparse:
            failures[shared.into] = NotShared(f"{shared.into} does not speak of {key}")
    return failures
