"""Remediations: what remedies a rule's findings, by hand and by itself."""

import json
from typing import Any

import pytest
from log_targets import make_config_role, make_log_bucket, start_recorder
from policy_texts import allow, write

OWNER = "123456789012"
RULE = {
    "ConfigRuleName": "versioned",
    "Source": {"Owner": "AWS", "SourceIdentifier": "S3_BUCKET_VERSIONING_ENABLED"},
}
BY_NAME = {"ConfigRuleName": "versioned"}
RUNBOOK = {
    "schemaVersion": "0.3",
    "assumeRole": "{{ AutomationAssumeRole }}",
    "parameters": {
        "BucketName": {"type": "String"},
        "AutomationAssumeRole": {"type": "String", "default": ""},
    },
    "mainSteps": [
        {
            "name": "version",
            "action": "aws:executeAwsApi",
            "inputs": {
                "Service": "s3",
                "Api": "PutBucketVersioning",
                "Bucket": "{{ BucketName }}",
                "VersioningConfiguration": {"Status": "Enabled"},
            },
        }
    ],
}
KEY = {"resourceType": "AWS::S3::Bucket", "resourceId": "data"}
EXCEPTION = {"ResourceType": "AWS::S3::Bucket", "ResourceId": "data"}


@pytest.fixture
def config(client: Any) -> Any:
    """Return a client of Config in an account with a rule, a runbook, and a bucket that fails."""
    found, s3, iam = client("config"), client("s3"), client("iam")
    make_log_bucket(s3, "logs", "config")
    s3.put_bucket_versioning(Bucket="logs", VersioningConfiguration={"Status": "Enabled"})
    s3.create_bucket(Bucket="data")
    start_recorder(found, make_config_role(iam), "logs")
    found.put_config_rule(ConfigRule=RULE)
    client("ssm").create_document(
        Name="version-bucket", DocumentType="Automation", Content=json.dumps(RUNBOOK)
    )
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "ssm.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    iam.create_role(RoleName="fix", AssumeRolePolicyDocument=write(trust))
    policy = write(allow("s3:PutBucketVersioning"))
    iam.put_role_policy(RoleName="fix", PolicyName="own", PolicyDocument=policy)
    return found


def remedy(role: str = "fix", **more: Any) -> dict[str, Any]:
    arn = f"arn:aws:iam::{OWNER}:role/{role}"
    return {
        **BY_NAME,
        "TargetType": "SSM_DOCUMENT",
        "TargetId": "version-bucket",
        "Parameters": {
            "BucketName": {"ResourceValue": {"Value": "RESOURCE_ID"}},
            "AutomationAssumeRole": {"StaticValue": {"Values": [arn]}},
        },
        **more,
    }


def put(config: Any, **more: Any) -> None:
    found = config.put_remediation_configurations(RemediationConfigurations=[remedy(**more)])
    assert found["FailedBatches"] == []


def executions(config: Any) -> list[dict[str, Any]]:
    found = config.describe_remediation_execution_status(**BY_NAME)
    answer: list[dict[str, Any]] = found["RemediationExecutionStatuses"]
    return answer


def verdict(config: Any) -> str:
    found = config.describe_compliance_by_config_rule(ConfigRuleNames=["versioned"])
    text: str = found["ComplianceByConfigRules"][0]["Compliance"]["ComplianceType"]
    return text


def test_what_is_put_is_read_and_deleted(client: Any, config: Any, refusal: Any) -> None:
    put(config)
    (held,) = config.describe_remediation_configurations(ConfigRuleNames=["versioned", "none"])[
        "RemediationConfigurations"
    ]
    arn = held.pop("Arn")
    assert arn.startswith(f"arn:aws:config:us-east-1:{OWNER}:remediation-configuration/")
    assert held == remedy() | {"Automatic": False}
    assert refusal(config.delete_config_rule, **BY_NAME)[0] == "ResourceInUseException"
    client("iam").get_role(RoleName="AWSServiceRoleForConfigRemediation")
    config.delete_remediation_configuration(**BY_NAME)
    missing = "NoSuchRemediationConfigurationException"
    assert refusal(config.delete_remediation_configuration, **BY_NAME)[0] == missing
    start = {"ResourceKeys": [KEY], **BY_NAME}
    assert refusal(config.start_remediation_execution, **start)[0] == missing
    config.delete_config_rule(**BY_NAME)


def test_a_remediation_runs_the_document(client: Any, config: Any) -> None:
    put(config)
    assert verdict(config) == "NON_COMPLIANT"
    assert "FailedItems" not in config.start_remediation_execution(**BY_NAME, ResourceKeys=[KEY])
    (run,) = executions(config)
    assert (run["State"], run["ResourceKey"]) == ("SUCCEEDED", KEY)
    assert [(s["Name"], s["State"]) for s in run["StepDetails"]] == [("version", "SUCCEEDED")]
    assert client("s3").get_bucket_versioning(Bucket="data")["Status"] == "Enabled"
    assert verdict(config) == "COMPLIANT"
    (held,) = client("ssm").describe_automation_executions()["AutomationExecutionMetadataList"]
    assert "AWSServiceRoleForConfigRemediation" in held["ExecutedBy"]


