"""Requests to DynamoDB: sent again where that is safe, and never twice as two."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from ringwall.apply.dynamodb.table import (
    ATTEMPTS,
    FIRST_WAIT,
    ConditionFailed,
    ItemTable,
    ItemTransaction,
    read_item,
    split,
    write_item,
)
from ringwall.model.errors import AccessDenied, CallFailed, Locked, StorageFailed


@dataclass
class FailingWriter:
    errors: list[Exception]
    asked: list[tuple[str, Any, str]] = field(default_factory=list)

    def call(
        self, operation: str, parameters: Any, token: str = "", check: Callable[[], object] = int
    ) -> Any:
        del check
        self.asked.append((operation, parameters, token))
        if self.errors:
            raise self.errors.pop(0)
        return {}

    def takes_token(self, operation: str) -> bool:
        return bool(operation)


def cancel(*reasons: str) -> CallFailed:
    told = f"Transaction cancelled, please refer ... specific reasons [{', '.join(reasons)}]"
    return CallFailed(told, "TransactionCanceledException", is_rejected=True)


def write(*errors: Exception) -> FailingWriter:
    writer = FailingWriter(list(errors))
    table = ItemTable("t", writer, lambda _: None)
    transaction = ItemTransaction([table.put({"pk": "a", "sk": "b"}, "attribute_not_exists(pk)")])
    transaction.add(table.check("a", "c", "#x = :x", x=1), lambda: Locked("taken"))
    table.write(transaction)
    return writer


@pytest.mark.parametrize(
    "error",
    [
        CallFailed("no answer", "ReadTimeoutError"),
        CallFailed("x", "InternalServerError"),
        cancel("None", "TransactionConflict"),
        CallFailed("x", "TransactionInProgressException", is_rejected=True),
    ],
)
def test_a_lost_answer_is_asked_for_again_with_the_same_token(error: CallFailed) -> None:
    asked = write(error, error).asked
    assert len(asked) == 3
    assert len({token for _, _, token in asked}) == 1
    assert asked[0][2]


def test_the_same_request_of_two_is_two_requests() -> None:
    """By the same token DynamoDB would tell the second one that it was made."""
    tokens = {write().asked[0][2] for _ in range(2)}
    assert len(tokens) == 2
    assert {len(token) for token in tokens} == {36}


def test_what_dynamodb_refuses_is_storage_that_failed() -> None:
    with pytest.raises(StorageFailed, match="table t"):
        write(AccessDenied("no", "AccessDeniedException"))
    with pytest.raises(StorageFailed):
        write(*[CallFailed("x", "InternalServerError")] * ATTEMPTS)


def test_a_condition_that_does_not_hold_names_its_item() -> None:
    with pytest.raises(ConditionFailed) as raised:
        write(cancel("ConditionalCheckFailed", "None"))
    assert raised.value.places == {0}
    with pytest.raises(Locked, match="taken"):
        write(cancel("None", "ConditionalCheckFailed"))


def test_items_come_back_as_they_were() -> None:
    item = {"pk": "a", "n": 12, "negative": -1, "text": "é"}
    assert read_item(write_item(item)) == item
    assert read_item({"x": {"B": "y"}, "n": {"N": "1.5"}, "huge": {"N": "9" * 99}}) == {}


def test_parts_are_no_longer_than_a_transaction_takes() -> None:
    parts = list(split(({"n": number} for number in range(60)), 25))
    assert [len(part) for part in parts] == [25, 25, 10]


def test_a_chain_that_grows_while_it_is_read_is_read_again() -> None:
    """Who appends between two reads has forged nothing."""
    lasts, chains = [1, 2], [2, 2]

    class GrowingWriter:
        def call(self, operation: str, *_: Any) -> Any:
            if operation == "dynamodb.get_item":
                return {"Item": write_item({"pk": "CASES", "sk": "1", "last": lasts.pop(0)})}
            return {"Items": [write_item({"number": one}) for one in range(chains.pop(0))]}

    table = ItemTable("t", cast("Any", GrowingWriter()), lambda _: None)
    head, rows = table.read_chain("CASES", "1", "CASE#1")
    assert (head["last"], len(rows)) == (2, 2)


def test_who_tries_again_does_not_do_so_together_with_others() -> None:
    waits: list[float] = []
    table = ItemTable("t", cast("Any", None), waits.append)
    for _ in range(20):
        table.pause(3)
    assert len(set(waits)) > 10
    assert all(0 < wait <= FIRST_WAIT * 8 for wait in waits)
