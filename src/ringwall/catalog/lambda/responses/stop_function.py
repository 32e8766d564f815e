"""Stops a Lambda function: no new invocation starts."""

import re
from collections.abc import Iterator

from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import NeedsHuman
from ringwall.model.response_playbook import HumanStep, responds
from ringwall.model.state import read_state
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import WriteShape

NAME = r"[\w-]{1,64}"
WRITES = (
    WriteShape(
        "lambda.put_function_concurrency",
        {"FunctionName": NAME, "ReservedConcurrentExecutions": range(1001)},
    ),
    WriteShape("lambda.delete_function_concurrency", {"FunctionName": NAME}),
)


@responds(
    "Stop a Lambda function",
    "function",
    writes=WRITES,
    reads=("lambda.get_function_concurrency",),
    risks=("Whoever needs the function gets errors until it is undone.",),
    rollback="The reserved concurrency is as it was.",
    answers=("lambda.function_*",),
)
def stop_function(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Reserve no concurrency for the function, so that no new invocation starts."""
    found = re.fullmatch(
        rf"arn:[\w-]+:lambda:[\w-]+:\d{{12}}:function:({NAME})(:.*)?", threat.resource
    )
    if not found:
        raise NeedsHuman(f"{threat.resource} is no Lambda function")
    name, reader = found[1], scene.reader(threat)
    probe = Probe(
        "lambda.get_function_concurrency", {"FunctionName": name}, "ReservedConcurrentExecutions"
    )
    before = read_state(probe, reader)
    if before == 0:
        return
    operation, which = "lambda.put_function_concurrency", {"FunctionName": name}
    undo = Write("lambda.delete_function_concurrency", which)
    if before is not None:
        undo = Write(operation, {**which, "ReservedConcurrentExecutions": before})
    yield Change(
        account_id=threat.account_id,
        region=reader.region,
        resource=threat.resource,
        write=Write(operation, {**which, "ReservedConcurrentExecutions": 0}),
        probe=probe,
        before=before,
        after=0,
        why="no new invocation of the function starts; those that run now end by themselves",
        layer="response",
        blast="availability",
        undo=undo,
        stage="contain",
    )
    yield HumanStep(
        threat.resource, "Look at what the function ran until now", "its logs show what was called"
    )
