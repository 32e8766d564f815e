"""ECS: the roles of tasks, and none of their secrets."""

import json
from collections.abc import Callable
from typing import Any

from ringwall.model.errors import AccessDenied
from ringwall.model.table import Reader

ARN = "arn:aws:ecs:eu-west-1:111111111111:task-definition/"
ROLE = "arn:aws:iam::111111111111:role/"
CONTAINER = {
    "name": "app",
    "image": "shop:1",
    "privileged": True,
    "environment": [{"name": "TOKEN", "value": "hunter2"}],
    "command": ["run", "--password", "hunter3"],
    "logConfiguration": {"logDriver": "splunk", "options": {"splunk-token": "hunter4"}},
    "secrets": [{"name": "DB", "valueFrom": "arn:aws:secretsmanager:eu-west-1:1:secret:db"}],
}


def _describe(taskDefinition: str, include: list[str]) -> dict[str, Any]:  # noqa: N803 - AWS's
    assert include == ["TAGS"]
    family, _, revision = taskDefinition.rpartition("/")[2].partition(":")
    return {
        "taskDefinition": {
            "taskDefinitionArn": taskDefinition,
            "family": family,
            "revision": int(revision),
            "status": "ACTIVE",
            "taskRoleArn": f"{ROLE}app",
            "executionRoleArn": f"{ROLE}pull",
            "containerDefinitions": [CONTAINER],
        },
        "tags": [{"key": "team", "value": "shop"}],
    }


ANSWERS: dict[str, Any] = {
    "ecs.list_task_definitions": [
        {"taskDefinitionArns": [f"{ARN}web:10", f"{ARN}web:9"], "nextToken": "t"},
        {"taskDefinitionArns": [f"{ARN}jobs:1"]},
    ],
    "ecs.describe_task_definition": _describe,
}


def test_the_latest_revision_of_each_family_is_read(canned: Any, collect: Any) -> None:
    reader = canned(ANSWERS)
    rows, gaps = collect(reader, "ecs_task_definition")
    assert gaps == []
    assert {r["arn"] for r in rows["ecs_task_definition"]} == {f"{ARN}web:10", f"{ARN}jobs:1"}
    row = next(r for r in rows["ecs_task_definition"] if r["family"] == "web")
    assert (row["task_role_arn"], row["execution_role_arn"]) == (f"{ROLE}app", f"{ROLE}pull")
    assert (row["revision"], row["privileged_containers"], row["images"]) == (
        10,
        ["app"],
        ["shop:1"],
    )
    assert row["secrets"] == ["arn:aws:secretsmanager:eu-west-1:1:secret:db"]
    assert row["tags"] == {"team": "shop"}
    assert len(reader.calls) == 3


def test_what_may_be_secret_is_not_kept(canned: Any, collect: Any) -> None:
    rows, _ = collect(canned(ANSWERS), "ecs_task_definition")
    kept = json.dumps(rows["ecs_task_definition"], default=str)
    assert "hunter" not in kept


def test_a_denied_description_leaves_the_arn(canned: Any, collect: Any) -> None:
    denied = AccessDenied("no", "AccessDeniedException")
    answers = ANSWERS | {"ecs.describe_task_definition": denied}
    rows, gaps = collect(canned(answers), "ecs_task_definition")
    assert {(r["arn"], r["task_role_arn"], r["tags"]) for r in rows["ecs_task_definition"]} == {
        (f"{ARN}web:10", None, None),
        (f"{ARN}jobs:1", None, None),
    }
    assert {g.status for g in gaps} == {"denied"}


def test_the_service_reads_a_task(live: Reader, aws: Callable[[str], Any], collect: Any) -> None:
    client = aws("ecs")
    own = f"arn:aws:iam::{live.account_id}:role/"  # no other account's role can be passed
    for role in ("old", "new"):
        client.register_task_definition(
            family="web",
            taskRoleArn=f"{own}{role}",
            containerDefinitions=[{"name": "app", "image": "shop", "memory": 64}],
        )
    rows, gaps = collect(live, "ecs_task_definition")
    assert gaps == []
    assert [(r["revision"], r["task_role_arn"]) for r in rows["ecs_task_definition"]] == [
        (2, f"{own}new")
    ]
