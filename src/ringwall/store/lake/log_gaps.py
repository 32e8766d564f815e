"""What of the logs was not read, at rest: one small file a table, replaced as a whole."""

from collections.abc import Iterable
from pathlib import Path

from ringwall.model.errors import StorageFailed
from ringwall.model.table import Row, Table
from ringwall.store.engine.embedded import OURS, EmbeddedEngine
from ringwall.store.lake.logs import PARTIAL, attach_logs
from ringwall.store.lake.parquet import ParquetFile

NAME = "gaps.parquet"


def read_gaps(logs: Path, table: Table) -> list[Row]:
    """Return the rows of a table of gaps; DamagedSnapshot where its file cannot be read."""
    with EmbeddedEngine(logs, limits=OURS) as engine:
        attach_logs(engine, logs, [table])
        return engine.rows(f"select * from {table.full_name} order by all")


def replace_gaps(logs: Path, table: Table, rows: Iterable[Row]) -> None:
    """Replace the rows of a table of gaps; the caller holds the home's lock."""
    folder = logs / table.name
    unique = {tuple(row[column.name] for column in table.columns): row for row in rows}
    try:
        if not unique:
            (folder / NAME).unlink(missing_ok=True)
            return
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial = folder / f"{PARTIAL}{NAME}"
        partial.unlink(missing_ok=True)
        file = ParquetFile(table, partial)
        file.add(unique.values())
        file.close()
        partial.rename(folder / NAME)
    except OSError as error:
        raise StorageFailed(f"{folder}: cannot write: {error}") from error
