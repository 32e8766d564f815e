"""What calls of DynamoDB need: each item with its partition as a condition key."""

from collections.abc import Callable
from typing import Any

import pytest

from ringwall.emulator.authorization.authority import Need

NeedsOf = Callable[..., tuple[Need, ...]]
KEYS = [
    {"AttributeName": "pk", "KeyType": "HASH"},
    {"AttributeName": "sk", "KeyType": "RANGE"},
]
KEY = {"pk": {"S": "a"}, "sk": {"S": "1"}}
OTHER = {"pk": {"S": "b"}, "sk": {"S": "1"}}
LEADING = "dynamodb:LeadingKeys"


@pytest.fixture
def table(client: Any) -> str:
    made = client("dynamodb").create_table(
        TableName="t",
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")
        ],
        KeySchema=KEYS,
        BillingMode="PAY_PER_REQUEST",
    )
    return str(made["TableDescription"]["TableArn"])


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("GetItem", {"Key": KEY}),
        ("DeleteItem", {"Key": KEY}),
        ("UpdateItem", {"Key": KEY}),
        ("PutItem", {"Item": KEY}),
        (
            "Query",
            {
                "KeyConditionExpression": "#p = :p and begins_with(sk, :s)",
                "ExpressionAttributeNames": {"#p": "pk"},
                "ExpressionAttributeValues": {":p": {"S": "a"}, ":s": {"S": "1"}},
            },
        ),
    ],
)
def test_one_partition_is_a_key_of_the_request(
    table: str, needs_in: NeedsOf, operation: str, parameters: dict[str, Any]
) -> None:
    for name in ("t", table):
        (need,) = needs_in("dynamodb", operation, TableName=name, **parameters)
        assert (need.action, need.resource) == (f"dynamodb:{operation}", table)
        assert need.keys == {LEADING: ["a"]}


def test_each_item_of_a_transaction_has_its_own(table: str, needs_in: NeedsOf) -> None:
    items = [
        {"Put": {"TableName": "t", "Item": KEY}},
        {"ConditionCheck": {"TableName": "t", "Key": OTHER}},
    ]
    found = needs_in("dynamodb", "TransactWriteItems", TransactItems=items)
    assert [(need.resource, need.keys) for need in found] == [
        (table, {LEADING: ["a"]}),
        (table, {LEADING: ["b"]}),
    ]


def test_a_batch_has_all_of_its_partitions(table: str, needs_in: NeedsOf) -> None:
    (need,) = needs_in("dynamodb", "BatchGetItem", RequestItems={table: {"Keys": [KEY, OTHER]}})
    assert need.keys == {LEADING: ["a", "b"]}
    asked = [{"PutRequest": {"Item": KEY}}, {"DeleteRequest": {"Key": OTHER}}]
    (need,) = needs_in("dynamodb", "BatchWriteItem", RequestItems={"t": asked})
    assert need.keys == {LEADING: ["a", "b"]}


def test_what_is_no_item_of_a_table_has_none(table: str, needs_in: NeedsOf) -> None:
    del table
    (need,) = needs_in("dynamodb", "Scan", TableName="t")
    assert need.keys == {}
    (need,) = needs_in("dynamodb", "GetItem", TableName="none", Key=KEY)
    assert need.keys == {}
