"""Requests to DynamoDB: sent again where that is safe, and never twice as two."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from ringwall.apply.dynamodb.table import (
    ATTEMPTS,
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
