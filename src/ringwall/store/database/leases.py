"""Leases: which run alone may change a resource now.

A lease ends by itself after two minutes; who holds it renews it as long as it works. So nothing
stays blocked when a process is killed. What the database says of leases is not sealed: whoever can
write there can stop a run with them, and nothing else.
"""

import hashlib
import os
import platform
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from ringwall.model.errors import Locked
from ringwall.model.journal import EntryGuard, name_run
from ringwall.model.lease import FARTHEST, TERM, Leased, tell_lost
from ringwall.model.text import make_visible
from ringwall.store.database.connection import reading, writing
from ringwall.store.database.schema import FENCE, LEASE

LEASE_LOCK = 0x6C65617365
"""Postgres takes a number for an advisory lock: "lease" in ASCII."""
_PROCESS = re.compile(r"([0-9a-f]{12})/(\d{1,10})/[0-9a-f]{8}")


def _now() -> int:
    return time.time_ns() // 1_000_000


def is_gone(process: str) -> bool:
    """Whether a process was one of this machine, and has ended: only then can that be known."""
    found = _PROCESS.fullmatch(process)
    if not found or found[1] != _name_machine():
        return False
    try:
        os.kill(int(found[2]), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False


def name_process() -> str:
    """Return what tells this process, and this use of it, from all others that may hold leases."""
    return f"{_name_machine()}/{os.getpid()}/{secrets.token_hex(4)}"


@dataclass(frozen=True)
class Leases:
    """The leases in a database, for one process that takes them. Thread-safe."""

    engine: sa.Engine
    process: str = field(default_factory=name_process)
    now: Callable[[], int] = _now
    """Milliseconds since 1970."""
    is_gone: Callable[[str], bool] = is_gone
    _tokens: dict[str, int] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The fencing tokens that this process took leases with, by the run."""

    def take(self, run_id: str, wanted: Iterable[Leased]) -> int:
        """Take all leases for a run, or none; Locked names the run and process that hold one.

        Leases of the same run are taken over from a process that is gone, others when they end.
        """
        keys = sorted(set(wanted))
        at = self.now()
        with writing(self.engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LEASE_LOCK)))
            alive = LEASE.c.until.between(at + 1, at + FARTHEST)
            connection.execute(sa.delete(LEASE).where(sa.not_(alive)))
            self._refuse_held(connection, run_id, keys)
            connection.execute(sa.delete(LEASE).where(LEASE.c.run == run_id))
            token = _count_up(connection)
            rest = {"run": run_id, "process": self.process, "until": at + TERM, "token": token}
            if keys:
                connection.execute(sa.insert(LEASE), [{**key._asdict(), **rest} for key in keys])
        self._tokens[run_id] = token
        return token

    def renew(self, run_id: str, count: int) -> None:
        """Let the leases of a run last; LeaseLost where not all are this process's any more."""
        change = sa.update(LEASE).where(self._is_mine(run_id)).values(until=self.now() + TERM)
        with writing(self.engine) as connection:
            if connection.execute(change).rowcount == count:
                return
        raise tell_lost(run_id)

    def guard(self, run_id: str, count: int) -> EntryGuard:
        """Return what raises LeaseLost in a transaction unless all leases are this process's."""
        query = sa.select(sa.func.count()).select_from(LEASE).where(self._is_mine(run_id))

        def check(connection: sa.Connection) -> None:
            if connection.execute(query).scalar() != count:
                raise tell_lost(run_id)

        return check

    def release(self, run_id: str) -> None:
        """Give back what this process holds for a run."""
        with writing(self.engine) as connection:
            connection.execute(sa.delete(LEASE).where(self._is_mine(run_id)))

    def find_running(self, but: str = "") -> set[str]:
        """Return the ids of the runs that hold leases now, by a process that is not gone.

        `but` names one whose leases do not count: it could not give them back.
        """
        at = self.now()
        query = sa.select(LEASE.c.run, LEASE.c.process).distinct()
        query = query.where(LEASE.c.until.between(at + 1, at + FARTHEST))
        with reading(self.engine) as connection:
            found = connection.execute(query).all()
        return {run for run, process in found if process != but and not self.is_gone(process)}

    def _is_mine(self, run_id: str) -> sa.ColumnElement[bool]:
        mine = sa.and_(LEASE.c.run == run_id, LEASE.c.process == self.process)
        token = self._tokens.get(run_id)
        return mine if token is None else sa.and_(mine, LEASE.c.token == token)

    def _refuse_held(self, connection: sa.Connection, run_id: str, keys: Sequence[Leased]) -> None:
        """Raise Locked where another run, or another process of this run, holds a lease."""
        for held, run, process, until in _find_held(connection, run_id, keys):
            if run == run_id and self.is_gone(process):
                continue
            seconds = -(-(until - self.now()) // 1000)
            what = f"{held.resource} ({held.account_id or 'an account to come'}, {held.region})"
            told = f"{make_visible(what)}: {name_run(run)}"
            if self.is_gone(process):
                raise Locked(
                    f"{told} was changing it and has been killed ({_tell(process)}): continue it "
                    f"with `ringwall runs resume {run}`, or wait {seconds} s"
                )
            raise Locked(
                f"{told} is changing it ({_tell(process)}); wait for it to end (if it was killed: "
                f"{seconds} s)"
            )


def _count_up(connection: sa.Connection) -> int:
    """Return the next fencing token; the transaction that asks for it excludes all others."""
    newest = connection.execute(sa.select(sa.func.max(FENCE.c.token))).scalar() or 0
    highest = connection.execute(sa.select(sa.func.max(LEASE.c.token))).scalar() or 0
    token = max(newest, highest) + 1
    if not connection.execute(sa.update(FENCE).values(token=token)).rowcount:
        connection.execute(sa.insert(FENCE).values(id=1, token=token))
    return token


def _find_held(
    connection: sa.Connection, run_id: str, keys: Sequence[Leased]
) -> Iterator[tuple[Leased, str, str, int]]:
    """Yield what is held of what is wanted, and all that the run itself holds."""
    columns = (*LEASE.primary_key.columns, LEASE.c.run, LEASE.c.process, LEASE.c.until)
    wanted = set(keys)
    rows = connection.execute(sa.select(*columns).order_by(*LEASE.primary_key.columns))
    for account_id, region, resource, run, process, until in rows:
        held = Leased(account_id, region, resource)
        if held in wanted or run == run_id:
            yield held, run, process, until


def _tell(process: str) -> str:
    found = _PROCESS.fullmatch(process)
    if not found:
        return "a process that is none of Ringwall's"
    here = "this machine" if found[1] == _name_machine() else f"machine {found[1]}"
    return f"process {found[2]} of {here}"


def _name_machine() -> str:
    """Return a name of this machine, as it runs now; of a container, where this is one."""
    parts = [platform.node()]
    with suppress(OSError):
        parts.append(Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii"))
        parts.append(str(Path("/proc/self/ns/pid").readlink()))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
