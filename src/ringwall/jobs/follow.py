"""Detections that follow the logs: what comes is read and judged, batch by batch, until the end."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from ringwall.jobs.detect import AGAIN, DetectRequest, DetectResult, LogDetector
from ringwall.jobs.detection_engine import import_spark
from ringwall.jobs.events import Events
from ringwall.jobs.logs import ingest_logs
from ringwall.model.errors import Locked, NotCollected
from ringwall.store.home import Home

EVERY = 5.0
"""Seconds from the start of a batch to that of the next one, unless it takes longer."""
Ingest = Callable[[], object]
"""Reads into the logs what has come since it was called last."""


def read_new(home: Path, paths: Sequence[Path], events: Events) -> Ingest:
    """Return what reads the new files of these folders; while others write, it waits its turn.

    A folder may be empty. What could not be read is told once.
    """
    told: set[str] = set()

    def read() -> None:
        with suppress(Locked):  # what has come meanwhile is read before the next batch
            for fault in ingest_logs(home, paths, events, may_be_empty=True).faults:
                if fault not in told:
                    events.note(fault)
                told.add(fault)

    return read if paths else lambda: None


@contextmanager
def follow_logs(
    home: Path,
    request: DetectRequest,
    events: Events,
    *,
    ingest: Ingest = lambda: None,
    wait: Callable[[float], object] = time.sleep,
) -> Iterator[Iterator[DetectResult]]:
    """Yield an iterator of what each batch found; it has no end. `ingest` is called before each.

    Whoever takes it ends it with an interrupt: what was yielded is kept, and what was not will be
    judged by the next run. Memory is bounded by a chunk of logs, whatever comes. On Spark, each
    batch is one of `foreachBatch` over a stream of the files that came.
    """
    is_told = False
    while True:
        ingest()
        try:
            detector = LogDetector(Home(home), request, events)
            break
        except NotCollected:
            if not is_told:
                events.note(f"{home}: there are no logs yet; waiting for the first")
            is_told = True
            wait(EVERY)
    with closing(detector):
        if request.master:
            with _open_stream(request.master, Home(home).logs) as stream:
                yield _follow_stream(detector, ingest, stream, events)
        else:
            yield _follow(detector, ingest, wait, events)


def _follow(
    detector: LogDetector, ingest: Ingest, wait: Callable[[float], object], events: Events
) -> Iterator[DetectResult]:
    began = time.monotonic()
    while True:
        yield from _judge(detector, events)
        wait(max(0.0, EVERY - (time.monotonic() - began)))
        began = time.monotonic()
        ingest()


def _judge(detector: LogDetector, events: Events) -> Iterator[DetectResult]:
    try:
        result = detector.run()
    except Locked as error:  # logs were deleted while they were read
        events.note(str(error))
    else:
        yield result


def _open_stream(master: str, logs: Path) -> Any:
    return import_spark("ringwall.store.lake.log_stream").LogStream(master, logs, EVERY)


def _follow_stream(
    detector: LogDetector, ingest: Ingest, stream: Any, events: Events
) -> Iterator[DetectResult]:
    """Yield what each batch of `foreachBatch` found, over the same time as without a stream."""
    paid = time.monotonic()
    while True:
        ingest()
        with stream.batch(EVERY) as came:
            # What detections failed to judge is due where nothing new comes, too.
            if came is not None or time.monotonic() - paid > AGAIN:
                paid = time.monotonic()
                yield from _judge(detector, events)
