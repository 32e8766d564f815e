"""CodeBuild: the roles of projects, in batches, and none of their secrets."""

import json
from collections.abc import Callable
from typing import Any

from ringwall.model.errors import AccessDenied
from ringwall.model.table import Reader

ARN = "arn:aws:codebuild:eu-west-1:111111111111:project/"
ROLE = "arn:aws:iam::111111111111:role/build"


def _project(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "arn": f"{ARN}{name}",
        "serviceRole": ROLE,
        "projectVisibility": "PRIVATE",
        "source": {"type": "GITHUB", "location": "https://x.example", "buildspec": "hunter1"},
        "secondarySources": [{"type": "S3", "buildspec": "hunter2"}],
        "environment": {
            "image": "i",
            "privilegedMode": True,
            "environmentVariables": [{"name": "TOKEN", "value": "hunter3"}],
        },
        "webhook": {"url": "https://hook.example", "secret": "hunter4"},
        "tags": [{"key": "team", "value": "shop"}],
    }


def _batch(names: list[str]) -> dict[str, Any]:
    assert len(names) <= 100
    return {"projects": [_project(name) for name in names]}


def test_projects_are_read_in_batches(canned: Any, collect: Any) -> None:
    names = [f"p{number}" for number in range(101)]
    reader = canned(
        {"codebuild.list_projects": {"projects": names}, "codebuild.batch_get_projects": _batch}
    )
    rows, gaps = collect(reader, "codebuild_project")
    assert gaps == []
    assert len(rows["codebuild_project"]) == 101
    assert len(reader.calls) == 3
    row = rows["codebuild_project"][0]
    assert (row["arn"], row["service_role"]) == (f"{ARN}p0", ROLE)
    assert (row["privileged_mode"], row["source_type"], row["image"]) == (True, "GITHUB", "i")
    assert (row["webhook_url"], row["tags"]) == ("https://hook.example", {"team": "shop"})
    assert (row["visibility"], row["vpc_id"]) == ("PRIVATE", "")
    assert "hunter" not in json.dumps(rows, default=str)


def test_a_denied_batch_is_a_gap(canned: Any, collect: Any) -> None:
    denied = AccessDenied("no", "AccessDeniedException")
    reader = canned(
        {"codebuild.list_projects": {"projects": ["p"]}, "codebuild.batch_get_projects": denied}
    )
    rows, gaps = collect(reader, "codebuild_project")
    assert (rows["codebuild_project"], {g.status for g in gaps}) == ([], {"denied"})


def test_the_service_reads_a_project(live: Reader, aws: Callable[[str], Any], collect: Any) -> None:
    aws("codebuild").create_project(
        name="site",
        source={"type": "S3", "location": "bucket/key"},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={
            "type": "LINUX_CONTAINER",
            "image": "i",
            "computeType": "BUILD_GENERAL1_SMALL",
            "environmentVariables": [{"name": "TOKEN", "value": "hunter2"}],
        },
        serviceRole="arn:aws:iam::123456789012:role/service-role/build",
    )
    rows, gaps = collect(live, "codebuild_project")
    (row,) = rows["codebuild_project"]
    assert gaps == []
    assert row["service_role"].endswith(":role/service-role/build")
    assert "hunter2" not in row["raw"]


def test_no_address_brings_a_secret(canned: Any, collect: Any) -> None:
    source = "https://ann:p@hunter1/hunter2@git.example/x.git?private_token=hunter3"
    hook = "https://codebuild.example/webhooks?t=hunter4"
    project = {
        **_project("p"),
        "source": {"type": "GITHUB", "location": source},
        "webhook": {"url": hook, "payloadUrl": hook},
    }
    reader = canned(
        {
            "codebuild.list_projects": {"projects": ["p", "none"]},
            "codebuild.batch_get_projects": {
                "projects": [project, {**_project("none"), "source": {"type": "NO_SOURCE"}}]
            },
        }
    )
    rows, gaps = collect(reader, "codebuild_project")
    row, other = rows["codebuild_project"]
    assert (row["source_location"], gaps) == ("https://git.example/x.git", [])
    assert row["webhook_url"] == "https://codebuild.example/webhooks"
    assert other["source_location"] == ""
    assert "hunter" not in json.dumps(row, default=str)
