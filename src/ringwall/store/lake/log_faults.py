"""What is wrong with the records of a batch: of each object a hundred lines, and how many more."""

from ringwall.model.text import count_of
from ringwall.store.lake.log_ledger import Quarantined

MOST_FAULTS = 100
"""Of one object; the last line says how many more there are."""


class FaultList:
    """Takes any number of faults in bounded memory."""

    def __init__(self) -> None:
        """Start with none."""
        self._kept: list[Quarantined] = []
        self._counts: dict[str, int] = {}
        self._sources: dict[str, str] = {}

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._counts)

    def add(self, fault: Quarantined) -> None:
        """Take a fault."""
        self.add_more(fault.source, fault.file, 1)
        if self._counts[fault.file] < MOST_FAULTS:
            self._kept.append(fault)

    def add_more(self, source: str, file: str, count: int) -> None:
        """Take faults of an object of which only the number is told."""
        self._counts[file] = self._counts.get(file, 0) + count
        self._sources[file] = source

    def list_all(self) -> list[Quarantined]:
        """Return what is kept, and for each object that has more, how many."""
        shown: dict[str, int] = {}
        for fault in self._kept:
            shown[fault.file] = shown.get(fault.file, 0) + 1
        return self._kept + [
            Quarantined(self._sources[file], file, 0, f"{count_of(more, 'more line')} like these")
            for file, count in self._counts.items()
            if (more := count - shown.get(file, 0)) > 0
        ]
