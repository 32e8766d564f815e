"""The outbox in a table of DynamoDB: notices queued for channels, handed out in order, and marked.

A notice is under `NOTICE`, by its uid. `OUTBOX#<case>` has its place among those of its case, and
how the channel calls it; as long as it waits, `WAITING#<channel>` has that place, too. All of them
are written together. `TICKET#<channel>` has the case of a ticket.

What a notice says is sealed, and so is whose a ticket is: who can write to the table can hold a
notice back, and cannot have one told that Ringwall did not write.
"""

import hashlib
import json
import secrets
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ringwall.apply.dynamodb.table import ConditionFailed, ItemTable, ItemTransaction
from ringwall.model.notice import Notice
from ringwall.model.outbox import (
    LONGEST_ERROR,
    NOT_OURS,
    TERM,
    NoticeStatus,
    QueuedNotice,
    make_uid,
    read_body,
    write_body,
    write_sealed,
)
from ringwall.model.sealing import Sealer
from ringwall.model.table import Row
from ringwall.model.text import make_storable

NOTICES = "NOTICE"
KEPT_SECONDS = 90 * 86_400
"""What was sent may be deleted by DynamoDB after so long: `ttl`. Places and tickets stay."""
LARGEST = 300_000
"""Letters of a notice: DynamoDB takes items of 400 KB."""
MOST_LINES, LONGEST_LINE = 50, 500
"""What is left of the lines of one that is larger: so much of them is shown."""
NO_ITEM = "attribute_not_exists(pk)"
IS_STATUS, IS_NOT_STATUS = "#status = :status", "#status <> :status"


def _now() -> int:
    return time.time_ns() // 1_000_000


