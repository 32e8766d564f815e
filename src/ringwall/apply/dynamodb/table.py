"""One table of DynamoDB: items read consistently, and written in transactions."""

import json
import random
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from ringwall.apply.environment import Writer
from ringwall.model.errors import CallFailed, StorageFailed
from ringwall.model.table import Row

ATTEMPTS = 8
FIRST_WAIT, LONGEST_WAIT = 0.05, 2.0
"""Seconds."""
MOST_ITEMS = 25
"""Items that are written in one transaction here; DynamoDB takes 100, and names why each failed."""
TOKEN_BYTES = 18
"""36 letters, as many as DynamoDB takes."""
LOOKS = 4
"""How often a chain is read where it does not end as the table says: it may be growing."""
CONDITION_FAILED = "ConditionalCheckFailed"
CANCELED = "TransactionCanceledException"
BUSY = frozenset(
    {
        "TransactionConflict",
        "TransactionConflictException",
        "TransactionInProgressException",
        "ProvisionedThroughputExceeded",
        "ThrottlingError",
    }
)


class ConditionFailed(Exception):
    """No error by itself: something is not as it has to be, and nothing was written."""

    def __init__(self, places: frozenset[int]) -> None:
        super().__init__(f"the conditions of {sorted(places)} do not hold")
        self.places = places
        """Which of the items of the transaction."""


@dataclass
class ItemTransaction:
    """Writes that are made together, or not at all; who guards an entry adds to them."""

    items: list[Row] = field(default_factory=list)
    refusals: dict[int, Callable[[], Exception]] = field(default_factory=dict)
    """What is raised where the condition of an item does not hold, by its place."""

    def add(self, item: Row, refusal: Callable[[], Exception] | None = None) -> None:
        """Add one write, or a check."""
        if refusal:
            self.refusals[len(self.items)] = refusal
        self.items.append(item)


