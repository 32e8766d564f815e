"""The entry of the Lambda behind a function URL: `ringwall.handler.callback.handle`.

Whoever knows the URL can call it: each channel signs what it sends, and nothing else is taken.
"""

import logging
from collections.abc import Mapping
from functools import cache
from typing import Any

from ringwall.jobs.callback_lambda import LambdaCallbacks, open_callbacks
from ringwall.model.table import Row


@cache
def _keep_callbacks() -> LambdaCallbacks:
    """Return what takes callbacks in this execution environment, opened at the first one."""
    return open_callbacks()


def handle(event: Any, context: object) -> Row:
    """Return the answer to a request, in payload format 2.0."""
    del context  # each step has limits of its own, which are far from the end of the time
    logging.getLogger("ringwall").setLevel(logging.INFO)
    return _keep_callbacks().answer(event if isinstance(event, Mapping) else {})
