"""What a kill leaves behind: AWS and the journal as they are, and nothing of the process.

Both are kept right after each act of a run, and gone on with later. That is harder than an error:
nothing is done on the way out, and the leases stay taken. A kill right before an act leaves what
the act before that left, for there are only reads in between.
"""

import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

ACTS = frozenset({"intent", "call", "result", "verified"})
"""The acts of a step that writes: of a kill after `call`, the journal has no answer."""


@dataclass(frozen=True)
class Remains:
    """What is left after an act, such as `intent of ec2.stop_instances (2)`."""

    act: str
    aws: Path
    journal: Path

    @contextmanager
    def taken_up(self, key: Any) -> Iterator[tuple[bytes, Any]]:
        """Yield what the emulator held, and a journal of its own that goes on."""
        from ringwall.store.database.connection import open_database  # noqa: PLC0415 - few need it
        from ringwall.store.database.journal import Journal  # noqa: PLC0415 - the same

        copy = shutil.copy(self.journal, self.journal.with_suffix(".again"))
        engine = open_database(f"sqlite:///{copy}")
        try:
            yield self.aws.read_bytes(), Journal(engine, key)
        finally:
            engine.dispose()


@dataclass
class Witness:
    """Keeps what each act of a run leaves behind, in an empty folder of its own."""

    emulator: Any
    folder: Path
    remains: list[Remains] = field(default_factory=list)
    _acts: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The acts of each step, by its position."""
    _position: int = -1
    _operation: str = "the run"

    def __post_init__(self) -> None:
        self.folder.mkdir()

    def watch(self, environment: Any) -> Any:
        """Return an environment of which each act is seen; Changes are made one at a time."""
        journal = environment.journal

        def tell_entry(_: str, position: int, kind: str, body: Any, *__: Any) -> None:
            self._position, self._operation = position, body.get("operation", self._operation)
            self._see(kind, journal.engine)

        watched = _Watched(
            journal,
            {
                "start": lambda *_: self._see("start", journal.engine),
                "append": tell_entry,
                "end": lambda *_: self._see("end", journal.engine),
            },
        )
        tell_call = {"call": lambda *_: self._see("call", journal.engine)}

        def open_writer(account_id: str, region: str) -> Any:
            return _Watched(environment.connections.writer(account_id, region), tell_call)

        connections: Any = _WatchedConnections(environment.connections, open_writer)
        return replace(environment, journal=watched, connections=connections)

    def find_unseen(self, steps: Iterable[Any]) -> list[str]:
        """Return each step that wrote, and of which not all acts were seen."""
        return [
            f"{step.change.write.operation}: {sorted(ACTS - self._acts[step.position])}"
            for step in steps
            if step.outcome == "verified" and not self._acts[step.position] >= ACTS
        ]

    def forget(self) -> None:
        """Delete what was kept."""
        shutil.rmtree(self.folder)

    def _see(self, act: str, engine: Any) -> None:
        self._acts[self._position].add(act)
        at = self.folder / str(len(self.remains))
        told = f"{act} of {self._operation} ({self._position})"
        found = Remains(told, at.with_suffix(".aws"), at.with_suffix(".sqlite"))
        found.aws.write_bytes(self.emulator.save())
        with (
            closing(engine.raw_connection()) as old,
            closing(sqlite3.connect(found.journal)) as new,
        ):
            old.driver_connection.backup(new)
        self.remains.append(found)


@dataclass(frozen=True)
class _Watched:
    """Something of whose methods some are acts: each is told once it is done."""

    inner: Any
    acts: dict[str, Callable[..., None]]

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.inner, name)
        if name not in self.acts:
            return found

        def act(*arguments: Any, **more: Any) -> Any:
            answer = found(*arguments, **more)
            self.acts[name](*arguments)
            return answer

        return act


@dataclass(frozen=True)
class _WatchedConnections:
    connections: Any
    writer: Callable[[str, str], Any]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connections, name)