@dataclass(frozen=True)
class DynamoOutbox:
    """The notices in a table; see `model.outbox.Outbox`. Thread-safe."""

    table: ItemTable
    sealer: Sealer
    now: Callable[[], int] = _now

    def put(self, notice: Notice, channels: Iterable[str]) -> int:
        """Queue a notice for channels; return for how many of them it was not queued before."""
        wanted = {channel: make_uid(channel, notice) for channel in channels}
        known = {row.get("uid") for row in self.table.query(_of_case(notice.case))}
        body = _write_body(notice)
        rows = [
            self._make_row(notice, channel, body, order)
            for order, (channel, uid) in enumerate(wanted.items())
            if uid not in known
        ]
        return sum(map(self._queue, rows))

    def _make_row(self, notice: Notice, channel: str, body: str, order: int) -> Row:
        uid, at = make_uid(channel, notice), self.now()
        return {
            "pk": NOTICES,
            "sk": uid,
            "channel": channel,
            "case": notice.case,
            "place": f"{notice.number:010}#{notice.kind}",
            "order": order,
            "body": body,
            "seal": self.sealer.seal("outbox", write_sealed(uid, channel, body)),
            "created_at": at,
            "due_at": at,
            "status": "waiting",
            "attempts": 0,
            "error": "",
            "key": "",
            "sent_at": 0,
        }

    def _queue(self, row: Row) -> bool:
        """Whether a notice was queued; not where another process was faster."""
        place = {"pk": _of_case(row["case"]), "sk": _place(row), "uid": row["sk"], "key": ""}
        return self._try(
            self.table.put(row, NO_ITEM), self.table.put(place, NO_ITEM), self._wait(row)
        )

    def claim(self, channels: Collection[str], limit: int) -> tuple[QueuedNotice, ...]:
        """Take what is due, for two minutes; what somebody else has written becomes dead."""
        at = self.now()
        due = [one for channel in channels for one in self._find_first(channel)]
        due = [one for one in due if one.get("due_at", 0) <= at]
        taken: list[QueuedNotice] = []
        for one in sorted(due, key=lambda one: (one.get("created_at", 0), one["sk"], one["pk"])):
            if len(taken) >= limit:
                break
            if claimed := self._claim(one, at):
                taken.append(claimed)
        return tuple(taken)

    def _find_first(self, channel: str) -> Iterator[Row]:
        """Yield what waits, of each case the first: it holds back those after it."""
        cases = set()
        for one in self.table.query(_waiting(channel)):
            case = one["sk"].partition("#")[0]
            if case not in cases:
                cases.add(case)
                yield one

    def _claim(self, waiting: Row, at: int) -> QueuedNotice | None:
        """Take one that waits; None where another process has it, or it is none of ours."""
        row = self.table.get(NOTICES, str(waiting.get("uid") or "-"))
        if row is None or row.get("status") != "waiting" or not _is_at(row, waiting):
            self._drop(waiting, row)
            return None
        if not self._is_ours(row):
            self._bury(waiting, row)
            return None
        change = {"due_at": at + TERM, "attempts": row["attempts"] + 1}
        moved = {"due_at": at + TERM, "claim": secrets.token_hex(8)}
        before = {"due_at": waiting.get("due_at", 0), "uid": row["sk"]}
        as_read = "#due_at = :due_at and #uid = :uid"
        is_taken = self._try(
            self.table.update(waiting["pk"], waiting["sk"], moved, as_read, **before),
            self.table.update(NOTICES, row["sk"], change, IS_STATUS, status="waiting"),
        )
        return _read({**row, **change}) if is_taken else None

    def _drop(self, waiting: Row, row: Row | None) -> None:
        """Let nothing wait any more that does not: it was sent, or waits elsewhere."""
        uid = waiting.get("uid", "")
        parts = [self.table.delete(waiting["pk"], waiting["sk"], "#uid = :uid", uid=uid)]
        if row is not None and _is_at(row, waiting):
            # It may be let try again meanwhile.
            parts.append(self.table.check(NOTICES, row["sk"], IS_NOT_STATUS, status="waiting"))
        self._try(*parts)

    def _bury(self, waiting: Row, row: Row) -> None:
        """Let what somebody else has written be dead."""
        change = {"status": "dead", "error": NOT_OURS}
        self._try(
            self.table.delete(waiting["pk"], waiting["sk"], "#uid = :uid", uid=row["sk"]),
            self.table.update(NOTICES, row["sk"], change, IS_STATUS, status="waiting"),
        )

    def mark_sent(self, uid: str, key: str) -> None:
        """Write down that it was sent, and how the channel calls it."""
        row = self.table.get(NOTICES, uid)
        if row is None or not _is_whole(row):
            return
        at, key = self.now(), make_storable(key)
        change = {"status": "sent", "error": "", "key": key, "sent_at": at}
        change["ttl"] = at // 1000 + KEPT_SECONDS
        # What is sent stays so: the try of a process that stood still may end after another's.
        is_first = self._try(
            self.table.update(NOTICES, uid, change, IS_NOT_STATUS, status="sent"),
            self.table.update(_of_case(row["case"]), _place(row), {"uid": uid, "key": key}),
            self.table.delete(_waiting(row["channel"]), _order(row)),
        )
        if is_first and key:
            self._keep_ticket(row["channel"], key, row["case"])

    def mark_failed(self, uid: str, error: str, due_at: int) -> None:
        """Write down that a try failed, and when the next one is; it is dead where that is 0."""
        row = self.table.get(NOTICES, uid)
        if row is None or not _is_whole(row):
            return
        status: NoticeStatus = "waiting" if due_at else "dead"
        error = make_storable(error)[:LONGEST_ERROR]
        change = {"status": status, "error": error, "due_at": due_at}
        waiting = self.table.delete(_waiting(row["channel"]), _order(row))
        if due_at:
            waiting = self._wait({**row, "due_at": due_at})
        self._try(self.table.update(NOTICES, uid, change, IS_NOT_STATUS, status="sent"), waiting)

    def find_key(self, channel: str, case: str) -> str:
        """Return the key of the first notice of a case that a channel was sent, or ''."""
        places = self.table.query(_of_case(case), begins=f"{channel}#")
        return next((str(one["key"]) for one in places if one.get("key")), "")

    def find_case(self, channel: str, key: str) -> str:
        """Return the case of which a channel has a ticket, or ''."""
        found = self.table.get(_of_tickets(channel), _digest(key)) if key else None
        if found is None:
            return ""
        case = str(found.get("case"))
        text = json.dumps([channel, key, case])
        return case if self.sealer.holds("ticket", text, str(found.get("seal"))) else ""

    def list(self, statuses: Collection[NoticeStatus] = ()) -> tuple[QueuedNotice, ...]:
        """Return the notices in a state, or all, oldest first; those of others are left out."""
        rows = [
            row
            for row in self.table.query(NOTICES)
            if (not statuses or row.get("status") in statuses) and self._is_ours(row)
        ]
        rows.sort(key=lambda row: (row["created_at"], row["case"], row["place"], row["order"]))
        return tuple(map(_read, rows))

    def revive(self, uids: Collection[str] = ()) -> int:
        """Let dead notices be tried again, all of them where none is named; return how many."""
        rows = [
            row
            for row in self.table.query(NOTICES)
            if row.get("status") == "dead"
            and _is_whole(row)
            and row.get("error") != NOT_OURS
            and (not uids or row["sk"] in uids)
        ]
        return sum(map(self._revive, rows))

    def _revive(self, row: Row) -> bool:
        at = self.now()
        change = {"status": "waiting", "due_at": at}
        return self._try(
            self.table.update(NOTICES, row["sk"], change, IS_STATUS, status="dead"),
            self._wait({**row, "due_at": at}),
        )

    def _wait(self, row: Row) -> Row:
        """Return the write of what says that a notice waits."""
        named = {"pk": _waiting(row["channel"]), "sk": _order(row), "uid": row["sk"]}
        return self.table.put({**named, "due_at": row["due_at"], "created_at": row["created_at"]})

    def _keep_ticket(self, channel: str, key: str, case: str) -> None:
        """Write down whose a ticket is, once."""
        name = {"pk": _of_tickets(channel), "sk": _digest(key)}
        if self.table.get(**name):
            return
        seal = self.sealer.seal("ticket", json.dumps([channel, key, case]))
        self._try(self.table.put({**name, "case": case, "seal": seal}, NO_ITEM))

    def _try(self, *writes: Row) -> bool:
        """Make writes together; whether they were made, and another process was not faster."""
        try:
            self.table.write(ItemTransaction(list(writes)))
        except ConditionFailed:
            return False
        return True

    def _is_ours(self, row: Row) -> bool:
        """Whether what a notice says was written by who has the key."""
        if not _is_whole(row):
            return False
        sealed = write_sealed(row["sk"], row["channel"], row["body"])
        return self.sealer.holds("outbox", sealed, row["seal"])


