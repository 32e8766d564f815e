"""The state that a Change is about, as its probe reads it."""

import json
from datetime import datetime
from typing import Any

import jmespath

from ringwall.model.change import Probe
from ringwall.model.errors import CallFailed
from ringwall.model.pages import join_pages
from ringwall.model.table import Reader

WHOLE_PAGE = "@"
"""The JMESPath of a page itself."""


def read_state(probe: Probe, reader: Reader) -> Any:
    """Return the state as a plain JSON value; None where AWS says that there is none.

    Raises `CallFailed` and its kin where AWS does not say.
    """
    try:
        answer = join_pages(reader.items(probe.operation, WHOLE_PAGE, **probe.parameters))
    except CallFailed as error:
        if error.code in probe.absent:
            return None
        raise
    return json.loads(json.dumps(jmespath.search(probe.take, answer), default=_write_plainly))


def _write_plainly(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
