"""New files of the logs as a stream of Spark's: `foreachBatch` has each batch of them judged.

The ledger is the source, so that a file is told of once it counts, and not while it is written. The
stream keeps nothing: whoever judges knows what was judged, and a stream that begins again tells of
all files.
"""

import hashlib
import queue
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from pyspark.sql import DataFrame
from pyspark.sql.datasource import DataSource, SimpleDataSourceStreamReader
from pyspark.sql.types import StructType

from ringwall.model.errors import StorageFailed
from ringwall.store.engine.spark import open_session
from ringwall.store.lake.log_ledger import LogLedger

NAME = "ringwall_logs"
COLUMNS = "path string, source string, day string, rows bigint, first bigint, last bigint"
"""Of the stream: see `LogFile`."""
LOOK = 0.5
"""Seconds between two looks at whether the stream is still there."""


class LedgerSource(DataSource):
    """The files that a ledger names, for `spark.readStream.format("ringwall_logs")`."""

    @classmethod
    def name(cls) -> str:
        """Return the name of the format."""
        return NAME

    def schema(self) -> str:
        """Return the columns of a file."""
        return COLUMNS

    def simpleStreamReader(self, schema: StructType) -> "LedgerReader":  # noqa: N802 - Spark's name
        """Return what reads the ledger in the folder `path`."""
        del schema
        return LedgerReader(Path(str(self.options["path"])))


class LedgerReader(SimpleDataSourceStreamReader):
    """Reads what is new in a ledger. An offset is the number of the last file, and of a state.

    A number may come again after files were deleted; the state tells then that there is a new one.
    """

    def __init__(self, logs: Path) -> None:
        self._ledger = LogLedger(logs)

    def initialOffset(self) -> dict[str, Any]:  # noqa: N802 - Spark's name
        """Return where a stream begins: before the first file."""
        return {"file": 0, "state": ""}

    def read(self, start: dict[str, Any]) -> tuple[Iterator[tuple[Any, ...]], dict[str, Any]]:
        """Return the files since an offset, and the offset after them."""
        state = hashlib.sha256(self._ledger.read_state().encode()).hexdigest()
        if state == start["state"]:
            return iter(()), start
        files = self._ledger.read_numbered(start["file"])
        last = max(files, default=start["file"])
        return self._show(files), {"file": last, "state": state}

    def readBetweenOffsets(  # noqa: N802 - Spark's name
        self, start: dict[str, Any], end: dict[str, Any]
    ) -> Iterator[tuple[Any, ...]]:
        """Return the files between two offsets."""
        found = self._ledger.read_numbered(start["file"])
        return self._show({n: file for n, file in found.items() if n <= end["file"]})

    def _show(self, files: dict[int, Any]) -> Iterator[tuple[Any, ...]]:
        return iter([(f.path, f.source, f.day, f.rows, f.first, f.last) for f in files.values()])


class LogStream:
    """A streaming query over the ledger of some logs. What it tells of is taken by one thread.

    `foreachBatch` runs in a thread of its own; it waits there until the batch was taken care of.
    """

    def __init__(self, master: str, logs: Path, seconds: float) -> None:
        """Prepare a stream that looks for new files every so many seconds."""
        self._spark = open_session(master)
        self._logs = logs
        self._seconds = seconds
        self._came: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[None] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        """Start the query."""
        self._spark.dataSource.register(LedgerSource)
        frame = self._spark.readStream.format(NAME).option("path", str(self._logs)).load()
        writer = frame.writeStream.foreachBatch(self._hand_over)
        self._query = writer.trigger(processingTime=f"{self._seconds} seconds").start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the query. A batch that waits ends, judged or not: nothing is kept of it."""
        self._done.put(None)
        self._query.stop()

    def _hand_over(self, frame: DataFrame, number: int) -> None:
        del number
        self._came.put(frame.count())
        self._done.get()

    @contextmanager
    def batch(self, seconds: float) -> Iterator[int | None]:
        """Yield how many files are new, None where none came in that time.

        The batch is done when the body is. StorageFailed where the stream ended by itself.
        """
        waited = 0.0
        came: int | None = None
        while came is None and waited < seconds:
            try:
                came = self._came.get(timeout=min(LOOK, seconds - waited))
            except queue.Empty:
                waited += LOOK
                if not self._query.isActive:
                    why = str(self._query.exception() or "it was stopped").partition("\n")[0]
                    raise StorageFailed(f"the stream over {self._logs} ended: {why}") from None
        try:
            yield came
        finally:
            if came is not None:
                self._done.put(None)
