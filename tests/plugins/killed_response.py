"""What a kill leaves behind: AWS and the journal as they are, and nothing of the process.

Both are kept right after each act of a run, and gone on with later. That is harder than an error:
nothing is done on the way out, and the leases stay taken. A kill right before an act leaves what
the act before that left, for there are only reads in between.
"""

import random
import secrets
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

SEED = 20_261_201
ACTS = frozenset({"intent", "call", "result", "verified"})
"""The acts of a step that writes: of a kill after `call`, the journal has no answer."""


@dataclass(frozen=True)
class Remains:
    """What is left after an act, such as `intent of ec2.stop_instances (2)`."""

    act: str
    aws: Path
    journal: Path

    @property
    def kind(self) -> str:
        """The act and what it is of, without the position."""
        return self.act.partition(" (")[0]

    def restore(self, engine: Any) -> bytes:
        """Put the journal back as it was; return what the emulator held."""
        with (
            closing(sqlite3.connect(self.journal)) as kept,
            closing(engine.raw_connection()) as held,
        ):
            kept.backup(held.driver_connection)
        return self.aws.read_bytes()


def keep(emulator: Any, engine: Any, folder: Path, act: str) -> Remains:
    """Keep what there is now, in files of a folder."""
    at = folder / secrets.token_hex(8)
    found = Remains(act, at.with_suffix(".aws"), at.with_suffix(".sqlite"))
    found.aws.write_bytes(emulator.save())
    with closing(engine.raw_connection()) as held, closing(sqlite3.connect(found.journal)) as kept:
        held.driver_connection.backup(kept)
    return found


def choose_kinds(remains: list[Remains]) -> list[Remains]:
    """Return the first of each kind: one intent of each operation, one call of each, ..."""
    kinds: dict[str, Remains] = {}
    for one in remains:
        kinds.setdefault(one.kind, one)
    return [*kinds.values()]


def choose_some(remains: list[Remains]) -> list[Remains]:
    """Return the first of each kind, and a twelfth of the others: the same ones in every run."""
    kinds = choose_kinds(remains)
    rest = [one for one in remains if one not in kinds]
    chosen = random.Random(SEED).sample(rest, -(-len(rest) // 12))  # noqa: S311 - no secret
    return [*kinds, *chosen]


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
        told = f"{act} of {self._operation} ({self._position})"
        self.remains.append(keep(self.emulator, engine, self.folder, told))


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
