"""Documents without what may be a secret: what is found is told, and no value is kept."""

import base64
import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from ringwall.catalog.loader import load_tables
from ringwall.catalog.plaintext import MEMBER, conceal, find_in_user_data
from ringwall.collect.rows import Captured, RowMaker
from ringwall.collect.source import ResourceDocument
from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.table import Reader

TABLES = load_tables()
SCRIPT = "#!/bin/sh\nexport DB_PASSWORD=hunter2\nexport STAGE=prod\n"
FOUND = ["user data DB_PASSWORD: password_like_name"]
DENIED = AccessDenied("no", "AccessDeniedException")


def encode(script: str | bytes) -> str:
    return base64.b64encode(script if isinstance(script, bytes) else script.encode()).decode()


def labels(encoded: Any) -> list[str]:
    return [one["Label"] for one in find_in_user_data(encoded)]


@pytest.mark.parametrize(
    "user_data",
    [
        encode(SCRIPT),
        encode(gzip.compress(SCRIPT.encode(), mtime=0)),
        "\n".join((encode(SCRIPT)[:40], encode(SCRIPT)[40:])),
        {"Fn::Base64": SCRIPT},
        {"Fn::Base64": {"Fn::Sub": [SCRIPT, {"Stage": "prod"}]}},
    ],
    ids=["plain", "gzip", "lines", "function", "functions"],
)
def test_user_data_in_every_form_are_read(user_data: Any) -> None:
    assert labels(user_data) == FOUND


def test_a_value_that_is_put_together_elsewhere_is_not_seen() -> None:
    assert labels({"Fn::Base64": {"Fn::Join": ["", ["export DB_PASSWORD=", "hunter2\n"]]}}) == []


def test_what_is_no_user_data_has_nothing() -> None:
    assert [labels(one) for one in (None, "", {"Ref": "UserData"}, {})] == [[], [], [], []]


@pytest.mark.parametrize(
    "user_data",
    [
        "not base64!",
        encode(gzip.compress(SCRIPT.encode(), mtime=0)[:-12]),
        encode(b"\x1f\x8bnot gzip"),
        encode(gzip.compress(b"a" * 64 * 1024 * 1024, mtime=0)),
        7,
        ["a"],
    ],
    ids=["text", "cut", "broken", "bomb", "number", "list"],
)
def test_user_data_that_cannot_be_read_are_not_known(user_data: Any) -> None:
    found = conceal({"UserData": user_data}, {}, lambda one: find_in_user_data(one["UserData"]))
    assert found == {MEMBER: None}


def test_a_name_that_is_a_credential_itself_is_not_kept(canned: Any, collect: Any) -> None:
    key = "AKIA" + "Q2J7ZXN4KW5BTGMY"
    row = read_function(canned, collect, {"Variables": {key: "x"}})
    assert row["plaintext_credentials"] == ["environment variable ?: aws_access_key"]
    assert key not in json.dumps(row, default=str)


FUNCTION = {"FunctionName": "f", "FunctionArn": "arn:aws:lambda:eu-west-1:111111111111:function:f",
            "Role": "arn:aws:iam::111111111111:role/f"}  # fmt: skip


def read_function(canned: Any, collect: Any, environment: Any) -> Any:
    answers = {
        "lambda.list_functions": {"Functions": [{**FUNCTION, "Environment": environment}]},
        "lambda.get_policy": CallFailed("none", "ResourceNotFoundException"),
        "lambda.list_function_url_configs": {"FunctionUrlConfigs": []},
        "lambda.list_tags": {"Tags": {}},
    }
    rows, _ = collect(canned(answers), "lambda_function")
    (row,) = rows["lambda_function"]
    row["credentials"] = rows["plaintext_credential"]
    return row


def test_what_is_found_is_a_row_of_its_own(canned: Any, collect: Any) -> None:
    row = read_function(canned, collect, {"Variables": {"API_KEY": "hunter2", "STAGE": "prod"}})
    (found,) = row["credentials"]
    assert (found["arn"], found["place"], found["name"], found["kind"]) == (
        FUNCTION["FunctionArn"],
        "environment variable",
        "API_KEY",
        "password_like_name",
    )
    assert "hunter2" not in json.dumps(row, default=str)


@pytest.mark.parametrize(
    "environment",
    [{"Error": {"ErrorCode": "AccessDeniedException", "Message": "no"}}, "?", {"Variables": ["?"]}],
)
def test_variables_that_could_not_be_read_are_not_known(
    canned: Any, collect: Any, environment: Any
) -> None:
    row = read_function(canned, collect, environment)
    assert (row["plaintext_credentials"], row["credentials"]) == (None, [])


