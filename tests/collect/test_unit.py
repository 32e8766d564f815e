"""Units of collection: whose rows they keep, and what a failed call leaves behind."""

from collections.abc import Iterable
from typing import Any

from ringwall.collect.unit import Unit, collect_unit
from ringwall.model.table import Call, Reader, Row, Table, text

SUBNET = Table(
    name="subnet",
    doc="A subnet.",
    list=Call("ec2.describe_subnets", "Subnets"),
    arn="arn:{partition}:ec2:{region}:{account_id}:subnet/{SubnetId}",
    account="OwnerId",
    columns=(text("vpc_id", "VpcId", "Its VPC."),),
)


class Participant:
    """A reader of an account that sees two subnets of its own and one that is shared with it."""

    account_id = "111111111111"
    region = "eu-west-1"
    partition = "aws"

    def call(self, operation: str, **_: Any) -> Row:
        raise AssertionError(operation)

    def items(self, operation: str, path: str, **_: Any) -> Iterable[Row]:
        assert (operation, path) == ("ec2.describe_subnets", "Subnets")
        return [
            {"SubnetId": "subnet-1", "OwnerId": "111111111111"},
            {"SubnetId": "subnet-2", "OwnerId": "222222222222"},
            {"SubnetId": "subnet-3"},
        ]

    def at(self, region: str) -> Reader:
        del region
        return self


def test_a_shared_resource_is_left_to_its_owner() -> None:
    rows: list[Row] = []
    unit = Unit("111111111111", "eu-west-1", "ec2", (SUBNET,))
    collect_unit(unit, Participant(), lambda _, more: rows.extend(more))
    assert [row["arn"] for row in rows] == [
        "arn:aws:ec2:eu-west-1:111111111111:subnet/subnet-1",
        "arn:aws:ec2:eu-west-1:111111111111:subnet/subnet-3",
    ]
    assert {row["account_id"] for row in rows} == {"111111111111"}
