"""Condition keys of a request, from options."""

from collections.abc import Iterable
from typing import Any

from ringwall.model.errors import BadInput


def read_context(pairs: Iterable[str], unknown: Iterable[str] = ()) -> dict[str, Any]:
    """Return condition keys in lower case with their values from key=value.

    The value of a key in `unknown` is None. BadInput for anything else.
    """
    keys: dict[str, Any] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise BadInput(f"--context {pair}: write key=value, such as aws:SourceIp=203.0.113.7")
        keys.setdefault(key.lower(), []).append(value)
    return {**keys, **dict.fromkeys(unknown)}