PROPERTIES: dict[str, dict[str, Any]] = {
    "lambda_function": {"Environment": {"Variables": {"DB_PASSWORD": "hunter2"}}},
    "ecs_task_definition": {
        "ContainerDefinitions": [
            {
                "Name": "app",
                "Image": "i",
                "Environment": [{"Name": "DB_PASSWORD", "Value": "hunter2"}],
                "Command": ["run", "--api-token", "hunter2"],
                "LogConfiguration": {"Options": {"splunk-token": "hunter2"}},
            }
        ]
    },
    "codebuild_project": {
        "Environment": {"EnvironmentVariables": [{"Name": "DB_PASSWORD", "Value": "hunter2"}]},
        "Source": {
            "BuildSpec": "env:\n  variables:\n    NPM_TOKEN: hunter2\n",
            "Location": "https://ann:hunter2@git.example/x.git",
        },
        "SecondarySources": [{"Type": "S3", "BuildSpec": "export API_KEY=hunter2"}],
    },
    "autoscaling_launch_configuration": {"UserData": encode(SCRIPT)},
    "ec2_instance": {"UserData": encode(SCRIPT)},
    "ec2_launch_template": {"LaunchTemplateData": {"UserData": {"Fn::Base64": SCRIPT}}},
    "ssm_parameter": {"Name": "/app/db_password", "Type": "String", "Value": "hunter2"},
}
HOLDERS = {
    n for n, t in TABLES.items() if any(c.name == "plaintext_credentials" for c in t.columns)
}


def make_row(name: str, properties: dict[str, Any]) -> Any:
    captured = Captured("111111111111", "eu-west-1", "aws", datetime(2026, 1, 2, tzinfo=UTC), "t")
    document = ResourceDocument(properties, known={"arn": "arn:aws:x:::y"})
    return RowMaker(TABLES[name], "properties").make(document, captured)[0]


@pytest.mark.parametrize("name", sorted(HOLDERS))
def test_a_template_s_row_tells_and_keeps_no_value(name: str) -> None:
    row = make_row(name, PROPERTIES[name])
    assert row["plaintext_credentials"] != []
    kept = json.dumps(row, default=str)
    assert "hunter2" not in kept
    assert encode(SCRIPT)[:20] not in kept


@pytest.mark.parametrize(
    ("name", "properties"),
    [
        ("lambda_function", {"Environment": "?"}),
        ("lambda_function", {"Environment": {"Variables": ["?"]}}),
        ("lambda_function", {"Environment": {"Variables": {"DB_PASSWORD": ["?"]}}}),
        ("ecs_task_definition", {"ContainerDefinitions": "?"}),
        ("ecs_task_definition", {"ContainerDefinitions": [{"Name": "a", "Environment": "?"}]}),
        ("codebuild_project", {"Environment": "?"}),
        ("codebuild_project", {"Environment": {"EnvironmentVariables": [{"Name": "A"}]}}),
        ("codebuild_project", {"Source": {"BuildSpec": 7}}),
        ("ec2_instance", {"UserData": "?"}),
        ("ec2_instance", {"UserData": 7}),
        ("ec2_launch_template", {"LaunchTemplateData": "?"}),
        ("ec2_launch_template", {"LaunchTemplateData": {"UserData": ["?"]}}),
        ("ssm_parameter", {"Value": ["?"]}),
    ],
)
def test_a_template_of_another_shape_is_not_taken_for_clean(
    name: str, properties: dict[str, Any]
) -> None:
    assert make_row(name, properties)["plaintext_credentials"] is None


def test_a_project_tells_of_variables_commands_and_addresses() -> None:
    row = make_row("codebuild_project", PROPERTIES["codebuild_project"])
    assert row["plaintext_credentials"] == [
        "environment variable DB_PASSWORD: password_like_name",
        "source location: password_in_url",
        "build commands NPM_TOKEN: password_like_name",
        "build commands API_KEY: password_like_name",
    ]
    assert row["source_location"] == "https://git.example/x.git"


def test_a_variable_that_is_a_reference_of_codebuild_is_none() -> None:
    variables = [{"Name": "DB_PASSWORD", "Value": "db:password", "Type": "SECRETS_MANAGER"}]
    row = make_row("codebuild_project", {"Environment": {"EnvironmentVariables": variables}})
    assert row["plaintext_credentials"] == []


def parameter(name: str, kind: str) -> dict[str, Any]:
    arn = f"arn:aws:ssm:eu-west-1:111111111111:parameter/{name.lstrip('/')}"
    return {"Name": name, "ARN": arn, "Type": kind, "Tier": "Standard"}


LISTED = [
    *(parameter(f"/app/{number}", "String") for number in range(11)),
    parameter("/app/token", "String"),
    parameter("/app/hosts", "StringList"),
    parameter("/app/db", "SecureString"),
]


def _get(Names: list[str], WithDecryption: bool) -> dict[str, Any]:  # noqa: N803, FBT001 - AWS's
    assert len(Names) <= 10
    assert not WithDecryption
    assert "/app/db" not in Names
    values = {"/app/token": "hunter2", "/app/0": "postgres://app:" + "hunter2@db/orders"}
    return {
        "Parameters": [
            {"Name": n, "Type": "String", "Value": values.get(n, "plain text")} for n in Names
        ]
    }