def _is_whole(row: Row) -> bool:
    """Whether a notice has all that one has, whoever wrote it."""
    texts = ("channel", "case", "place", "body", "seal", "status", "error", "key")
    numbers = ("order", "created_at", "due_at", "attempts", "sent_at")
    return all(isinstance(row.get(name), str) for name in texts) and all(
        isinstance(row.get(name), int) for name in numbers
    )


def _is_at(row: Row, waiting: Row) -> bool:
    """Whether a notice waits where something says that it does."""
    if not _is_whole(row):
        return True
    return (waiting["pk"], waiting["sk"]) == (_waiting(row["channel"]), _order(row))


def _of_case(case: str) -> str:
    return f"OUTBOX#{case}"


def _waiting(channel: str) -> str:
    return f"WAITING#{channel}"


def _of_tickets(channel: str) -> str:
    return f"TICKET#{channel}"


def _place(row: Row) -> str:
    """Return the place of a notice within those of its case: by channel, then in order."""
    return f"{row['channel']}#{row['place']}"


def _order(row: Row) -> str:
    """Return the place of a notice within those that wait for its channel."""
    return f"{row['case']}#{row['place']}"


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _write_body(notice: Notice) -> str:
    """Return a notice as text; what is too large loses what no channel shows."""
    body = write_body(notice)
    if len(body) <= LARGEST:
        return body
    lines = tuple(line[:LONGEST_LINE] for line in notice.lines[:MOST_LINES])
    return write_body(replace(notice, title=notice.title[:LONGEST_LINE], lines=lines))


def _read(row: Row) -> QueuedNotice:
    names = ("channel", "created_at", "due_at", "status", "attempts", "error", "key", "sent_at")
    kept: dict[str, Any] = {name: row[name] for name in names}
    return QueuedNotice(uid=row["sk"], notice=read_body(row["sk"], row["body"]), **kept)
