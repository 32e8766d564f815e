"""Containing a Lambda function: nothing calls it, and all that let it be called comes back."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from policy_texts import allow, make_service_role
from response_world import ResponseWorld, list_operations

ID = "lambda.contain_function"
TABLES = ("lambda_function", "lambda_alias")
NAME = {"FunctionName": "shop"}
QUEUES = allow("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
Client = Callable[..., Any]


@pytest.fixture
def client(response_world: ResponseWorld) -> Any:
    """Return a client of Lambda, where a function is."""
    world = response_world.world
    role = make_service_role(world.client("iam"), "fn", "lambda", QUEUES)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("main.py", "def handle(event, context): return 1\n")
    found = world.client("lambda")
    found.create_function(
        **NAME,
        Runtime="python3.12",
        Role=role,
        Handler="main.handle",
        Code={"ZipFile": data.getvalue()},
        Environment={"Variables": {"PASSWORD": "hunter2"}},
        Publish=True,
    )
    return found


def open_up(world: ResponseWorld, client: Any) -> None:
    """Open the function in all the ways that there are."""
    client.create_alias(**NAME, Name="live", FunctionVersion="1")
    opened = {**NAME, "Action": "lambda:InvokeFunction"}
    client.add_permission(**opened, StatementId="all", Principal="*")
    client.add_permission(**opened, StatementId="again", Principal="*")
    client.add_permission(**opened, StatementId="other", Principal="999999999999")
    client.add_permission(
        **{**opened, "Action": "lambda:InvokeFunctionUrl"},
        StatementId="url",
        Principal="*",
        FunctionUrlAuthType="NONE",
    )
    client.add_permission(
        **opened,
        StatementId="topic",
        Principal="sns.amazonaws.com",
        SourceArn="arn:aws:sns:eu-west-1:123456789012:news",
    )
    client.create_function_url_config(**NAME, AuthType="NONE")
    queue = world.client("sqs").create_queue(QueueName="orders")["QueueUrl"]
    asked = {"QueueUrl": queue, "AttributeNames": ["QueueArn"]}
    arn = world.client("sqs").get_queue_attributes(**asked)["Attributes"]["QueueArn"]
    client.create_event_source_mapping(**NAME, EventSourceArn=arn)


def make_threat(world: ResponseWorld, resource: str = "", **more: Any) -> Any:
    arn = f"arn:aws:lambda:eu-west-1:{world.account_id}:function:shop"
    return world.threat("function", resource or arn, **more)


def look(world: ResponseWorld) -> Any:
    client = world.client("lambda")
    mappings = client.list_event_source_mappings(**NAME)["EventSourceMappings"]
    urls = client.list_function_url_configs(**NAME)["FunctionUrlConfigs"]
    return (
        world.look(*TABLES, without=("policy", "function_urls")),
        statements_of(client),
        [(one["UUID"], one["State"]) for one in mappings],
        [(one["AuthType"], one["InvokeMode"]) for one in urls],
    )


def statements_of(client: Any) -> list[str]:
    try:
        text = client.get_policy(**NAME)["Policy"]
    except client.exceptions.ResourceNotFoundException:
        return []
    found = json.loads(text)["Statement"]
    return sorted(json.dumps(one, sort_keys=True) for one in found)


def test_a_function_is_stopped_and_comes_back(response_world: ResponseWorld, client: Any) -> None:
    before = look(response_world)
    threat = make_threat(response_world)
    planned = response_world.plan(ID, threat)
    assert list_operations(planned) == ["lambda.put_function_concurrency"]
    report = response_world.respond(ID, threat)
    assert client.get_function_concurrency(**NAME)["ReservedConcurrentExecutions"] == 0
    assert response_world.plan(ID, threat).changes == ()
    response_world.undo(report.run.id)
    assert look(response_world) == before


def test_a_concurrency_that_was_reserved_comes_back(
    response_world: ResponseWorld, client: Any
) -> None:
    client.put_function_concurrency(**NAME, ReservedConcurrentExecutions=7)
    report = response_world.respond(ID, make_threat(response_world))
    response_world.undo(report.run.id)
    assert client.get_function_concurrency(**NAME)["ReservedConcurrentExecutions"] == 7


def test_all_that_opens_it_is_closed_and_opened_again(
    response_world: ResponseWorld, client: Any
) -> None:
    open_up(response_world, client)
    before = look(response_world)
    threat = make_threat(response_world, "shop", region="eu-west-1")  # as a detection names it
    report = response_world.respond(ID, threat)
    left = json.loads(client.get_policy(**NAME)["Policy"])["Statement"]
    assert [one["Sid"] for one in left] == ["topic"]
    assert client.get_function_url_config(**NAME)["AuthType"] == "AWS_IAM"
    mappings = client.list_event_source_mappings(**NAME)["EventSourceMappings"]
    assert [one["State"] for one in mappings] == ["Disabled"]
    assert response_world.plan(ID, threat).changes == ()
    response_world.undo(report.run.id)
    assert look(response_world) == before


def test_every_statement_goes_where_that_is_chosen(
    response_world: ResponseWorld, client: Any
) -> None:
    open_up(response_world, client)
    before = look(response_world)
    report = response_world.respond(ID, make_threat(response_world), permissions="all")
    assert statements_of(client) == []
    response_world.undo(report.run.id)
    assert look(response_world) == before


def test_a_statement_that_was_added_since_goes(response_world: ResponseWorld, client: Any) -> None:
    opened = {**NAME, "Action": "lambda:InvokeFunction", "Principal": "sns.amazonaws.com"}
    source = {"SourceArn": "arn:aws:sns:eu-west-1:123456789012:news"}
    first = int(datetime.now(UTC).timestamp() * 1000)
    client.add_permission(**opened, **source, StatementId="new")
    threat = make_threat(response_world, first_at=first)
    assert "lambda.remove_permission" in list_operations(response_world.plan(ID, threat))


def test_a_url_can_be_deleted(response_world: ResponseWorld, client: Any) -> None:
    open_up(response_world, client)
    before = look(response_world)
    threat = make_threat(response_world)
    report = response_world.respond(ID, threat, url="delete")
    assert client.list_function_url_configs(**NAME)["FunctionUrlConfigs"] == []
    response_world.undo(report.run.id)
    assert look(response_world) == before
    kept = response_world.plan(ID, threat, url="keep", permissions="none")
    assert list_operations(kept) == [
        "lambda.put_function_concurrency",
        "lambda.update_event_source_mapping",
    ]


def test_what_a_person_does_is_told_without_a_secret(
    response_world: ResponseWorld, client: Any
) -> None:
    open_up(response_world, client)
    told = " ".join(
        f"{step.what} {step.why}" for step in response_world.plan(ID, make_threat(response_world))
        .steps
    )  # fmt: skip
    hash_of_code = client.get_function_configuration(**NAME)["CodeSha256"]
    assert hash_of_code in told
    assert "iam.contain_role" in told
    assert "live (1)" in told
    assert "hunter2" not in told
    assert "Signature" not in told


@pytest.mark.parametrize(
    ("resource", "told"),
    [
        ("arn:aws:lambda:eu-west-1:123456789012:layer:x", "is no Lambda function"),
        ("shop\n", "is no Lambda function"),
        ("shop; rm", "is no Lambda function"),
        ("arn:aws:lambda:eu-west-1:999999999999:function:shop", "respond there"),
        ("arn:aws:lambda:eu-west-1:123456789012:function:gone", "no such function any more"),
    ],
)
def test_what_is_no_function_of_ours_is_left_to_a_person(
    response_world: ResponseWorld, resource: str, told: str
) -> None:
    threat = make_threat(response_world, resource, account_id="123456789012")
    planned = response_world.plan(ID, threat)
    assert planned.changes == ()
    assert told in planned.steps[0].what


@pytest.mark.slow
def test_a_kill_at_any_point_leads_to_the_same_end(
    response_world: ResponseWorld, client: Any
) -> None:
    open_up(response_world, client)
    threat = make_threat(response_world)
    response_world.die_everywhere(ID, threat, lambda: look(response_world))