def test_values_of_plain_parameters_alone_are_read_and_not_kept(canned: Any, collect: Any) -> None:
    answers = {"ssm.describe_parameters": {"Parameters": LISTED}, "ssm.get_parameters": _get}
    rows, gaps = collect(canned(answers), "ssm_parameter")
    assert gaps == []
    found = {r["name"]: r["plaintext_credentials"] for r in rows["ssm_parameter"]}
    assert {name: value for name, value in found.items() if value != []} == {
        "/app/0": ["value: password_in_url"],
        "/app/token": ["value token: password_like_name"],
    }
    assert len(found) == len(LISTED)
    assert "hunter2" not in json.dumps(rows, default=str)
    assert {r["kind"] for r in rows["plaintext_credential"]} == {
        "password_in_url",
        "password_like_name",
    }


def test_values_that_cannot_be_read_are_not_known(canned: Any, collect: Any) -> None:
    answers = {"ssm.describe_parameters": {"Parameters": LISTED}, "ssm.get_parameters": DENIED}
    rows, gaps = collect(canned(answers), "ssm_parameter")
    known = {r["name"]: r["plaintext_credentials"] for r in rows["ssm_parameter"]}
    assert set(known.values()) == {None}
    assert {(g.table_name, g.status) for g in gaps} >= {("ssm_parameter", "denied")}


def test_a_parameter_that_is_gone_meanwhile_is_not_known(canned: Any, collect: Any) -> None:
    def get(Names: list[str], **_: Any) -> dict[str, Any]:  # noqa: N803 - AWS's
        return {"Parameters": [], "InvalidParameters": Names}

    answers = {"ssm.describe_parameters": {"Parameters": LISTED[:1]}, "ssm.get_parameters": get}
    rows, _ = collect(canned(answers), "ssm_parameter")
    assert [r["plaintext_credentials"] for r in rows["ssm_parameter"]] == [None]


def test_a_terminated_instance_is_not_asked(canned: Any, collect: Any) -> None:
    def ask(InstanceId: str, Attribute: str) -> Any:  # noqa: N803 - AWS's
        assert (InstanceId, Attribute) == ("i-1", "userData")
        return {"InstanceId": "i-1", "UserData": {"Value": encode(SCRIPT)}}

    instances = [
        {"InstanceId": i, "State": {"Name": s}}
        for i, s in (("i-1", "running"), ("i-2", "terminated"))
    ]
    answers = {
        "ec2.describe_instances": {"Reservations": [{"Instances": instances}]},
        "ec2.describe_instance_attribute": ask,
    }
    rows, _ = collect(canned(answers), "ec2_instance")
    assert [r["plaintext_credentials"] for r in rows["ec2_instance"]] == [FOUND, []]
    assert encode(SCRIPT)[:20] not in json.dumps(rows, default=str)
    assert "hunter2" not in json.dumps(rows, default=str)


def test_a_denied_read_of_user_data_is_a_gap(canned: Any, collect: Any) -> None:
    instance = {"InstanceId": "i-1", "State": {"Name": "running"}}
    answers = {
        "ec2.describe_instances": {"Reservations": [{"Instances": [instance]}]},
        "ec2.describe_instance_attribute": DENIED,
    }
    rows, gaps = collect(canned(answers), "ec2_instance")
    assert [r["plaintext_credentials"] for r in rows["ec2_instance"]] == [None]
    assert {("ec2_instance", "denied"), ("plaintext_credential", "denied")} <= {
        (g.table_name, g.status) for g in gaps
    }


def test_the_services_tell_of_what_they_hold(
    live: Reader, aws: Callable[[str], Any], collect: Any
) -> None:
    ssm, ec2 = aws("ssm"), aws("ec2")
    ssm.put_parameter(Name="/app/password", Value="hunter2", Type="String")
    ssm.put_parameter(Name="/app/secure", Value="hunter2", Type="SecureString")
    data = {"ImageId": "ami-1", "UserData": encode(SCRIPT)}
    ec2.create_launch_template(LaunchTemplateName="web", LaunchTemplateData=data)
    ec2.create_launch_template(LaunchTemplateName="bare", LaunchTemplateData={"ImageId": "ami-1"})
    for script in (SCRIPT, ""):
        ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1, UserData=script)
    rows, gaps = collect(live, "ssm_parameter")
    assert gaps == []
    assert {r["name"]: r["plaintext_credentials"] for r in rows["ssm_parameter"]} == {
        "/app/password": ["value password: password_like_name"],
        "/app/secure": [],
    }
    rows, gaps = collect(live, "ec2_launch_template", "ec2_instance")
    assert gaps == []
    templates = {r["launch_template_name"]: r for r in rows["ec2_launch_template"]}
    assert templates["web"]["plaintext_credentials"] == FOUND
    assert templates["bare"]["plaintext_credentials"] == []
    instances = sorted(r["plaintext_credentials"] for r in rows["ec2_instance"])
    assert instances == [[], FOUND]
    assert "hunter2" not in json.dumps(rows, default=str)
