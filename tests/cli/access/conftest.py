"""Questions about access, asked of the program."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def ask(ringwall: Callable[..., Any], two_accounts_home: Path) -> Callable[..., Any]:
    """Return a function that asks a question, of the organization of two accounts if not said."""

    def call(*words: object, home: Path | None = None) -> Any:
        return ringwall("access", *words, home=home or two_accounts_home)

    return call


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes JSON documents to a file, one a line."""

    def write(name: str, *documents: Any) -> Path:
        path = tmp_path / name
        path.write_text("".join(f"{json.dumps(document)}\n" for document in documents))
        return path

    return write
