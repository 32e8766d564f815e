"""Application Auto Scaling: what it scales of DynamoDB."""

from collections.abc import Callable
from typing import Any

from aws_examples import load_example

from ringwall.emulator.app import Emulator
from ringwall.model.table import Reader

TABLE = "applicationautoscaling_scalable_target"


def test_the_target_that_aws_shows_is_read(canned: Any, collect: Any) -> None:
    shown = load_example("application-autoscaling", "DescribeScalableTargets")
    (target,) = shown["ScalableTargets"]
    reader = canned({"application-autoscaling.describe_scalable_targets": shown})
    rows, gaps = collect(reader, TABLE)
    assert gaps == []
    (row,) = rows[TABLE]
    assert row["scaled_resource"] == target["ResourceId"]
    assert row["scalable_dimension"] == target["ScalableDimension"]
    assert (row["min_capacity"], row["max_capacity"]) == (
        target["MinCapacity"],
        target["MaxCapacity"],
    )


def test_the_service_reads_the_targets_of_dynamodb(
    live: Reader, aws: Callable[[str], Any], collect: Any, emulator: Emulator
) -> None:
    aws("dynamodb").create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
    )
    aws("application-autoscaling").register_scalable_target(
        ServiceNamespace="dynamodb",
        ResourceId="table/orders",
        ScalableDimension="dynamodb:table:ReadCapacityUnits",
        MinCapacity=5,
        MaxCapacity=50,
    )
    emulator.calls.clear()
    rows, gaps = collect(live, TABLE)
    assert gaps == []
    assert [(r["scaled_resource"], r["max_capacity"]) for r in rows[TABLE]] == [
        ("table/orders", 50)
    ]
    assert sum(emulator.calls.values()) == 1