@dataclass(frozen=True)
class ItemTable:
    """A table whose keys are the texts `pk` and `sk`."""

    name: str
    writer: Writer
    sleep: Callable[[float], None] = time.sleep

    def query(self, pk: str, *, begins: str = "", newest: bool = False) -> list[Row]:
        """Return the items of a partition by `sk`, as they are now; the newest alone on demand."""
        wanted = {"pk": pk, **({"begins": begins} if begins else {})}
        asked: Row = {
            "TableName": self.name,
            "ConsistentRead": True,
            "KeyConditionExpression": "pk = :pk" + " and begins_with(sk, :begins)" * bool(begins),
            "ExpressionAttributeValues": {f":{name}": {"S": text} for name, text in wanted.items()},
        }
        if newest:
            asked |= {"ScanIndexForward": False, "Limit": 1}
        found: list[Row] = []
        while True:
            answer = self._call("dynamodb.query", asked)
            found += (read_item(item) for item in answer.get("Items", ()))
            if newest or not answer.get("LastEvaluatedKey"):
                return found
            asked = {**asked, "ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def get(self, pk: str, sk: str) -> Row | None:
        """Return one item as it is now, None where there is none."""
        key = write_item({"pk": pk, "sk": sk})
        asked = {"TableName": self.name, "Key": key, "ConsistentRead": True}
        item = self._call("dynamodb.get_item", asked).get("Item")
        return read_item(item) if item else None

    def read_chain(self, pk: str, sk: str, chain: str) -> tuple[Row, list[Row]]:
        """Return what a table says of a chain, {} for nothing, and the items of the chain.

        They are of one moment, where there is one: two reads are not, and who appends in between
        has forged nothing.
        """
        for attempt in range(LOOKS):
            head = self.get(pk, sk) or {}
            rows = self.query(chain)
            if head.get("last", 0) == len(rows):
                break
            self.pause(attempt)
        return head, rows

    def pause(self, attempt: int) -> None:
        """Wait before another try, the longer the more there were; not as long as others wait."""
        most = min(LONGEST_WAIT, FIRST_WAIT * 2**attempt)
        self.sleep(random.uniform(0.1, 1.0) * most)  # noqa: S311 - no secret

    def write(self, transaction: ItemTransaction) -> None:
        """Make the writes of a transaction; ConditionFailed where one may not be.

        A request whose answer was lost is sent again with the same token: DynamoDB makes it once.
        INVARIANT: each call has a token of its own. By a token that follows from the request, two
        processes that take the same thing in the same millisecond would both be told they have it.
        """
        request = {"TransactItems": transaction.items}
        try:
            self._call("dynamodb.transact_write_items", request, secrets.token_hex(TOKEN_BYTES))
        except ConditionFailed as error:
            for place, refusal in transaction.refusals.items():
                if place in error.places:
                    raise refusal() from error
            raise

    def put(self, item: Mapping[str, Any], condition: str = "", **values: Any) -> Row:
        """Return the write of an item, made only where a condition on the one there holds."""
        return self._put_condition("Put", {"Item": write_item(item)}, condition, values)

    def update(self, pk: str, sk: str, changes: Row, condition: str = "", **values: Any) -> Row:
        """Return the write of some members of an item."""
        names = {f"#n{place}": name for place, name in enumerate(changes)}
        told = ", ".join(f"{alias} = :n{place}" for place, alias in enumerate(names))
        values |= {f"n{place}": value for place, value in enumerate(changes.values())}
        body = {
            "Key": write_item({"pk": pk, "sk": sk}),
            "UpdateExpression": f"set {told}",
            "ExpressionAttributeNames": names,
        }
        return self._put_condition("Update", body, condition, values)

    def delete(self, pk: str, sk: str, condition: str = "", **values: Any) -> Row:
        """Return the deletion of an item."""
        return self._put_condition(
            "Delete", {"Key": write_item({"pk": pk, "sk": sk})}, condition, values
        )

    def check(self, pk: str, sk: str, condition: str, **values: Any) -> Row:
        """Return what lets a transaction be made only where an item is so."""
        return self._put_condition(
            "ConditionCheck", {"Key": write_item({"pk": pk, "sk": sk})}, condition, values
        )

    def _put_condition(self, verb: str, body: Row, condition: str, values: Row) -> Row:
        names = {f"#{name}": name for name in values if f"#{name}" in condition}
        names |= body.pop("ExpressionAttributeNames", {})
        made = {"TableName": self.name, **body}
        if condition:
            made["ConditionExpression"] = condition
        if values:
            made["ExpressionAttributeValues"] = write_item(
                {f":{name}": value for name, value in values.items()}
            )
        if names:
            made["ExpressionAttributeNames"] = names
        return {verb: made}

    def _call(self, operation: str, parameters: Row, token: str = "") -> Row:
        """Return the answer; StorageFailed where DynamoDB refuses or does not answer."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self.writer.call(operation, parameters, token)
            except CallFailed as error:
                reasons = _find_reasons(error)
                failed = frozenset(
                    place for place, reason in enumerate(reasons) if reason == CONDITION_FAILED
                )
                if failed:
                    raise ConditionFailed(failed) from error
                is_busy = error.code in BUSY or bool(BUSY.intersection(reasons))
                if attempt == ATTEMPTS or (error.is_rejected and not is_busy):
                    raise StorageFailed(f"table {self.name}: {error}") from error
            self.pause(attempt)
        raise AssertionError  # the last attempt returns or raises


def _find_reasons(error: CallFailed) -> list[str]:
    """Return why each item of a transaction was not written: its message has them in brackets."""
    if error.code != CANCELED:
        return []
    _, _, told = str(error).rpartition("[")
    return [reason.strip() for reason in told.partition("]")[0].split(",")]


def seal_head(chain: str, head: Mapping[str, Any]) -> str:
    """Return the text that the seal of a chain's end is of: who cuts it off cannot write it."""
    return json.dumps([chain, head.get("last"), head.get("hash"), head.get("at")])


def write_item(item: Mapping[str, Any]) -> Row:
    """Return an item of texts and whole numbers as DynamoDB has it."""
    return {
        name: {"N": str(value)} if isinstance(value, int) else {"S": value}
        for name, value in item.items()
    }


def read_item(item: Mapping[str, Mapping[str, str]]) -> Row:
    """Return an item of DynamoDB; members of other types are left out."""
    return {
        name: int(value["N"]) if "N" in value else value["S"]
        for name, value in item.items()
        if "S" in value or _is_whole(value.get("N", ""))
    }


def _is_whole(text: str) -> bool:
    return text.removeprefix("-").isdecimal() and len(text) <= 38  # noqa: PLR2004 - DynamoDB's digits


def split(items: Iterable[Row], size: int = MOST_ITEMS) -> Iterator[tuple[Row, ...]]:
    """Yield items in parts that one transaction takes."""
    rest = iter(items)
    while part := tuple(islice(rest, size)):
        yield part
