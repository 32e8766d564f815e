"""The resources of calls: named, taken as they are, made, and not told."""

from collections.abc import Callable
from typing import Any

import pytest
from emulated_calls import ACCOUNT, make_call

from ringwall.emulator.authorization.authority import Need, ResourceKind
from ringwall.emulator.needs.resources import (
    find_resources,
    find_stem,
    find_tagged,
    is_of,
)
from ringwall.jobs.authority import ReasonedAuthority

NeedsOf = Callable[..., tuple[Need, ...]]
EC2 = f"arn:aws:ec2:us-east-1:{ACCOUNT}"


def resources_of(
    service: str, operation: str, action: str, /, **parameters: Any
) -> list[str] | None:
    facts = ReasonedAuthority().find_action(action)
    assert facts
    found = find_resources(make_call(service, operation, **parameters), facts)
    return None if found is None else [arn.partition(":us-east-1:")[2] or arn for arn in found]


@pytest.mark.parametrize(
    ("service", "operation", "action", "parameters", "expected"),
    [
        ("s3", "GetBucketPolicy", "s3:GetBucketPolicy", {"Bucket": "b"}, ["arn:aws:s3:::b"]),
        ("s3", "GetObject", "s3:GetObject", {"Bucket": "b", "Key": "a/b"}, ["arn:aws:s3:::b/a/b"]),
        (
            "s3",
            "GetObject",
            "s3:GetObject",
            {"Bucket": f"arn:aws:s3:us-east-1:{ACCOUNT}:accesspoint/p", "Key": "k"},
            [f"{ACCOUNT}:accesspoint/p/object/k"],
        ),
        (
            "s3",
            "ListObjectsV2",
            "s3:ListBucket",
            {"Bucket": f"arn:aws:s3:us-east-1:{ACCOUNT}:accesspoint/p"},
            [f"{ACCOUNT}:accesspoint/p"],
        ),
        ("s3", "ListBuckets", "s3:ListAllMyBuckets", {}, ["*"]),
        (
            "rds",
            "ModifyDBInstance",
            "rds:ModifyDBInstance",
            {"DBInstanceIdentifier": "d"},
            [f"{ACCOUNT}:db:d"],
        ),
        (
            "lambda",
            "GetFunction",
            "lambda:GetFunction",
            {"FunctionName": "f"},
            [f"{ACCOUNT}:function:f"],
        ),
        (
            "dynamodb",
            "GetItem",
            "dynamodb:GetItem",
            {"TableName": "t", "Key": {"id": {"S": "x"}}},
            [f"{ACCOUNT}:table/t"],
        ),
        (
            "codebuild",
            "BatchGetProjects",
            "codebuild:BatchGetProjects",
            {"names": ["a", "b"]},
            [f"{ACCOUNT}:project/a", f"{ACCOUNT}:project/b"],
        ),
        (
            "cloudtrail",
            "StartLogging",
            "cloudtrail:StartLogging",
            {"Name": "t"},
            [f"{ACCOUNT}:trail/t"],
        ),
        (
            "ssm",
            "GetParameter",
            "ssm:GetParameter",
            {"Name": "/app/key"},
            [f"{ACCOUNT}:parameter/app/key"],
        ),
        (
            "ecs",
            "UpdateService",
            "ecs:UpdateService",
            {"service": "web"},
            [f"{ACCOUNT}:service/default/web"],
        ),
        (
            "securityhub",
            "DescribeHub",
            "securityhub:DescribeHub",
            {},
            [f"{ACCOUNT}:hub/default"],
        ),
        (
            "securityhub",
            "ListTagsForResource",
            "securityhub:ListTagsForResource",
            {"ResourceArn": f"arn:aws:securityhub:us-east-1:{ACCOUNT}:automation-rule/a"},
            [f"{ACCOUNT}:automation-rule/a"],
        ),
        (
            "wafv2",
            "GetWebACL",
            "wafv2:GetWebACL",
            {"Name": "n", "Id": "i", "Scope": "REGIONAL"},
            [f"{ACCOUNT}:regional/webacl/n/i"],
        ),
        (
            "elbv2",
            "DeleteListener",
            "elasticloadbalancing:DeleteListener",
            {"ListenerArn": f"arn:aws:elasticloadbalancing:us-east-1:{ACCOUNT}:listener/net/a/b/c"},
            [f"{ACCOUNT}:listener/net/a/b/c"],
        ),
        (
            "dynamodb",
            "TagResource",
            "dynamodb:TagResource",
            {"ResourceArn": f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/t", "Tags": []},
            [f"{ACCOUNT}:table/t"],
        ),
        (
            "config",
            "PutConfigurationRecorder",
            "config:PutConfigurationRecorder",
            {"ConfigurationRecorder": {"name": "default"}},
            [f"{ACCOUNT}:configuration-recorder/default/*"],
        ),
        (
            "ec2",
            "CreateSubnet",
            "ec2:CreateSubnet",
            {"VpcId": "vpc-0a"},
            [f"{ACCOUNT}:vpc/vpc-0a", f"{ACCOUNT}:subnet/*"],
        ),
        (
            "organizations",
            "CreatePolicy",
            "organizations:CreatePolicy",
            {"Name": "deny", "Type": "SERVICE_CONTROL_POLICY"},
            [f"arn:aws:organizations::{ACCOUNT}:policy/o-*/*/p-*"],
        ),
        ("s3", "GetObject", "s3:GetObject", {"Key": "k"}, None),
        ("lambda", "DeleteFunction", "lambda:DeleteFunction", {}, None),
        ("lambda", "DeleteFunction", "lambda:DeleteFunction", {"FunctionName": ""}, None),
        ("lambda", "DeleteFunction", "lambda:DeleteFunction", {"FunctionName": "arn:x"}, None),
        ("ecr", "DescribeRepositories", "ecr:DescribeRepositories", {}, ["*"]),
    ],
)
def test_resources_of_a_call(
    service: str,
    operation: str,
    action: str,
    parameters: dict[str, Any],
    expected: list[str] | None,
) -> None:
    assert resources_of(service, operation, action, **parameters) == expected


def test_recovery_point_is_of_any_service(needs_of: Any) -> None:
    for arn in (
        "arn:aws:ec2:us-east-1::snapshot/snap-1",
        "arn:aws:rds:us-east-1:123456789012:snapshot:awsbackup:job-1",
        "arn:aws:backup:us-east-1:123456789012:recovery-point:1",
    ):
        found = needs_of(
            "backup", "StartCopyJob", RecoveryPointArn=arn,
            DestinationBackupVaultArn="arn:aws:backup:us-east-1:111122223333:backup-vault:v",
        )  # fmt: skip
        assert [need.resource for need in found] == [arn]


def test_a_name_counts_though_another_parameter_has_an_arn() -> None:
    decoy = f"arn:aws:rds:us-east-1:{ACCOUNT}:db:mine"
    found = resources_of(
        "rds",
        "DeleteDBInstance",
        "rds:DeleteDBInstance",
        DBInstanceIdentifier="theirs",
        FinalDBSnapshotIdentifier=decoy,
    )
    assert found
    assert f"{ACCOUNT}:db:theirs" in found


def test_each_item_of_a_list_counts_beside_arns() -> None:
    arn = f"arn:aws:codebuild:us-east-1:{ACCOUNT}:project/mine"
    found = resources_of(
        "codebuild", "BatchGetProjects", "codebuild:BatchGetProjects", names=[arn, "theirs"]
    )
    assert found == [f"{ACCOUNT}:project/mine", f"{ACCOUNT}:project/theirs"]


def test_what_a_request_lets_aws_choose_is_named_by_a_star(needs_of: NeedsOf) -> None:
    found = {need.resource for need in needs_of("ec2", "RunInstances", ImageId="ami-0a")}
    kinds = ("instance", "network-interface", "security-group", "subnet", "volume")
    assert found == {"arn:aws:ec2:us-east-1::image/ami-0a", *(f"{EC2}:{kind}/*" for kind in kinds)}


def test_what_is_made_is_tagged_and_not_what_it_refers_to(needs_of: NeedsOf) -> None:
    found = needs_of(
        "rds",
        "CreateDBInstance",
        DBInstanceIdentifier="d",
        DBSubnetGroupName="s",
        Tags=[{"Key": "a", "Value": "b"}],
    )
    tagged = [need.resource for need in found if need.action == "rds:AddTagsToResource"]
    assert tagged == [f"arn:aws:rds:us-east-1:{ACCOUNT}:db:d"]


def test_what_has_no_name_yet_is_tagged_by_its_type() -> None:
    authority = ReasonedAuthority()
    action, tagging = (authority.find_action(f"kms:{n}") for n in ("CreateKey", "TagResource"))
    assert action
    assert tagging
    found = find_tagged(make_call("kms", "CreateKey"), action, tagging)
    assert found == (f"arn:aws:kms:us-east-1:{ACCOUNT}:key/*",)


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("BucketName", "bucket"),
        ("RoleNameWithPath", "role"),
        ("DBInstanceIdentifier", "dbinstance"),
        ("InstanceIds", "instance"),
        ("ResourceArn", "resource"),
        ("Arn", ""),
    ],
)
def test_stem_is_what_a_parameter_is_about(name: str, stem: str) -> None:
    assert find_stem(name) == stem


def test_a_function_s_version_is_one_of_the_function() -> None:
    kind = ResourceKind(
        "function",
        "arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}",
        is_required=True,
    )
    assert is_of(kind, "arn:aws:lambda:us-east-1:1:function:f:live")
    assert not is_of(kind, "arn:aws:lambda:us-east-1:1:layer:f:1")
