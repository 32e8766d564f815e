"""One chunk of the logs judged by every detection that reads them, each over its own time."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from ringwall.detect.evaluate import RuleRun, run_detections
from ringwall.detect.pending import LogPart, to_micros, widen
from ringwall.model.detection import DetectionRule
from ringwall.model.table import Table
from ringwall.store.engine.protocol import Engine

Prepare = Callable[[Engine, frozenset[str]], None]
"""Makes the facts of a chunk in the engine, from the logs that it shows: the names of their tables.
"""


@dataclass
class ShownLogs:
    """The logs as an engine shows them: each table cut to the time that was asked for last."""

    engine: Engine
    folder: Path
    tables: Mapping[str, Table]
    """The tables of logs, by name."""
    files: Sequence[LogPart]
    """All files that count."""
    _shown: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)

    def show(self, sources: Iterable[str], since: datetime, until: datetime) -> None:
        """Show these tables of a time."""
        low, high = to_micros(since), to_micros(until)
        for source in sources:
            if self._shown.get(source) == (since, until):
                continue
            overlapping = [
                self.folder / file.path
                for file in self.files
                if file.source == source and file.first <= high and file.last >= low
            ]
            self.engine.show_logs(self.tables[source], overlapping, since, until)
            self._shown[source] = (since, until)


@dataclass(frozen=True)
class JudgedTime:
    """A time to judge, in microseconds since 1970; both ends are part of it."""

    since: int
    until: int
    sources: frozenset[str]
    """The tables that have something new in it."""
    judged_last: Mapping[str, int] = field(default_factory=dict)
    """Until when tables were judged before: what came late may complete what began earlier."""

    def span(self, sources: Collection[str], window: timedelta) -> tuple[datetime, datetime]:
        """Return the time that a detection over some tables must see."""
        forward = any(self.judged_last.get(source, 0) > self.until for source in sources)
        return widen(self.since, self.until, window, forward=forward)


def judge_time(
    logs: ShownLogs,
    time: JudgedTime,
    rules: Iterable[DetectionRule],
    reads: Mapping[str, frozenset[str]],
    *,
    prepare: Prepare | None = None,
    made: Collection[str] = (),
) -> Iterator[RuleRun]:
    """Yield what each detection finds in a time, of those that read a table with something new.

    `reads` has the tables that each detection reads, by its id. `prepare` makes the facts `made`
    where one of them joins some, over all the time that these see.
    """
    sources = {
        rule.id: frozenset(reads[rule.id] & logs.tables.keys())
        for rule in rules
        if reads[rule.id] & time.sources
    }
    # Those with one window look at the same files.
    chosen = sorted(
        (rule for rule in rules if rule.id in sources), key=lambda rule: (rule.window, rule.id)
    )
    joining = [rule for rule in chosen if not reads[rule.id].isdisjoint(made)]
    if prepare and joining:
        all_sources = frozenset[str]().union(*(sources[rule.id] for rule in joining))
        logs.show(all_sources, *time.span(all_sources, joining[-1].window))
        prepare(logs.engine, all_sources)
    yield from run_detections(
        logs.engine,
        chosen,
        lambda rule: logs.show(sources[rule.id], *time.span(sources[rule.id], rule.window)),
    )
