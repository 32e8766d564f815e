"""Roles that a request passes to a service."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from emulated_calls import ACCOUNT, make_call

from ringwall.emulator.app import Emulator
from ringwall.emulator.authorization.authority import Need
from ringwall.emulator.needs.passed_roles import find_passed_roles

ROLE = f"arn:aws:iam::{ACCOUNT}:role/r"
TRUST = '{"Version": "2012-10-17", "Statement": []}'


def passed_by(service: str, operation: str, /, **parameters: Any) -> list[tuple[str, str]]:
    found = find_passed_roles(make_call(service, operation, **parameters))
    return [(need.resource, need.keys["iam:PassedToService"]) for need in found]


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "to"),
    [
        ("lambda", "CreateFunction", {"Role": ROLE}, "lambda"),
        (
            "config",
            "PutConfigurationRecorder",
            {"ConfigurationRecorder": {"roleARN": ROLE}},
            "config",
        ),
        ("cloudtrail", "CreateTrail", {"CloudWatchLogsRoleArn": ROLE}, "cloudtrail"),
        ("ec2", "CreateFlowLogs", {"DeliverLogsPermissionArn": ROLE}, "vpc-flow-logs"),
        ("ecs", "RegisterTaskDefinition", {"taskRoleArn": ROLE}, "ecs-tasks"),
        ("ecs", "RegisterTaskDefinition", {"executionRoleArn": ROLE}, "ecs-tasks"),
        ("ecs", "CreateService", {"role": ROLE}, "ecs"),
        ("codebuild", "CreateProject", {"serviceRole": "r"}, "codebuild"),
        ("glue", "CreateJob", {"Role": "r"}, "glue"),
        ("stepfunctions", "CreateStateMachine", {"roleArn": ROLE}, "states"),
        (
            "ssm",
            "StartAutomationExecution",
            {"Parameters": {"AutomationAssumeRole": [ROLE]}},
            "ssm",
        ),
        ("backup", "CreateBackupSelection", {"BackupSelection": {"IamRoleArn": ROLE}}, "backup"),
        ("events", "PutTargets", {"Targets": [{"Id": "1", "RoleArn": ROLE}]}, "events"),
        (
            "firehose",
            "CreateDeliveryStream",
            {"ExtendedS3DestinationConfiguration": {"RoleARN": ROLE}},
            "firehose",
        ),
        ("rds", "CreateDBInstance", {"MonitoringRoleArn": ROLE}, "monitoring.rds"),
        ("s3", "PutBucketReplication", {"ReplicationConfiguration": {"Role": ROLE}}, "s3"),
        ("iam", "AddRoleToInstanceProfile", {"RoleName": "r"}, "ec2"),
        (
            "cognito-identity",
            "SetIdentityPoolRoles",
            {"Roles": {"authenticated": ROLE}},
            "cognito-identity",
        ),
        (
            "cognito-identity",
            "SetIdentityPoolRoles",
            {"RoleMappings": {"p": {"RulesConfiguration": {"Rules": [{"RoleARN": ROLE}]}}}},
            "cognito-identity",
        ),
        (
            "cognito-idp",
            "CreateUserPool",
            {"SmsConfiguration": {"SnsCallerArn": ROLE}},
            "cognito-idp",
        ),
        (
            "dms",
            "CreateReplicationInstance",
            {"KerberosAuthenticationSettings": {"KeyCacheSecretIamArn": ROLE}},
            "dms",
        ),
        ("apigateway", "PutIntegration", {"credentials": ROLE}, "apigateway"),
        ("apigateway", "CreateAuthorizer", {"authorizerCredentials": ROLE}, "apigateway"),
        ("apigatewayv2", "CreateIntegration", {"CredentialsArn": ROLE}, "apigateway"),
        (
            "apigateway",
            "UpdateIntegration",
            {"patchOperations": [{"op": "replace", "path": "/credentials", "value": ROLE}]},
            "apigateway",
        ),
        (
            "sns",
            "SetTopicAttributes",
            {"AttributeName": "LambdaSuccessFeedbackRoleArn", "AttributeValue": ROLE},
            "sns",
        ),
        (
            "firehose",
            "CreateDeliveryStream",
            {
                "ExtendedS3DestinationConfiguration": {
                    "ProcessingConfiguration": {
                        "Processors": [
                            {"Parameters": [{"ParameterName": "RoleArn", "ParameterValue": ROLE}]}
                        ]
                    }
                }
            },
            "firehose",
        ),
        (
            "codepipeline",
            "CreatePipeline",
            {"pipeline": {"stages": [{"actions": [{"roleArn": ROLE}]}]}},
            "codepipeline",
        ),
        (
            "iot",
            "CreateTopicRule",
            {"topicRulePayload": {"actions": [{"http": {"auth": {"sigv4": {"roleArn": ROLE}}}}]}},
            "iot",
        ),
        ("logs", "PutAccountPolicy", {"policyDocument": f'{{"RoleArn": "{ROLE}"}}'}, "logs"),
        ("stepfunctions", "TestState", {"roleArn": ROLE}, "states"),
        ("ecs", "RegisterTaskDefinition", {"taskRoleArn": "r"}, "ecs-tasks"),
        ("ecs", "CreateService", {"role": "r"}, "ecs"),
        ("emr", "RunJobFlow", {"ServiceRole": "r"}, "elasticmapreduce"),
        ("rds", "CreateDBInstance", {"DomainIAMRoleName": "r"}, "rds"),
        ("ssm", "CreateActivation", {"IamRole": "r"}, "ssm"),
    ],
)
def test_role_is_passed_to_the_service_that_uses_it(
    service: str, operation: str, parameters: dict[str, Any], to: str
) -> None:
    assert passed_by(service, operation, **parameters) == [(ROLE, f"{to}.amazonaws.com")]


@pytest.mark.parametrize(
    ("service", "operation", "parameters"),
    [
        ("sts", "AssumeRole", {"RoleArn": ROLE}),
        ("kms", "CreateGrant", {"GranteePrincipal": ROLE}),
        ("lambda", "AddPermission", {"Principal": ROLE}),
        ("lambda", "ListFunctions", {"Role": ROLE}),
        ("eks", "CreateAccessEntry", {"principalArn": ROLE}),
        ("securityhub", "BatchImportFindings", {"Findings": [{"Resources": [{"Id": ROLE}]}]}),
        ("lambda", "CreateFunction", {"Role": "r"}),
        ("lambda", "CreateFunction", {"Role": f"arn:aws:iam::{ACCOUNT}:user/u"}),
        ("iotsitewise", "CreateAccessPolicy", {"accessPolicyIdentity": {"iamRole": {"arn": ROLE}}}),
        ("sns", "SetTopicAttributes", {"AttributeName": "DisplayName", "AttributeValue": ROLE}),
        ("logs", "PutAccountPolicy", {"policyDocument": "{"}),
        ("lambda", "CreateFunction", {"Environment": {"Variables": {"ROLE": ROLE}}}),
    ],
)
def test_what_is_no_passing_is_none(
    service: str, operation: str, parameters: dict[str, Any]
) -> None:
    assert passed_by(service, operation, **parameters) == []


def test_lambda_says_which_function_the_role_is_for() -> None:
    call = make_call("lambda", "CreateFunction", FunctionName="f", Role=ROLE)
    (need,) = find_passed_roles(call)
    arn = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:f"
    assert need.keys["iam:AssociatedResourceArn"] == arn


def test_instance_profile_passes_its_role(
    client: Callable[..., Any], needs_in: Callable[..., tuple[Need, ...]]
) -> None:
    iam = client("iam")
    role = iam.create_role(RoleName="r", Path="/app/", AssumeRolePolicyDocument=TRUST)["Role"]
    iam.create_instance_profile(InstanceProfileName="p")
    iam.add_role_to_instance_profile(InstanceProfileName="p", RoleName="r")
    for operation, parameters in (
        ("RunInstances", {"ImageId": "ami-0a"}),
        ("AssociateIamInstanceProfile", {"InstanceId": "i-0a"}),
    ):
        found = needs_in("ec2", operation, IamInstanceProfile={"Name": "p"}, **parameters)
        (need,) = (need for need in found if need.action == "iam:PassRole")
        assert need.resource == role["Arn"]
        assert need.keys["iam:PassedToService"] == "ec2.amazonaws.com"
        instance = parameters.get("InstanceId", "*")
        assert need.keys["iam:AssociatedResourceArn"].endswith(f":instance/{instance}")


def test_task_that_is_run_passes_the_roles_of_its_definition(
    client: Callable[..., Any], needs_in: Callable[..., tuple[Need, ...]]
) -> None:
    ecs = client("ecs")
    container = {"name": "c", "image": "i", "memory": 64}
    own = ROLE.replace(ACCOUNT, "123456789012")  # a role of another account is passed to nobody
    other = f"{own}2"
    for role in (other, own):
        ecs.register_task_definition(
            family="web", containerDefinitions=[container], taskRoleArn=role
        )
    for named, expected in (("web", own), ("web:1", other), ("web:9", None), ("none", None)):
        found = needs_in("ecs", "RunTask", taskDefinition=named)
        passed = [need.resource for need in found if need.action == "iam:PassRole"]
        assert passed == ([expected] if expected else [])


def test_launch_template_passes_the_role_of_its_profile_when_it_is_used(
    client: Callable[..., Any], needs_in: Callable[..., tuple[Need, ...]], emulator: Emulator
) -> None:
    iam = client("iam")
    iam.create_role(RoleName="r", AssumeRolePolicyDocument=TRUST)
    iam.create_instance_profile(InstanceProfileName="p")
    iam.add_role_to_instance_profile(InstanceProfileName="p", RoleName="r")
    data = {"ImageId": "ami-0a", "IamInstanceProfile": {"Name": "p"}}
    made = needs_in("ec2", "CreateLaunchTemplate", LaunchTemplateName="t", LaunchTemplateData=data)
    assert "iam:PassRole" not in {need.action for need in made}
    ec2 = client("ec2")
    template = ec2.create_launch_template(LaunchTemplateName="t", LaunchTemplateData=data)
    for named in (
        {"LaunchTemplateName": "t"},
        {"LaunchTemplateId": template["LaunchTemplate"]["LaunchTemplateId"]},
    ):
        used = needs_in("ec2", "RunInstances", ImageId="ami-0a", LaunchTemplate=named)
        assert "iam:PassRole" in {need.action for need in used}
        asked = make_call(
            "autoscaling",
            "CreateAutoScalingGroup",
            MixedInstancesPolicy={"LaunchTemplate": {"LaunchTemplateSpecification": named}},
        )
        with emulator.mounted():
            own = replace(asked, account_id="123456789012")
            assert [need.action for need in find_passed_roles(own)] == ["iam:PassRole"]
