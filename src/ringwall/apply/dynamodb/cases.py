"""Cases in a table of DynamoDB: each event once, sealed over the one before."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.apply.dynamodb.table import ConditionFailed, ItemTable, ItemTransaction, seal_head
from ringwall.model.body import check_document, damage_named, decode_body
from ringwall.model.case import CaseEvent, CaseEventKind, is_case
from ringwall.model.errors import CaseMoved
from ringwall.model.sealing import FIRST_SEAL, Sealer
from ringwall.model.table import Row
from ringwall.model.text import make_visible

CASES = "CASES"
NO_ITEM = "attribute_not_exists(pk)"


def _now() -> int:
    return time.time_ns() // 1_000_000


@dataclass(frozen=True)
class DynamoCases:
    """The events of cases in a table, sealed."""

    table: ItemTable
    sealer: Sealer
    now: Callable[[], int] = _now

    def append(
        self, case_id: str, kind: CaseEventKind, author: str, body: Mapping[str, Any], after: int
    ) -> CaseEvent:
        """Write down one event; CaseMoved where `after` is not the number of the last one."""
        head = self.table.get(CASES, case_id)
        if (head["last"] if head else 0) != after:
            raise _tell_moved(case_id)
        previous = head["hash"] if head else FIRST_SEAL
        row: Row = {
            "pk": _name(case_id),
            "sk": f"{after + 1:010}",
            "number": after + 1,
            "case": case_id,
            # A clock that was set back does not turn the order round.
            "at": max(self.now(), head.get("at", 0) if head else 0),
            "kind": kind,
            "author": author,
            "body": json.dumps(body, sort_keys=True, separators=(",", ":"), default=str),
        }
        row["hash"] = self.sealer.seal("case", _sealed(previous, row))
        moved = {"last": after + 1, "hash": row["hash"], "at": row["at"]}
        moved["seal"] = self.sealer.seal("head", seal_head(case_id, moved))
        if head:
            before = {"last": after, "hash": previous}
            is_as_read = "#last = :last and #hash = :hash"
            change = self.table.update(CASES, case_id, moved, is_as_read, **before)
        else:
            item = {"pk": CASES, "sk": case_id, "opened_at": row["at"], **moved}
            change = self.table.put(item, NO_ITEM)
        try:
            self.table.write(ItemTransaction([change, self.table.put(row, NO_ITEM)]))
        except ConditionFailed as error:
            raise _tell_moved(case_id) from error
        return _read_event(row)

    def events(self, case_id: str) -> tuple[CaseEvent, ...]:
        """Return the events of a case in order; () where there is none."""
        return tuple(map(_read_event, self.table.query(_name(case_id))))

    def case_ids(self) -> tuple[str, ...]:
        """Return the ids of all cases, oldest first, and nothing else."""
        return tuple(item["sk"] for item in self._heads())

    def moved_since(self, at: int) -> tuple[str, ...]:
        """Return the ids of cases to which something was added since a time, oldest first.

        Seals are not looked at: who can write to the table can hide a case here, and change none.
        """
        return tuple(item["sk"] for item in self._heads() if item.get("at", at) >= at)

    def _heads(self) -> list[Row]:
        found = [item for item in self.table.query(CASES) if is_case(item["sk"])]
        return sorted(found, key=lambda item: (item["opened_at"], item["sk"]))

    def doubt(self, case_id: str) -> list[str]:
        """Return what in a case was not written by who has the key: nothing, if all is well."""
        head, rows = self.table.read_chain(CASES, case_id, _name(case_id))
        return list(self._find_doubts(case_id, rows, head))

    def _find_doubts(self, case_id: str, rows: list[Row], head: Row) -> Iterator[str]:
        name, previous = f"case {make_visible(case_id)}", FIRST_SEAL
        for expected, row in enumerate(rows, 1):
            seal = str(row.get("hash"))
            if row.get("number") != expected or row["sk"] != f"{expected:010}":
                yield f"event {expected} of {name} is missing"
                return
            if row.get("case") != case_id or not self.sealer.holds(
                "case", _sealed(previous, row), seal
            ):
                why = self.sealer.describe_doubt(seal)
                what = f"event {expected} of {name}"
                yield f"{what}: {why}" if why else f"{what} was changed"
                return
            previous = seal
        if rows and (head.get("last"), head.get("hash")) != (len(rows), previous):
            yield f"events of {name} are missing"
        elif head and not rows:
            yield f"all events of {name} are missing"
        elif rows and not self.sealer.holds(
            "head", seal_head(case_id, head), str(head.get("seal"))
        ):
            yield f"{name}: how it ends was changed"


def _name(case_id: str) -> str:
    return f"CASE#{case_id}"


def _tell_moved(case_id: str) -> CaseMoved:
    return CaseMoved(
        f"case {make_visible(case_id)}: somebody has added to it meanwhile; look at it again"
    )


def _sealed(previous: str, row: Mapping[str, Any]) -> str:
    """Return the text that an event's seal is of: the seal before it, and all of itself."""
    names = ("number", "case", "at", "kind", "author", "body")
    return json.dumps([previous, *(row.get(name) for name in names)], separators=(",", ":"))


def _read_event(row: Row) -> CaseEvent:
    with damage_named(f"event {row.get('number')} of case {make_visible(str(row.get('case')))}"):
        body = decode_body(row["body"])
        check_document(body)
        names = ("case", "number", "at", "kind", "author", "hash")
        return CaseEvent(**{name: row[name] for name in names}, body=body)
    raise AssertionError  # the block above returns or raises
