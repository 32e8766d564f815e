"""The state that a Change is about, as its probe reads it."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import jmespath

from ringwall.model.change import Probe
from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row

WHOLE_PAGE = "@"
"""The JMESPath of a page itself."""


def read_state(probe: Probe, reader: Reader) -> Any:
    """Return the state as a plain JSON value; None where AWS says that there is none.

    Raises `CallFailed` and its kin where AWS does not say.
    """
    try:
        answer = _join(reader.items(probe.operation, WHOLE_PAGE, **probe.parameters))
    except CallFailed as error:
        if error.code in probe.absent:
            return None
        raise
    return json.loads(json.dumps(jmespath.search(probe.take, answer), default=_write_plainly))


def _join(pages: Iterable[Row]) -> Row:
    """Return pages as one answer: lists follow each other, all else is the first page's."""
    whole: Row = {}
    for page in pages:
        whole = _add(whole, page)
    return whole


def _add(whole: Mapping[str, Any], page: Mapping[str, Any]) -> Row:
    joined = {**page, **whole}
    for name in whole.keys() & page.keys():
        first, more = whole[name], page[name]
        if isinstance(first, list) and isinstance(more, list):
            joined[name] = first + more
        elif isinstance(first, Mapping) and isinstance(more, Mapping):
            joined[name] = _add(first, more)
    return joined


def _write_plainly(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
