import json
from typing import Any

import pytest

from ringwall.emulator.call import Fault
from ringwall.emulator.configuration.expressions import read_expression

ITEMS: list[dict[str, Any]] = [
    {
        "resourceType": "AWS::EC2::Instance",
        "resourceId": "i-1",
        "awsRegion": "eu-west-1",
        "tags": [{"key": "team", "value": "a", "tag": "team=a"}],
        "configuration": {
            "instanceType": "t3.micro",
            "cores": 2,
            "securityGroups": [{"groupId": "sg-1"}, {"groupId": "sg-2"}],
        },
    },
    {
        "resourceType": "AWS::EC2::Instance",
        "resourceId": "i-2",
        "awsRegion": "us-east-1",
        "configuration": {"instanceType": "m5.large", "cores": 8, "ebsOptimized": True},
    },
    {
        "resourceType": "AWS::S3::Bucket",
        "resourceId": "it's",
        "awsRegion": "us-east-1",
        "configuration": {},
    },
]


def ask(expression: str) -> list[dict[str, Any]]:
    return read_expression(expression).run(ITEMS)


def ids(condition: str) -> list[str]:
    return [row["resourceId"] for row in ask(f"SELECT resourceId WHERE {condition}")]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("resourceType = 'AWS::S3::Bucket'", ["it's"]),
        ("resourceType <> 'AWS::S3::Bucket'", ["i-1", "i-2"]),
        ("resourceId = 'it''s'", ["it's"]),
        ("resourceType LIKE 'aws::ec2::%'", ["i-1", "i-2"]),
        ("resourceType NOT LIKE 'AWS::EC2::%'", ["it's"]),
        ("configuration.cores > 2", ["i-2"]),
        ("configuration.cores BETWEEN 1 AND 2", ["i-1"]),
        ("configuration.cores IN (1, 8)", ["i-2"]),
        ("resourceId NOT IN ('i-1', 'i-2')", ["it's"]),
        ("configuration.securityGroups.groupId = 'sg-2'", ["i-1"]),
        ("configuration.ebsOptimized = true", ["i-2"]),
        ("tags.tag = 'team=a'", ["i-1"]),
        ("awsRegion = 'us-east-1' AND NOT resourceType = 'AWS::S3::Bucket'", ["i-2"]),
        ("resourceId = 'i-1' OR resourceId = 'i-2' AND awsRegion = 'x'", ["i-1"]),
        ("(resourceId = 'i-1' OR resourceId = 'i-2') AND awsRegion = 'x'", []),
    ],
)
def test_conditions(condition: str, expected: list[str]) -> None:
    assert ids(condition) == expected


def test_rows_have_the_form_of_the_item() -> None:
    rows = ask("select resourceId, configuration.securityGroups.groupId, configuration.cores;")
    assert rows[0] == {
        "resourceId": "i-1",
        "configuration": {"securityGroups": {"groupId": ["sg-1", "sg-2"]}, "cores": 2},
    }
    assert rows[2] == {"resourceId": "it's"}


def test_groups_are_counted_and_ordered() -> None:
    rows = ask("SELECT resourceType, COUNT(*) GROUP BY resourceType ORDER BY resourceType DESC")
    assert rows == [
        {"resourceType": "AWS::S3::Bucket", "COUNT(*)": 1},
        {"resourceType": "AWS::EC2::Instance", "COUNT(*)": 2},
    ]
    found = ask("SELECT MAX(configuration.cores), AVG(configuration.cores), COUNT(*) AS number")
    assert json.loads(json.dumps(found)) == [
        {"MAX(configuration.cores)": 8, "AVG(configuration.cores)": 5.0, "number": 3}
    ]
    assert ask("SELECT SUM(configuration.cores), MIN(configuration.cores)")[0] == {
        "SUM(configuration.cores)": 10,
        "MIN(configuration.cores)": 2,
    }


def test_everything_but_the_configuration() -> None:
    assert ask("SELECT *")[2] == {
        "resourceType": "AWS::S3::Bucket",
        "resourceId": "it's",
        "awsRegion": "us-east-1",
    }


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "DELETE resourceId",
        "SELECT",
        "SELECT resourceId FROM x",
        "SELECT resourceId WHERE",
        "SELECT resourceId WHERE resourceId",
        "SELECT resourceId WHERE resourceId = ",
        "SELECT resourceId WHERE resourceId = other",
        "SELECT resourceId WHERE resourceId LIKE '%x'",
        "SELECT resourceId WHERE resourceId NOT = 'x'",
        "SELECT resourceId WHERE (resourceId = 'x'",
        "SELECT resourceId WHERE resourceId = 'x' GARBAGE",
        "SELECT resourceId, COUNT(*)",
        "SELECT resourceId WHERE resourceId = 'x",
        "SELECT resourceId WHERE resourceId = 'x'; DROP TABLE y",
        "SELECT resourceId WHERE " + "(" * 500,
        "SELECT " + "x" * 5_000,
    ],
)
def test_what_is_not_in_the_language_is_refused(expression: str) -> None:
    with pytest.raises(Fault) as caught:
        ask(expression)
    assert caught.value.code == "InvalidExpressionException"
