"""Stopping a Lambda function: acted, verified, killed and undone."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from policy_texts import make_service_role
from response_world import ResponseWorld, list_operations

TABLES = ("lambda_function",)
Make = Callable[[], str]


@pytest.fixture
def function(response_world: ResponseWorld) -> str:
    """Return the ARN of a function that is there."""
    world = response_world.world
    role = make_service_role(world.client("iam"), "fn", "lambda")
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("main.py", "def handle(event, context): return 1\n")
    made = world.client("lambda").create_function(
        FunctionName="shop",
        Runtime="python3.12",
        Role=role,
        Handler="main.handle",
        Code={"ZipFile": data.getvalue()},
    )
    return str(made["FunctionArn"])


def test_a_function_is_stopped_and_comes_back(response_world: ResponseWorld, function: str) -> None:
    before = response_world.look(*TABLES)
    threat = response_world.threat("function", function)
    planned = response_world.plan("lambda.stop_function", threat)
    assert list_operations(planned) == ["lambda.put_function_concurrency"]
    report = response_world.respond("lambda.stop_function", threat)
    client = response_world.client("lambda")
    assert client.get_function_concurrency(FunctionName="shop")["ReservedConcurrentExecutions"] == 0
    assert response_world.plan("lambda.stop_function", threat).changes == ()
    response_world.undo(report.run.id)
    assert response_world.look(*TABLES) == before


def test_a_concurrency_that_was_reserved_comes_back(
    response_world: ResponseWorld, function: str
) -> None:
    client = response_world.client("lambda")
    client.put_function_concurrency(FunctionName="shop", ReservedConcurrentExecutions=7)
    threat = response_world.threat("function", function)
    report = response_world.respond("lambda.stop_function", threat)
    response_world.undo(report.run.id)
    found = client.get_function_concurrency(FunctionName="shop")
    assert found["ReservedConcurrentExecutions"] == 7


def test_what_is_no_function_is_left_to_a_person(response_world: ResponseWorld) -> None:
    threat = response_world.threat("function", "arn:aws:lambda:eu-west-1:123456789012:layer:x")
    planned = response_world.plan("lambda.stop_function", threat)
    assert planned.changes == ()
    assert "is no Lambda function" in planned.steps[0].what


@pytest.mark.slow
def test_a_kill_at_any_point_leads_to_the_same_end(
    response_world: ResponseWorld, function: str
) -> None:
    threat: Any = response_world.threat("function", function)
    response_world.die_everywhere(
        "lambda.stop_function", threat, lambda: response_world.look(*TABLES)
    )
