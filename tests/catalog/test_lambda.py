"""Lambda: roles, policies and URLs of functions, and none of their secrets."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.table import Reader

ARN = "arn:aws:lambda:eu-west-1:111111111111:function:hook"
ROLE = "arn:aws:iam::111111111111:role/hook"
POLICY = (
    '{"Statement": [{"Sid": "s3", "Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"},'
    ' "Action": "lambda:InvokeFunction", "Resource": "*"}]}'
)
TRUSTS_LAMBDA = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
)
NONE = CallFailed("no policy is associated with the given resource", "ResourceNotFoundException")
ANSWERS: dict[str, Any] = {
    "lambda.list_functions": {
        "Functions": [
            {
                "FunctionName": "hook",
                "FunctionArn": ARN,
                "Role": ROLE,
                "Runtime": "python3.12",
                "LastModified": "2026-01-02T03:04:05.678+0000",
                "VpcConfig": {"VpcId": "vpc-1", "SubnetIds": ["subnet-1"], "SecurityGroupIds": []},
                "Environment": {
                    "Variables": {
                        "TOKEN": "hunter2",
                        "RINGWALL_TABLE": "cases",
                        "RINGWALL_ROLE": "postgres://u:hunter22pw@h/db",
                    }
                },
            }
        ]
    },
    "lambda.get_policy": {"Policy": POLICY, "RevisionId": "1"},
    "lambda.list_function_url_configs": {"FunctionUrlConfigs": []},
    "lambda.get_function_concurrency": {"ReservedConcurrentExecutions": 7},
    "lambda.list_function_event_invoke_configs": {
        "FunctionEventInvokeConfigs": [
            {"FunctionArn": f"{ARN}:$LATEST", "MaximumRetryAttempts": 0},
            {"FunctionArn": f"{ARN}:live", "MaximumRetryAttempts": 1},
        ]
    },
    "lambda.list_tags": {"Tags": {"team": "web"}},
}


def _urls(*kinds: str) -> dict[str, Any]:
    return {
        "FunctionUrlConfigs": [
            {"FunctionArn": ARN, "FunctionUrl": f"https://{n}.example/", "AuthType": k}
            for n, k in enumerate(kinds)
        ]
    }


def test_a_function_is_read_without_its_secrets(canned: Any, collect: Any) -> None:
    rows, gaps = collect(canned(ANSWERS), "lambda_function")
    (function,) = rows["lambda_function"]
    assert gaps == []
    assert (function["arn"], function["role"], function["tags"]) == (ARN, ROLE, {"team": "web"})
    assert (function["vpc_id"], function["subnet_ids"]) == ("vpc-1", ["subnet-1"])
    assert function["last_modified"].year == 2026
    assert (function["function_url_auth_type"], function["function_urls"]) == ("", [])
    assert function["plaintext_credentials"] == [
        "environment variable TOKEN: password_like_name",
        "environment variable RINGWALL_ROLE: password_in_url",
    ]
    assert "hunter2" not in json.dumps(function, default=str)
    assert json.loads(function["own_variables"]) == {"RINGWALL_TABLE": "cases"}
    assert function["reserved_concurrent_executions"] == 7
    (statement,) = rows["policy_statement"]
    assert statement["principals"] == ["Service:s3.amazonaws.com"]
    assert (statement["arn"], statement["owner_table"]) == (ARN, "lambda_function")


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [(["AWS_IAM"], "AWS_IAM"), (["NONE"], "NONE"), (["AWS_IAM", "NONE", "AWS_IAM"], "NONE")],
)
def test_the_weakest_url_of_a_function_counts(
    canned: Any, collect: Any, kinds: list[str], expected: str
) -> None:
    urls = {"lambda.list_function_url_configs": _urls(*kinds)}
    rows, _ = collect(canned(ANSWERS | urls), "lambda_function")
    (function,) = rows["lambda_function"]
    assert function["function_url_auth_type"] == expected
    assert len(function["function_urls"]) == len(kinds)


def test_a_function_without_a_policy_has_none(canned: Any, collect: Any) -> None:
    rows, gaps = collect(canned(ANSWERS | {"lambda.get_policy": NONE}), "lambda_function")
    assert [r["policy"] for r in rows["lambda_function"]] == [{}]
    assert (rows["policy_statement"], gaps) == ([], [])


def test_a_denied_policy_is_not_known(canned: Any, collect: Any) -> None:
    denied = AccessDenied("no", "AccessDeniedException")
    rows, gaps = collect(canned(ANSWERS | {"lambda.get_policy": denied}), "lambda_function")
    (function,) = rows["lambda_function"]
    assert (function["policy"], function["role"]) == (None, ROLE)
    assert {(g.table_name, g.status) for g in gaps} == {
        ("lambda_function", "denied"),
        ("policy_statement", "denied"),
    }


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("AccessDeniedException: Unable to determine service/operation name to be authorized", ""),
        ("AccessDeniedException: you are not authorized to perform this", None),
    ],
)
def test_a_region_without_urls_is_no_gap_and_a_denied_call_is(
    canned: Any, collect: Any, message: str, expected: str | None
) -> None:
    refused = {"lambda.list_function_url_configs": AccessDenied(message, "AccessDeniedException")}
    rows, gaps = collect(canned(ANSWERS | refused), "lambda_function")
    assert [r["function_url_auth_type"] for r in rows["lambda_function"]] == [expected]
    assert [g.aspect for g in gaps] == ([] if expected == "" else ["Urls"])


def test_a_region_without_functions_costs_one_call(canned: Any, collect: Any) -> None:
    reader = canned({"lambda.list_functions": {"Functions": []}})
    rows, gaps = collect(reader, "lambda_function")
    assert (rows["lambda_function"], gaps) == ([], [])
    assert [name for name, _ in reader.calls] == ["lambda.list_functions"]


def test_the_service_reads_a_function(
    live: Reader, aws: Callable[[str], Any], collect: Any, emulator: Emulator
) -> None:
    role = aws("iam").create_role(RoleName="hook", AssumeRolePolicyDocument=TRUSTS_LAMBDA)["Role"][
        "Arn"
    ]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("main.py", "")
    client = aws("lambda")
    client.create_function(
        FunctionName="hook",
        Runtime="python3.12",
        Handler="main.handler",
        Role=role,
        Code={"ZipFile": code.getvalue()},
        Environment={"Variables": {"TOKEN": "hunter2"}},
    )
    rows, gaps = collect(live, "lambda_function")
    (function,) = rows["lambda_function"]
    assert gaps == []
    assert (function["role"], function["policy"], function["tags"]) == (role, {}, {})
    client.create_function_url_config(FunctionName="hook", AuthType="NONE")
    client.add_permission(
        FunctionName="hook",
        StatementId="s",
        Action="lambda:InvokeFunction",
        Principal="s3.amazonaws.com",
        SourceAccount=live.account_id,
    )
    rows, gaps = collect(live, "lambda_function")
    assert gaps == []
    assert [r["function_url_auth_type"] for r in rows["lambda_function"]] == ["NONE"]
    assert [s["condition_keys"] for s in rows["policy_statement"]] == [["aws:sourceaccount"]]
    emulator.deny("lambda:ListFunctionUrlConfigs")
    rows, gaps = collect(live, "lambda_function")
    assert [r["function_url_auth_type"] for r in rows["lambda_function"]] == [None]


OTHER = "arn:aws:lambda:eu-west-1:111111111111:function:other"
ALIAS_ANSWERS: dict[str, Any] = {
    "lambda.list_functions": {
        "Functions": [
            {"FunctionName": "hook", "FunctionArn": f"{ARN}:$LATEST", "Version": "$LATEST"},
            {"FunctionName": "hook", "FunctionArn": f"{ARN}:3", "Version": "3"},
        ]
    },
    "lambda.list_aliases": {
        "Aliases": [{"AliasArn": f"{ARN}:live", "Name": "live", "FunctionVersion": "3"}]
    },
    "lambda.get_policy": {"Policy": POLICY, "RevisionId": "1"},
}


def test_aliases_and_published_versions_have_policies_of_their_own(
    canned: Any, collect: Any
) -> None:
    reader = canned(ALIAS_ANSWERS)
    rows, gaps = collect(reader, "lambda_alias")
    assert gaps == []
    assert {(r["arn"], r["name"], r["function_version"]) for r in rows["lambda_alias"]} == {
        (f"{ARN}:live", "live", "3"),
        (f"{ARN}:3", "3", "3"),
    }
    assert [name for name, _ in reader.calls].count("lambda.get_policy") == 2
    assert {s["arn"] for s in rows["policy_statement"]} == {f"{ARN}:live", f"{ARN}:3"}


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (CallFailed("Function not found", "ResourceNotFoundException"), None),
        (AccessDenied("no", "AccessDeniedException"), "denied"),
    ],
)
def test_aliases_that_were_not_listed_are_a_gap_unless_the_function_is_gone(
    canned: Any, collect: Any, error: CallFailed, status: str | None
) -> None:
    _, gaps = collect(canned(ALIAS_ANSWERS | {"lambda.list_aliases": error}), "lambda_alias")
    assert {gap.status for gap in gaps} == ({status} if status else set())


def test_aliases_of_one_function_that_cannot_be_listed_leave_those_of_others(
    canned: Any, collect: Any
) -> None:
    def answer(**parameters: Any) -> dict[str, Any]:
        if parameters["FunctionName"] == "hook":
            raise AccessDenied("no", "AccessDeniedException")
        return {"Aliases": [{"AliasArn": f"{OTHER}:live", "Name": "live", "FunctionVersion": "1"}]}

    latest = {"FunctionName": "other", "FunctionArn": f"{OTHER}:$LATEST", "Version": "$LATEST"}
    functions = [*ALIAS_ANSWERS["lambda.list_functions"]["Functions"], latest]
    answers = {"lambda.list_functions": {"Functions": functions}, "lambda.list_aliases": answer}
    rows, gaps = collect(canned(ALIAS_ANSWERS | answers), "lambda_alias")
    assert {row["arn"] for row in rows["lambda_alias"]} == {f"{ARN}:3", f"{OTHER}:live"}
    assert {(gap.table_name, gap.aspect, gap.status) for gap in gaps} == {
        ("lambda_alias", "row", "denied"),
        ("policy_statement", "lambda_alias", "denied"),
    }


def test_the_service_reads_the_policy_of_an_alias(
    live: Reader, aws: Callable[[str], Any], collect: Any
) -> None:
    role = aws("iam").create_role(RoleName="hook", AssumeRolePolicyDocument=TRUSTS_LAMBDA)["Role"][
        "Arn"
    ]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("main.py", "")
    client = aws("lambda")
    client.create_function(
        FunctionName="hook", Runtime="python3.12", Handler="main.handler", Role=role,
        Code={"ZipFile": code.getvalue()}, Publish=True,
    )  # fmt: skip
    client.create_alias(FunctionName="hook", Name="live", FunctionVersion="1")
    rows, gaps = collect(live, "lambda_alias")
    assert gaps == []
    assert {(r["name"], json.dumps(r["policy"])) for r in rows["lambda_alias"]} == {
        ("live", "{}"),
        ("1", "{}"),
    }


LAYER = "arn:aws:lambda:eu-west-1:111111111111:layer:shared"
PUBLIC_LAYER = {
    "Policy": '{"Statement": [{"Sid": "all", "Effect": "Allow", "Principal": "*", '
    f'"Action": "lambda:GetLayerVersion", "Resource": "{LAYER}:1"}}]}}',
}
LAYER_ANSWERS: dict[str, Any] = {
    "lambda.list_layers": {"Layers": [{"LayerName": "shared", "LayerArn": LAYER}]},
    "lambda.list_layer_versions": {
        "LayerVersions": [
            {"LayerVersionArn": f"{LAYER}:{number}", "Version": number} for number in (2, 1)
        ]
    },
    "lambda.get_layer_version_policy": PUBLIC_LAYER,
}


def test_each_version_of_a_layer_has_a_policy_of_its_own(canned: Any, collect: Any) -> None:
    def answer(**parameters: Any) -> dict[str, Any]:
        assert parameters["LayerName"] == "shared"
        return PUBLIC_LAYER if parameters["VersionNumber"] == 1 else {"Policy": "{}"}

    reader = canned(LAYER_ANSWERS | {"lambda.get_layer_version_policy": answer})
    rows, gaps = collect(reader, "lambda_layer_version")
    assert gaps == []
    assert {(r["arn"], r["layer_name"]) for r in rows["lambda_layer_version"]} == {
        (f"{LAYER}:2", "shared"),
        (f"{LAYER}:1", "shared"),
    }
    (statement,) = rows["policy_statement"]
    assert (statement["arn"], statement["principals"]) == (f"{LAYER}:1", ["*"])


@pytest.mark.parametrize("operation", ["lambda.list_layers", "lambda.list_layer_versions"])
def test_layers_that_were_not_listed_are_a_gap(canned: Any, collect: Any, operation: str) -> None:
    denied = AccessDenied("no", "AccessDeniedException")
    _, gaps = collect(canned(LAYER_ANSWERS | {operation: denied}), "lambda_layer_version")
    assert {(g.table_name, g.status) for g in gaps} >= {("lambda_layer_version", "denied")}


def test_a_layer_that_is_gone_and_a_version_without_a_policy_are_known(
    canned: Any, collect: Any
) -> None:
    gone = {"lambda.list_layer_versions": CallFailed("gone", "ResourceNotFoundException")}
    rows, gaps = collect(canned(LAYER_ANSWERS | gone), "lambda_layer_version")
    assert (rows["lambda_layer_version"], gaps) == ([], [])
    bare = {"lambda.get_layer_version_policy": NONE}
    rows, gaps = collect(canned(LAYER_ANSWERS | bare), "lambda_layer_version")
    assert ([r["policy"] for r in rows["lambda_layer_version"]], gaps) == ([{}, {}], [])


def test_the_service_reads_the_policy_of_a_layer(
    live: Reader, aws: Callable[[str], Any], collect: Any
) -> None:
    client = aws("lambda")
    for _ in range(2):
        client.publish_layer_version(LayerName="shared", Content={"ZipFile": b"code"})
    client.add_layer_version_permission(
        LayerName="shared",
        VersionNumber=1,
        StatementId="all",
        Action="lambda:GetLayerVersion",
        Principal="*",
    )
    rows, gaps = collect(live, "lambda_layer_version")
    assert gaps == []
    policies = {r["arn"].rpartition(":")[2]: r["policy"] for r in rows["lambda_layer_version"]}
    assert (policies["2"], set(policies)) == ({}, {"1", "2"})
    assert [s["principals"] for s in rows["policy_statement"]] == [["*"]]


@pytest.mark.parametrize("version", ["", "?", None, {}])
def test_a_version_that_is_none_is_a_gap_and_no_missing_alias(
    canned: Any, collect: Any, version: Any
) -> None:
    garbled = {"FunctionName": "hook", "FunctionArn": ARN, "Version": version}
    changed = ALIAS_ANSWERS | {"lambda.list_functions": {"Functions": [garbled]}}
    rows, gaps = collect(canned(changed), "lambda_alias")
    assert rows.get("lambda_alias", []) == []
    assert ("lambda_alias", "list", "failed") in {(g.table_name, g.aspect, g.status) for g in gaps}


def test_a_function_without_its_role_is_a_gap(canned: Any, collect: Any) -> None:
    (function,) = ANSWERS["lambda.list_functions"]["Functions"]
    without = {key: value for key, value in function.items() if key != "Role"}
    changed = ANSWERS | {"lambda.list_functions": {"Functions": [without]}}
    rows, gaps = collect(canned(changed), "lambda_function")
    assert [row["role"] for row in rows["lambda_function"]] == [None]
    assert {(gap.aspect, gap.status) for gap in gaps} == {("role", "failed")}


def test_what_is_set_for_the_function_itself_is_read(canned: Any, collect: Any) -> None:
    rows, gaps = collect(canned(ANSWERS), "lambda_event_invoke_config")
    (config,) = rows["lambda_event_invoke_config"]
    assert gaps == []
    assert (config["function_name"], config["maximum_retry_attempts"]) == ("hook", 0)
    assert config["maximum_event_age_in_seconds"] == 21_600


def test_each_statement_of_a_policy_is_a_row(canned: Any, collect: Any) -> None:
    rows, gaps = collect(canned(ANSWERS), "lambda_permission")
    assert gaps == []
    assert [row["principal"] for row in rows["lambda_permission"]] == ["s3.amazonaws.com"]


def test_a_region_without_urls_has_none(canned: Any, collect: Any) -> None:
    answers = {**ANSWERS, "lambda.list_function_url_configs": _urls("NONE")}
    rows, gaps = collect(canned(answers), "lambda_url")
    assert ([row["auth_type"] for row in rows["lambda_url"]], gaps) == (["NONE"], [])
    refused = AccessDenied(
        "Unable to determine service/operation name to be authorized", "AccessDeniedException"
    )
    answers["lambda.list_function_url_configs"] = refused
    rows, gaps = collect(canned(answers), "lambda_url")
    assert (rows.get("lambda_url", []), gaps) == ([], [])
