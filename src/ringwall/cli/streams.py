"""The program's streams: nothing that is printed acts on a terminal, whoever prints it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from ringwall.model.text import HarmlessStream, find_inner


@contextmanager
def harmless_output() -> Iterator[None]:
    """Let every verb, format and message go through `make_harmless`.

    What is painted on purpose (colours, progress bars, help) goes to `find_inner` of a stream, with
    its own texts made visible.
    """
    before = sys.stdout, sys.stderr
    harmless: Any = tuple(map(HarmlessStream, before))
    sys.stdout, sys.stderr = harmless
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


class HelpConsole:
    """The console on which help is painted: help is our own text. Made when it is needed."""

    @cached_property
    def _console(self) -> Any:
        from rich.console import Console  # noqa: PLC0415 - 0.1 s that only help costs

        return Console(file=find_inner(sys.stdout))

    def __getattr__(self, name: str) -> Any:
        """Return what the console has."""
        return getattr(self._console, name)
