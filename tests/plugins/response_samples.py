"""A small threat for each response playbook: what it needs is made, and the threat returned.

A playbook's samples together ask for all that it may need: a test compares that with the role that
is derived from it. Add a sample beside a new playbook: a function of a `ResponseWorld`.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from policy_texts import allow, make_service_role

Sample = Callable[[Any], tuple[Any, Mapping[str, str]]]
"""Takes a `ResponseWorld`, and returns a `Threat` and options of the playbook."""


def make_function(world: Any, name: str) -> str:
    """Make a Lambda function; return its ARN."""
    queues = allow("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
    role = make_service_role(world.client("iam"), f"{name}-role", "lambda", queues)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("main.py", "def handle(event, context): return 1\n")
    made = world.client("lambda").create_function(
        FunctionName=name,
        Runtime="python3.12",
        Role=role,
        Handler="main.handle",
        Code={"ZipFile": data.getvalue()},
        Publish=True,
    )
    return str(made["FunctionArn"])


def function_without_concurrency(world: Any) -> tuple[Any, Mapping[str, str]]:
    return world.threat("function", make_function(world, "shop")), {}


def function_with_concurrency(world: Any) -> tuple[Any, Mapping[str, str]]:
    arn = make_function(world, "kept")
    client = world.client("lambda")
    client.put_function_concurrency(FunctionName="kept", ReservedConcurrentExecutions=7)
    client.create_function_url_config(FunctionName="kept", AuthType="NONE")
    return world.threat("function", arn), {"url": "delete"}


def function_opened_in_all_ways(world: Any) -> tuple[Any, Mapping[str, str]]:
    arn = make_function(world, "open")
    client, name = world.client("lambda"), {"FunctionName": "open"}
    client.create_alias(**name, Name="live", FunctionVersion="1")
    client.add_permission(**name, Action="lambda:InvokeFunction", StatementId="all", Principal="*")
    client.create_function_url_config(**name, AuthType="NONE")
    queue = world.client("sqs").create_queue(QueueName="orders")["QueueUrl"]
    asked = {"QueueUrl": queue, "AttributeNames": ["QueueArn"]}
    source = world.client("sqs").get_queue_attributes(**asked)["Attributes"]["QueueArn"]
    client.create_event_source_mapping(**name, EventSourceArn=source)
    return world.threat("function", arn, first_at=1_700_000_000_000), {}


SAMPLES: Mapping[str, tuple[Sample, ...]] = {
    "lambda.contain_function": (
        function_without_concurrency,
        function_with_concurrency,
        function_opened_in_all_ways,
    ),
}

UNTRIED: Mapping[str, frozenset[str]] = {
    "lambda.contain_function": frozenset(
        {
            "lambda:DeleteProvisionedConcurrencyConfig",
            "lambda:GetProvisionedConcurrencyConfig",
            "lambda:PutProvisionedConcurrencyConfig",
        }
    ),
}
"""Actions that a playbook needs where its samples cannot show it, for the emulator lacks it."""
