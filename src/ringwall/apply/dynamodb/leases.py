"""Leases in a table of DynamoDB: a run holds them while its item says so."""

import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from ringwall.apply.dynamodb.table import (
    MOST_ITEMS,
    ConditionFailed,
    ItemTable,
    ItemTransaction,
    split,
)
from ringwall.model.errors import Locked
from ringwall.model.journal import EntryGuard, name_run
from ringwall.model.lease import FARTHEST, TERM, Leased, tell_lost
from ringwall.model.table import Row
from ringwall.model.text import make_visible

LEASES, HOLDS, FENCE = "LEASE", "HOLD", "FENCE"
ATTEMPTS = 16
"""How often leases are tried to take where others take some meanwhile."""
KEPT_SECONDS = 86_400
"""After so long, DynamoDB may delete what a killed run left, where it is told to: `ttl`."""
IS_OURS = "#token = :token and #process = :process"


def _now() -> int:
    return time.time_ns() // 1_000_000


def _name_process() -> str:
    return f"dynamodb/{secrets.token_hex(8)}"


@dataclass(frozen=True)
class DynamoLeases:
    """The leases in a table, for one process that takes them. Thread-safe.

    INVARIANT: a lease holds only while the item of its run has the lease's token, and has not
    ended. Who takes over a lease deletes that item in the same transaction.
    """

    table: ItemTable
    process: str = field(default_factory=_name_process)
    now: Callable[[], int] = _now
    """Milliseconds since 1970."""
    _tokens: dict[str, int] = field(default_factory=dict, init=False, repr=False, compare=False)

    def take(self, run_id: str, wanted: Iterable[Leased]) -> int:
        """Take all leases for a run, or none; Locked names the run that holds one."""
        keys = sorted(set(wanted))
        for attempt in range(ATTEMPTS):
            found = {item["sk"]: item for item in self.table.query(LEASES)}
            holds = {item["sk"]: item for item in self.table.query(HOLDS)}
            self._refuse_held(run_id, keys, found, holds)
            fence = self.table.get(FENCE, FENCE)
            token = (fence["token"] if fence else 0) + 1
            first = ItemTransaction([self._count_up(fence, token)])
            first.add(self._hold(run_id, token, holds.get(run_id)))
            writes = [self._take_one(key, run_id, token, found.get(_name(key))) for key in keys]
            displaced = {found[_name(key)]["run"] for key in keys if _name(key) in found}
            writes += [
                self.table.delete(HOLDS, run, "#token = :token", token=holds[run]["token"])
                for run in sorted(displaced - {run_id})
                if run in holds
            ]
            if self._write_all(first, writes, run_id, token):
                self._tokens[run_id] = token
                return token
            self.table.pause(attempt)
        raise Locked(f"{name_run(run_id)}: others take what it wants to change all the time")

    def renew(self, run_id: str, count: int) -> None:
        """Let the leases of a run last; LeaseLost where they are not this process's any more."""
        del count  # all of a run's leases hold, or none
        until = {"until": self.now() + TERM, "ttl": self._find_ttl()}
        change = self.table.update(HOLDS, run_id, until, IS_OURS, **self._find_own(run_id))
        transaction = ItemTransaction()
        transaction.add(change, lambda: tell_lost(run_id))
        self.table.write(transaction)

    def guard(self, run_id: str, count: int) -> EntryGuard:
        """Return what lets a transaction be made only while the leases are this process's."""
        del count

        def check(transaction: Any) -> None:
            held = self.table.check(HOLDS, run_id, IS_OURS, **self._find_own(run_id))
            transaction.add(held, lambda: tell_lost(run_id))

        return check

    def release(self, run_id: str) -> None:
        """Give back what this process holds for a run."""
        own = self._find_own(run_id)
        try:
            self.table.write(ItemTransaction([self.table.delete(HOLDS, run_id, IS_OURS, **own)]))
        except ConditionFailed:
            return  # it is somebody else's, or nobody's
        # Nothing holds any more: what is left is only tidied up.
        left = [item for item in self.table.query(LEASES) if item.get("token") == own["token"]]
        self._tidy([item["sk"] for item in left], own["token"])

    def find_running(self, but: str = "") -> set[str]:
        """Return the ids of the runs that hold leases now, but of the process that is named."""
        holds = self.table.query(HOLDS)
        return {item["sk"] for item in holds if self._lasts(item) and item.get("process") != but}

    def _lasts(self, hold: Row) -> bool:
        at = self.now()
        until: int = hold.get("until", 0)
        return at < until <= at + FARTHEST

    def _find_own(self, run_id: str) -> Row:
        return {"token": self._tokens.get(run_id, 0), "process": self.process}

    def _find_ttl(self) -> int:
        return self.now() // 1000 + KEPT_SECONDS

    def _refuse_held(
        self, run_id: str, keys: list[Leased], found: dict[str, Row], holds: dict[str, Row]
    ) -> None:
        """Raise Locked where this run holds leases already, or another one what it wants."""
        own = holds.get(run_id)
        if own and self._lasts(own):
            raise Locked(f"{name_run(run_id)} is running ({self._tell(own)})")
        for key in keys:
            item = found.get(_name(key))
            hold = holds.get(item["run"]) if item else None
            if not item or not hold or item["run"] == run_id:
                continue
            if hold.get("token") == item.get("token") and self._lasts(hold):
                where = f"{key.resource} ({key.account_id or 'an account to come'}, {key.region})"
                raise Locked(
                    f"{make_visible(where)}: {name_run(item['run'])} is changing it "
                    f"({self._tell(hold)})"
                )

    def _tell(self, hold: Row) -> str:
        seconds = -(-(hold["until"] - self.now()) // 1000)
        return f"another process; wait for it to end, if it was killed: {seconds} s"

    def _count_up(self, fence: Row | None, token: int) -> Row:
        if fence is None:
            item = {"pk": FENCE, "sk": FENCE, "token": token}
            return self.table.put(item, "attribute_not_exists(pk)")
        return self.table.update(
            FENCE, FENCE, {"token": token}, "#token = :token", token=fence["token"]
        )

    def _hold(self, run_id: str, token: int, before: Row | None) -> Row:
        item = {
            "pk": HOLDS,
            "sk": run_id,
            "token": token,
            "process": self.process,
            "until": self.now() + TERM,
            "ttl": self._find_ttl(),
        }
        if before is None:
            return self.table.put(item, "attribute_not_exists(pk)")
        return self.table.put(item, "#token = :token", token=before["token"])

    def _take_one(self, key: Leased, run_id: str, token: int, before: Row | None) -> Row:
        item = {"pk": LEASES, "sk": _name(key), "run": run_id, "token": token}
        item["ttl"] = self._find_ttl()
        if before is None:
            return self.table.put(item, "attribute_not_exists(pk)")
        return self.table.put(item, "#token = :token", token=before["token"])

    def _write_all(
        self, first: ItemTransaction, writes: list[Row], run_id: str, token: int
    ) -> bool:
        """Whether all was written; what is more than one transaction takes is taken back if not."""
        room = MOST_ITEMS - len(first.items)
        parts = [ItemTransaction([*first.items, *writes[:room]])]
        parts += (ItemTransaction(list(part)) for part in split(writes[room:]))
        for place, part in enumerate(parts):
            try:
                self.table.write(part)
            except ConditionFailed:
                if place:
                    self._tokens[run_id] = token
                    self.release(run_id)
                return False
        return True

    def _tidy(self, names: list[str], token: int) -> None:
        for part in split(
            self.table.delete(LEASES, name, "#token = :token", token=token) for name in names
        ):
            try:
                self.table.write(ItemTransaction(list(part)))
            except ConditionFailed:
                continue  # another run has taken one of them meanwhile: the rest is overwritten


def _name(key: Leased) -> str:
    return f"{key.account_id} {key.region} {key.resource}"
