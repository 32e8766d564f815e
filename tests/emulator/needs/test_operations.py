"""Which actions AWS checks for an operation, held against the other tables that know it."""

import tomllib
from importlib.resources import files
from typing import Any

import pytest
from emulated_calls import make_call
from moto.core.utils import get_service_model

from ringwall.emulator.needs.operations import (
    find_actions,
    find_prefix,
    find_tag_action,
    load_table,
)
from ringwall.reason.iam.language.universe import load_universe

PREFIXES = {
    "accessanalyzer": "access-analyzer",
    "cloudwatch": "cloudwatch",
    "efs": "elasticfilesystem",
    "elb": "elasticloadbalancing",
    "elbv2": "elasticloadbalancing",
    "events": "events",
    "logs": "logs",
    "opensearch": "es",
    "resourcegroupstaggingapi": "tag",
    "s3": "s3",
    "s3control": "s3",
    "sso-admin": "sso",
    "stepfunctions": "states",
}


@pytest.mark.parametrize(("service", "prefix"), PREFIXES.items())
def test_prefix_is_what_iam_calls_the_service(service: str, prefix: str) -> None:
    operation = get_service_model(service).operation_names[0]
    assert find_prefix(make_call(service, operation)) == prefix
    assert prefix in load_universe().services


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "actions"),
    [
        ("ec2", "DescribeVpcs", {}, ["ec2:DescribeVpcs"]),
        ("s3", "ListObjectsV2", {}, ["s3:ListBucket"]),
        ("s3", "HeadBucket", {}, ["s3:ListBucket"]),
        ("s3", "ListBuckets", {}, ["s3:ListAllMyBuckets"]),
        ("s3", "GetObject", {}, ["s3:GetObject"]),
        ("s3", "HeadObject", {"VersionId": "v"}, ["s3:GetObjectVersion"]),
        ("s3", "DeleteObject", {"VersionId": "v"}, ["s3:DeleteObjectVersion"]),
        (
            "s3",
            "DeleteObject",
            {"BypassGovernanceRetention": True},
            ["s3:DeleteObject", "s3:BypassGovernanceRetention"],
        ),
        (
            "s3",
            "GetObjectAttributes",
            {"VersionId": "v"},
            ["s3:GetObjectVersion", "s3:GetObjectVersionAttributes"],
        ),
        (
            "s3",
            "PutObject",
            {"ACL": "public-read", "Tagging": "a=b", "ObjectLockLegalHoldStatus": "ON"},
            ["s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectTagging", "s3:PutObjectLegalHold"],
        ),
        ("s3control", "PutPublicAccessBlock", {}, ["s3:PutAccountPublicAccessBlock"]),
        ("lambda", "Invoke", {}, ["lambda:InvokeFunction"]),
        ("lambda", "ListFunctions", {}, ["lambda:ListFunctions"]),
        ("sts", "GetCallerIdentity", {}, []),
        ("sts", "AssumeRole", {"SourceIdentity": "a"}, ["sts:AssumeRole", "sts:SetSourceIdentity"]),
        ("budgets", "DescribeBudgets", {}, ["budgets:ViewBudget"]),
    ],
)
def test_actions_of_an_operation(
    service: str, operation: str, parameters: dict[str, Any], actions: list[str]
) -> None:
    assert list(find_actions(make_call(service, operation, **parameters))) == actions


@pytest.mark.parametrize(
    ("service", "operation", "action"),
    [
        ("iam", "CreateRole", "iam:TagRole"),
        ("iam", "CreateUser", "iam:TagUser"),
        ("kms", "CreateKey", "kms:TagResource"),
        ("rds", "CreateDBInstance", "rds:AddTagsToResource"),
        ("guardduty", "UpdateDetector", ""),
        ("securityhub", "EnableSecurityHub", ""),
    ],
)
def test_tags_on_what_is_made_are_a_permission_of_their_own(
    service: str, operation: str, action: str
) -> None:
    assert find_tag_action(make_call(service, operation, Tags={"team": "a"})) == action
    assert find_tag_action(make_call(service, operation)) == ""


def names_in_table() -> list[str]:
    table, found = load_table(), []
    for service, operations in table["actions"].items():
        prefix = find_prefix(make_call(service, next(iter(operations))))
        found += [f"{prefix}:{name}" for names in operations.values() for name in names]
    for rule in table["instead"]:
        found += [f"s3:{name}" for name in rule["actions"].values()]
    for rule in table["also"]:
        names = {name for values in rule["parameters"].values() for name in values}
        found += [f"{rule['service']}:{name}" for name in names]
    found += [f"{prefix}:{name}" for prefix, name in table["tags"].items()]
    found += [f"iam:{name}" for name in table["tags_of"]["iam"].values()]
    for rule in table["in_organization"]:
        found += [f"organizations:{name}" for name in rule["actions"]]
    for rule in table["key_use"].values():
        found += [f"kms:{name}" for name in rule["actions"]]
    return found + [f"kms:{name}" for name in table["disk_key_actions"]]


def test_each_action_of_the_table_is_aws_s() -> None:
    names = names_in_table()
    assert len(names) > 150
    unknown = []
    for name in names:
        action = load_universe().find(name)
        if action is None or action.name != name:
            unknown.append(name)
    assert unknown == []


def test_each_operation_of_the_table_is_one_of_its_service() -> None:
    table = load_table()
    named = [(s, o) for s, operations in table["actions"].items() for o in operations]
    named += [(rule["service"], o) for rule in table["instead"] for o in rule["actions"]]
    named += [(rule["service"], o) for rule in table["also"] for o in rule["operations"]]
    rules = [*table["linked_roles"], *table["in_organization"]]
    pairs = [pair for rule in rules for pair in rule["operations"]]
    pairs += [*table["key_use"], *table["made"]]
    named += [(pair.partition(":")[0], pair.partition(":")[2]) for pair in pairs]
    old = {
        ("s3", "DeleteBucketLifecycle"),
        ("s3", "GetBucketLifecycle"),
        ("s3", "PutBucketLifecycle"),
    }
    wrong = [
        (service, operation)
        for service, operation in named
        if operation not in get_service_model(service).operation_names
    ]
    assert set(wrong) <= old


def test_the_log_s_table_says_the_same_of_the_same_operations() -> None:
    place = files("ringwall.reason.iam.usage").joinpath("trail.toml")
    logged = tomllib.loads(place.read_text("utf-8"))["events"]
    compared = 0
    for service, operations in load_table()["actions"].items():
        prefix = find_prefix(make_call(service, next(iter(operations))))
        for operation, actions in operations.items():
            name = operation
            if service == "s3control":  # its events have the account in their names
                name = operation.replace("PublicAccessBlock", "AccountPublicAccessBlock")
            other = logged.get(prefix, {}).get(name)
            if other is not None:
                compared += 1
                assert set(other) <= set(actions), operation
    assert compared > 60
