"""The runbooks that are delivered: documents of type Automation, one file each."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("runbooks")
PREFIX = "ringwall-"


@cache
def read_runbook(name: str) -> Any:
    """Return the content of a runbook by the name of its file."""
    return json.loads((FOLDER / f"{name}.json").read_bytes())


def list_runbooks() -> tuple[str, ...]:
    """Return the names of all runbooks that there are."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))
