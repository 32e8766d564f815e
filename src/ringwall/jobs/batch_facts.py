"""What detections join: made for each batch of logs, of lists, snapshots and what is usual."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

from ringwall.catalog.loader import load_batch_facts, load_logs
from ringwall.detect.baselines.traffic import (
    find_traffic_days,
    score_traffic,
    update_traffic,
)
from ringwall.detect.baselines.update import find_days, score_batch, update_baselines
from ringwall.detect.enrichment.enrich import enrich
from ringwall.jobs.events import Events
from ringwall.store.engine.embedded import OURS, EmbeddedEngine
from ringwall.store.engine.protocol import Engine
from ringwall.store.home import Home
from ringwall.store.lake.log_ledger import LogLedger
from ringwall.store.lake.logs import attach_logs

AGAIN = timedelta(minutes=10)
DaysOf = Callable[[Engine, Home, datetime], Sequence[date]]


class BatchFacts:
    """Makes the tables of facts of a batch in an engine; what is not known is noted once."""

    def __init__(
        self, home: Home, events: Events, clock: Callable[[], datetime] | None = None
    ) -> None:
        self._home = home
        self._events = events
        self._clock = clock or (lambda: datetime.now(UTC))
        self._noted: set[str] = set()
        self._looked: datetime | None = None

    def __call__(self, engine: Engine, shown: frozenset[str]) -> None:
        """Make the facts, of the logs that the engine shows: `shown` names their tables."""
        found = enrich(engine, self._home, self._clock(), shown)
        for note in found.notes:
            if note not in self._noted:
                self._noted.add(note)
                self._events.note(note)
        tables = load_batch_facts()
        if "cloudtrail" in shown:
            score_batch(engine, self._home)
        else:
            engine.create(tables["unusual_behavior"])
        if "vpc_flow" in shown:
            score_traffic(engine, self._home)
        else:
            engine.create(tables["unusual_traffic"])

    def learn(self) -> tuple[date, ...]:
        """Learn what is usual from the days of the logs that are over; return the new ones.

        It looks for such days every ten minutes at most.
        """
        if self._looked and self._clock() - self._looked < AGAIN:
            return ()
        self._looked = self._clock()
        days = {
            *self._learn("cloudtrail", find_days, update_baselines),
            *self._learn("vpc_flow", find_traffic_days, update_traffic),
        }
        return tuple(sorted(days))

    def _learn(self, source: str, find: DaysOf, update: DaysOf) -> Sequence[date]:
        if not LogLedger(self._home.logs).read_files(source):
            return ()
        now = self._clock()
        naive = now.astimezone(UTC).replace(tzinfo=None)
        with EmbeddedEngine(self._home.logs, limits=OURS) as engine:
            attach_logs(engine, self._home.logs, [load_logs()[source]])
            if not find(engine, self._home, naive):
                return ()
            self._home.make()
            enrich(engine, self._home, now, frozenset({source}))
            return update(engine, self._home, naive)
