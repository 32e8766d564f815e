"""Who may use some partitions of a table alone is refused the others, in every call."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

KEYS = (("pk", "HASH"), ("sk", "RANGE"))
KEY = {"pk": {"S": "a"}, "sk": {"S": "1"}}
OTHER = {"pk": {"S": "b"}, "sk": {"S": "1"}}
LEADING = "dynamodb:LeadingKeys"


def test_who_may_use_one_partition_is_refused_the_others(principals: Any) -> None:
    client = principals.client("dynamodb")
    arn = client.create_table(
        TableName="t",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name, _ in KEYS],
        KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in KEYS],
        BillingMode="PAY_PER_REQUEST",
    )["TableDescription"]["TableArn"]
    statement = {
        "Effect": "Allow",
        "Action": ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Scan"],
        "Resource": arn,
        "Condition": {
            "ForAllValues:StringLike": {LEADING: ["a", "c#*"]},
            "Null": {LEADING: "false"},
        },
    }
    mine = principals.client("dynamodb", *principals.user("clerk", statement))
    mine.put_item(TableName="t", Item=KEY)
    mine.get_item(TableName="t", Key={**KEY, "pk": {"S": "c#1"}})
    put = {"Put": {"TableName": "t", "Item": KEY}}
    other = {"Put": {"TableName": "t", "Item": OTHER}}
    mine.transact_write_items(TransactItems=[put])
    refused: tuple[Callable[[], object], ...] = (
        lambda: mine.put_item(TableName="t", Item=OTHER),
        lambda: mine.get_item(TableName="t", Key=OTHER),
        lambda: mine.transact_write_items(TransactItems=[put, other]),
        lambda: mine.scan(TableName="t"),
    )
    for ask in refused:
        with pytest.raises(ClientError, match="AccessDenied"):
            ask()
