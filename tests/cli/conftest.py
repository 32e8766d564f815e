"""The program as a user runs it, in this process: words in, exit code and both streams out."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from ringwall.cli.main import run


@dataclass(frozen=True)
class Ran:
    """What became of one call of the program."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of stdout."""
        return self.out.splitlines()

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The JSON objects of stdout, one a line."""
        return [json.loads(line) for line in self.lines]


@pytest.fixture
def ringwall(
    capsys: pytest.CaptureFixture[str], aws_environment: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Ran]:
    """Return a function that runs the program in a home folder, an empty one if none is named."""

    def call(*words: object, home: Path | None = None) -> Ran:
        aws_environment.setenv("RINGWALL_HOME", str(home or tmp_path / "home"))
        capsys.readouterr()  # what was printed before is none of its
        with pytest.raises(SystemExit) as ended:
            run(list(map(str, words)))
        code = ended.value.code
        assert isinstance(code, int)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return call


class Typed(StringIO):
    """What somebody types at a terminal."""

    def isatty(self) -> bool:
        """Return that it is one."""
        return True


@pytest.fixture
def type_at_terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that lets somebody sit at a terminal and type."""

    def sit(typed: str) -> None:
        monkeypatch.setattr("sys.stdin", Typed(typed))
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    return sit
