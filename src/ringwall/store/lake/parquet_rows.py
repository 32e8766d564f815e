"""Rows of a Parquet file of somebody else's, as text; the file is on disk while it is read."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ringwall.model.errors import BadInput, DamagedSnapshot, StorageFailed
from ringwall.store.engine.embedded import EmbeddedEngine


class ParquetRows:
    """A file whose content is not trusted: the engine reaches its folder alone."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        """Write the content to a folder of its own; StorageFailed where that cannot be."""
        self._folder = tempfile.TemporaryDirectory(prefix="ringwall-")
        path = Path(self._folder.name, "log.parquet")
        try:
            with path.open("wb") as file:
                file.writelines(pieces)
        except OSError as error:
            self._folder.cleanup()
            raise StorageFailed(f"{path}: cannot write: {error}") from error
        self._engine = EmbeddedEngine(path.parent)
        self._source = f"read_parquet('{path}', hive_partitioning = false)"

    def find_columns(self) -> tuple[str, ...]:
        """Return the names of the columns; BadInput where it is no Parquet."""
        return self._engine.columns(f"select * from {self._source}")

    def read_lines(self, columns: Sequence[str]) -> Iterator[str]:
        """Yield rows as words between spaces, - where there is nothing; BadInput where it breaks.

        A space in a value becomes an underscore.
        """
        names = (name.replace('"', '""') for name in columns)
        words = ", ".join(
            f"""coalesce(nullif(replace("{name}"::text, ' ', '_'), ''), '-')""" for name in names
        )
        return self._stream(f"select concat_ws(' ', {words}) from {self._source}")

    def read_documents(self) -> Iterator[str]:
        """Yield rows as objects of JSON; BadInput where it breaks."""
        return self._stream(f"select to_json(r)::text from {self._source} r")

    def close(self) -> None:
        """Remove the file."""
        self._engine.close()
        self._folder.cleanup()

    def _stream(self, sql: str) -> Iterator[str]:
        try:
            for (text,) in self._engine.stream(sql):
                yield text
        except DamagedSnapshot as error:
            raise BadInput(str(error)) from error
