"""`ringwall blueprint schema`."""

import json
from collections.abc import Callable
from typing import Any


def test_the_schema_is_printed(ringwall: Callable[..., Any]) -> None:
    found = ringwall("blueprint", "schema")
    assert (found.code, found.err) == (0, "")
    assert json.loads(found.out)["title"] == "Ringwall blueprint"
