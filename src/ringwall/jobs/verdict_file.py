"""Verdicts of one audit on disk, between the judging and the recording: there may be a million."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import TextIO

from ringwall.model.errors import StorageFailed
from ringwall.model.finding import Verdict


@dataclass(frozen=True)
class VerdictFile:
    """Verdicts in the order in which they were added; they can be read more than once."""

    file: TextIO

    def add(self, verdicts: Iterable[Verdict]) -> None:
        """Take verdicts; StorageFailed where there is no room for them."""
        try:
            self.file.writelines(json.dumps(verdict) + "\n" for verdict in verdicts)
            self.file.flush()
        except OSError as error:
            raise StorageFailed(f"cannot keep verdicts in a temporary file: {error}") from error

    def __iter__(self) -> Iterator[Verdict]:
        """Yield the verdicts."""
        self.file.seek(0)
        for line in self.file:
            yield Verdict(*json.loads(line))


@contextmanager
def keep_verdicts() -> Iterator[VerdictFile]:
    """Open an empty file of verdicts that nobody else can find; it goes when it is closed.

    StorageFailed where there is no room for it.
    """
    try:
        made = TemporaryFile("w+", encoding="utf-8", newline="", prefix="ringwall-")  # noqa: SIM115 - closed below
    except OSError as error:
        raise StorageFailed(f"cannot make a temporary file: {error}") from error
    with made as file:
        yield VerdictFile(file)