def test_a_role_that_may_not_fails(config: Any) -> None:
    put(config, role="none")
    config.start_remediation_execution(**BY_NAME, ResourceKeys=[KEY])
    (run,) = executions(config)
    assert run["State"] == "FAILED"
    assert run["StepDetails"][0]["ErrorMessage"]


def test_an_automatic_one_runs_by_itself(client: Any, config: Any) -> None:
    put(config, Automatic=True, MaximumAutomaticAttempts=2, RetryAttemptSeconds=60)
    assert verdict(config) == "NON_COMPLIANT"
    assert verdict(config) == "COMPLIANT"
    assert client("s3").get_bucket_versioning(Bucket="data")["Status"] == "Enabled"
    assert [run["State"] for run in executions(config)] == ["SUCCEEDED"]


def test_an_automatic_one_gives_up(client: Any, config: Any) -> None:
    put(config, role="none", Automatic=True, MaximumAutomaticAttempts=2)
    for _ in range(4):
        assert verdict(config) == "NON_COMPLIANT"
    (held,) = config.describe_remediation_exceptions(**BY_NAME)["RemediationExceptions"]
    assert held["ResourceId"] == "data"
    records = client("cloudtrail").lookup_events(
        LookupAttributes=[
            {"AttributeKey": "EventName", "AttributeValue": "StartAutomationExecution"}
        ]
    )["Events"]
    assert len(records) == 2


def test_exceptions_keep_resources_from_it(config: Any, refusal: Any) -> None:
    good = {"ResourceType": "AWS::S3::Bucket", "ResourceId": "logs"}
    made = config.put_remediation_exceptions(
        **BY_NAME, ResourceKeys=[EXCEPTION, good], Message="accepted"
    )
    assert [i["ResourceId"] for b in made["FailedBatches"] for i in b["FailedItems"]] == ["logs"]
    (held,) = config.describe_remediation_exceptions(**BY_NAME)["RemediationExceptions"]
    assert held == BY_NAME | EXCEPTION | {"Message": "accepted"}
    put(config, Automatic=True)
    assert verdict(config) == verdict(config) == "NON_COMPLIANT"
    config.delete_remediation_exceptions(**BY_NAME, ResourceKeys=[EXCEPTION])
    verdict(config)
    assert verdict(config) == "COMPLIANT"
    code = refusal(config.delete_remediation_exceptions, **BY_NAME, ResourceKeys=[EXCEPTION])[0]
    assert code == "NoSuchRemediationExceptionException"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"ConfigRuleName": "none"}, "NoSuchConfigRuleException"),
        ({"TargetId": "none"}, "InvalidParameterValueException"),
        ({"Parameters": {}}, "InvalidParameterValueException"),
        (
            {"Parameters": {"BucketName": {"StaticValue": {"Values": ["a"]}}}, "Automatic": True},
            "InvalidParameterValueException",
        ),
    ],
)
def test_what_is_refused(config: Any, refusal: Any, more: dict[str, Any], code: str) -> None:
    call = config.put_remediation_configurations
    assert refusal(call, RemediationConfigurations=[remedy() | more])[0] == code


def test_a_pack_brings_its_remediation(config: Any, refusal: Any) -> None:
    parameters = json.dumps(remedy()["Parameters"])
    template = f"""
Resources:
  Rule:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: buckets
      Source: {{Owner: AWS, SourceIdentifier: S3_BUCKET_VERSIONING_ENABLED}}
  Fix:
    Type: AWS::Config::RemediationConfiguration
    DependsOn: Rule
    Properties:
      ConfigRuleName: !Ref Rule
      TargetType: SSM_DOCUMENT
      TargetId: version-bucket
      Automatic: true
      Parameters: {parameters}
"""
    config.put_conformance_pack(ConformancePackName="base", TemplateBody=template)
    (pack,) = config.describe_conformance_packs()["ConformancePackDetails"]
    name = f"buckets-{pack['ConformancePackId']}"
    (held,) = config.describe_remediation_configurations(ConfigRuleNames=[name])[
        "RemediationConfigurations"
    ]
    assert held["CreatedByService"] == "config-conforms.amazonaws.com"
    assert (held["MaximumAutomaticAttempts"], held["RetryAttemptSeconds"]) == (5, 60)
    named = {"ConfigRuleName": name}
    code = refusal(config.delete_remediation_configuration, **named)[0]
    assert code == "InvalidParameterValueException"
    config.delete_conformance_pack(ConformancePackName="base")
    found = config.describe_remediation_configurations(ConfigRuleNames=[name])
    assert found["RemediationConfigurations"] == []
