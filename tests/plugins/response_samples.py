"""A small threat for each response playbook: what it needs is made, and the threat returned.

A playbook's samples together ask for all that it may need: a test compares that with the role that
is derived from it. Add a sample beside a new playbook: a function of a `ResponseWorld`.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from policy_texts import make_service_role

Sample = Callable[[Any], Any]
"""Takes a `ResponseWorld`, and returns a `Threat`."""


def make_function(world: Any, name: str) -> str:
    """Make a Lambda function; return its ARN."""
    role = make_service_role(world.client("iam"), f"{name}-role", "lambda")
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("main.py", "def handle(event, context): return 1\n")
    made = world.client("lambda").create_function(
        FunctionName=name,
        Runtime="python3.12",
        Role=role,
        Handler="main.handle",
        Code={"ZipFile": data.getvalue()},
    )
    return str(made["FunctionArn"])


def function_without_concurrency(world: Any) -> Any:
    return world.threat("function", make_function(world, "shop"))


def function_with_concurrency(world: Any) -> Any:
    arn = make_function(world, "kept")
    client = world.client("lambda")
    client.put_function_concurrency(FunctionName="kept", ReservedConcurrentExecutions=7)
    return world.threat("function", arn)


SAMPLES: Mapping[str, tuple[Sample, ...]] = {
    "lambda.stop_function": (function_without_concurrency, function_with_concurrency),
}
