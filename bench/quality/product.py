"""The product's jobs, as the benchmarks of detection use them: ingest, detect, what was found."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from quality.score import KnownRule, Seen, SeenHit, SeenIncident

from ringwall.catalog.loader import load_detections
from ringwall.jobs.detect import DetectRequest, run_detect
from ringwall.jobs.follow import follow_logs
from ringwall.jobs.incidents import IncidentsRequest, list_incidents, read_story
from ringwall.jobs.logs import ingest_logs
from ringwall.model.detection import Hit
from ringwall.store.database.connection import open_database
from ringwall.store.database.context import ContextStore
from ringwall.store.database.hits import HitStore
from ringwall.store.home import Home

EVENT_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Silent:
    """The events of a job, which nobody looks at."""

    def note(self, text: str) -> None:
        """Keep nothing."""

    def expect(self, total: int) -> None:
        """Keep nothing."""

    def advance(self, description: str = "") -> None:
        """Keep nothing."""

    @contextmanager
    def progress(self, part: str, total: int | None = None) -> Iterator["Silent"]:  # noqa: ARG002
        """Return the progress of a part, which is not looked at either."""
        yield self


@dataclass(frozen=True)
class DetectCost:
    """What one run of all detections took."""

    rows: int
    seconds: dict[str, float] = field(default_factory=dict)
    """By detection, on the clock."""
    failures: dict[str, str] = field(default_factory=dict)
    """Why detections failed, by id."""


def ingest(home: Path, logs: Path, sources: Sequence[str] = ()) -> int:
    """Read logs into a home folder; return how many events it got."""
    Home(home).make()
    return ingest_logs(home, [logs], Silent(), sources).events


def detect(home: Path) -> DetectCost:
    """Run all detections over what was not judged yet."""
    with run_detect(home, DetectRequest(), Silent()) as result:
        counts = result.counts.values()
        return DetectCost(
            result.rows,
            {count.rule.id: count.seconds for count in counts},
            {count.rule.id: count.failure for count in counts if count.failure},
        )


def count_trial(home: Path) -> list[SeenHit]:
    """Return what all detections would hit of what was not judged yet, those on trial too."""
    with run_detect(home, DetectRequest(is_trial=True), Silent()) as result:
        return [_see(hit) for hit in result.hits.values()]


def read_seen(home: Path) -> Seen:
    """Return the hits and incidents of a home folder."""
    engine = open_database(Home(home).database_url)
    try:
        hits = [_see(hit) for hit in HitStore(engine).hits()]
        context = [_see(hit) for hit in ContextStore(engine).hits()]
    finally:
        engine.dispose()
    rules = load_detections().values()
    known = {rule.id: KnownRule(rule.id, rule.title, rule.attacks) for rule in rules}
    return Seen(hits, list(_read_incidents(home)), known, context)


def _see(hit: Hit) -> SeenHit:
    # The act of a hit by one event is the event.
    events = frozenset((*hit.events, *([hit.act] if EVENT_ID.fullmatch(hit.act) else [])))
    return SeenHit(hit.uid, hit.rule, hit.at, hit.account_id, hit.actor, hit.session, events)


def _read_incidents(home: Path) -> Iterator[SeenIncident]:
    listed = list_incidents(home, IncidentsRequest(shows_all=True, status=None))
    for incident in listed.shown:
        first = datetime.fromtimestamp(incident.first_at / 1000, UTC).replace(tzinfo=None)
        story = read_story(listed.incidents, incident)
        uids = frozenset(moment.hit.uid for moment in story.moments)
        is_shown = incident.id not in listed.below
        yield SeenIncident(incident.id, incident.account_id, first, uids, is_shown)


def watch(home: Path, logs: Path, *, with_trial: bool = False) -> Seen:
    """Ingest logs into a new home folder, run all detections, and return what was found.

    With the rules that are on trial, their hits are among the hits, and in no incident.
    """
    ingest(home, logs)
    trial = count_trial(home) if with_trial else []
    detect(home)
    seen = read_seen(home)
    known = {hit.uid for hit in (*seen.hits, *seen.context)}
    more = [hit for hit in trial if hit.uid not in known]
    return replace(seen, hits=[*seen.hits, *more])


def follow(home: Path, logs: Path) -> Iterator[list[str]]:
    """Yield after each batch the IDs of all events that hits name; it has no end."""
    Home(home).make()

    def take() -> None:
        ingest_logs(home, [logs], Silent())

    with follow_logs(home, DetectRequest(), Silent(), ingest=take) as batches:
        engine = open_database(Home(home).database_url)
        try:
            for _ in batches:
                hits = map(_see, HitStore(engine).hits())
                yield [event for hit in hits for event in hit.events]
        finally:
            engine.dispose()
