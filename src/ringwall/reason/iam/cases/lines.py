"""The lines of a file of cases, each read by itself: a broken one does not stop the others."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ringwall.model.errors import BadInput

Read = TypeVar("Read")


@dataclass(frozen=True)
class BrokenCase:
    """A line that cannot be used; `reason` starts with its place: file, line and column."""

    line: int
    reason: str


def read_lines(path: Path, read: Callable[[bytes, str, int], Read]) -> Iterator[Read | BrokenCase]:
    """Yield what `read` makes of each line that is not empty; BrokenCase where it raises BadInput.

    `read` gets the line, the file's name and the line's number. BadInput where the file itself
    cannot be read.
    """
    try:
        with path.open("rb") as lines:
            for number, whole in enumerate(lines, 1):
                line = whole.rstrip(b"\r\n")  # an error at its end is reported on this line
                if line.strip():
                    yield _read_line(line, str(path), number, read)
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from error


def _read_line(
    line: bytes, source: str, number: int, read: Callable[[bytes, str, int], Read]
) -> Read | BrokenCase:
    try:
        return read(line, source, number)
    except BadInput as error:
        return BrokenCase(number, str(error))
