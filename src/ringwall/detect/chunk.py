"""One chunk of the logs judged by every detection that reads them, each over its own time."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from ringwall.detect.dispatch import KINDS, find_kinds, is_concerned
from ringwall.detect.evaluate import RuleRun, run_detections
from ringwall.detect.pending import LogPart, to_micros, widen
from ringwall.model.detection import DetectionRule
from ringwall.model.table import Table
from ringwall.store.engine.protocol import Engine
from ringwall.store.engine.scans import Scans

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
    rules: Collection[DetectionRule],
    reads: Mapping[str, frozenset[str]],
    *,
    prepare: Prepare | None = None,
    made: Collection[str] = (),
    scans: Mapping[str, Scans] | None = None,
) -> Iterator[RuleRun]:
    """Yield what each detection finds in a time, of those that read a table with something new.

    `reads` has the tables that each detection reads, by its id. `prepare` makes the facts `made`
    where one of them joins some, over all the time that these see. `scans` says what detections
    ask of the rows of logs: one that nothing new concerns finds nothing, and does not run.
    """
    sources = {
        rule.id: frozenset(reads[rule.id] & logs.tables.keys())
        for rule in rules
        if reads[rule.id] & time.sources
    }
    idle = _find_idle(logs, time, sources, scans or {})
    yield from (RuleRun(rule) for rule in rules if rule.id in idle)
    # Those with one window look at the same files.
    chosen = sorted(
        (rule for rule in rules if rule.id in sources and rule.id not in idle),
        key=lambda rule: (rule.window, rule.id),
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


def _find_idle(
    logs: ShownLogs,
    time: JudgedTime,
    sources: Mapping[str, frozenset[str]],
    scans: Mapping[str, Scans],
) -> frozenset[str]:
    """Return the detections that nothing new concerns, by id."""
    asked = KINDS.keys() & time.sources if sources.keys() & scans.keys() else frozenset()
    if not asked:
        return frozenset()
    logs.show(asked, *time.span(asked, timedelta(0)))
    kinds = find_kinds(logs.engine, asked)
    return frozenset(
        id_
        for id_, reads in sources.items()
        if not is_concerned(scans.get(id_, {}), reads, time.sources, kinds)
    )
