"""Conformance packs: made, changed and deleted with their rules, and what they say."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from log_targets import make_config_role, make_log_bucket, start_recorder

from ringwall.emulator.app import Emulator
from ringwall.emulator.behavior.settings import Behavior
from ringwall.jobs.authority import ReasonedAuthority

TEMPLATE = """
Parameters:
  MaxAge: {Default: '90', Type: String}
Conditions:
  hasAge: !Not [!Equals ['', !Ref MaxAge]]
Resources:
  Volumes:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: encrypted-volumes
      Source: {Owner: AWS, SourceIdentifier: ENCRYPTED_VOLUMES}
  Keys:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: access-keys-rotated
      InputParameters:
        maxAccessKeyAge: !If [hasAge, !Ref MaxAge, !Ref AWS::NoValue]
      Source: {Owner: AWS, SourceIdentifier: ACCESS_KEYS_ROTATED}
"""
ONE = """
Resources:
  Volumes:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: encrypted-volumes
      Source: {Owner: AWS, SourceIdentifier: ENCRYPTED_VOLUMES}
"""
BY_NAME = {"ConformancePackName": "base"}


@pytest.fixture
def config(client: Any) -> Any:
    """Return a client of Config in an account that records."""
    found = client("config")
    make_log_bucket(client("s3"), "logs", "config")
    start_recorder(found, make_config_role(client("iam")), "logs")
    return found


def rules(config: Any) -> list[str]:
    return [rule["ConfigRuleName"] for rule in config.describe_config_rules()["ConfigRules"]]


def status(config: Any) -> dict[str, Any]:
    (found,) = config.describe_conformance_pack_status()["ConformancePackStatusDetails"]
    answer: dict[str, Any] = found
    return answer


def test_a_pack_makes_its_rules_and_deletes_them(client: Any, config: Any, refusal: Any) -> None:
    pair = {"ParameterName": "MaxAge", "ParameterValue": "30"}
    arn = config.put_conformance_pack(
        **BY_NAME, TemplateBody=TEMPLATE, ConformancePackInputParameters=[pair],
        DeliveryS3Bucket="awsconfigconforms-x", Tags=[{"Key": "a", "Value": "1"}],
    )["ConformancePackArn"]  # fmt: skip
    (pack,) = config.describe_conformance_packs()["ConformancePackDetails"]
    own = pack["ConformancePackId"]
    assert arn == f"arn:aws:config:us-east-1:123456789012:conformance-pack/base/{own}"
    assert pack["ConformancePackInputParameters"] == [pair]
    assert pack["DeliveryS3Bucket"] == "awsconfigconforms-x"
    assert status(config)["ConformancePackState"] == "CREATE_COMPLETE"
    assert rules(config) == [f"access-keys-rotated-{own}", f"encrypted-volumes-{own}"]
    first = config.describe_config_rules()["ConfigRules"][0]
    assert json.loads(first["InputParameters"]) == {"maxAccessKeyAge": "30"}
    assert first["CreatedBy"] == "config-conforms.amazonaws.com"
    assert "/aws-service-rule/config-conforms.amazonaws.com/" in first["ConfigRuleArn"]
    role = client("iam").get_role(RoleName="AWSServiceRoleForConfigConforms")["Role"]
    assert role["Path"] == "/aws-service-role/config-conforms.amazonaws.com/"
    named = {"ConfigRuleName": first["ConfigRuleName"]}
    assert refusal(config.delete_config_rule, **named)[0] == "AccessDeniedException"
    rule = {**named, "Source": {"Owner": "AWS", "SourceIdentifier": "ENCRYPTED_VOLUMES"}}
    assert refusal(config.put_config_rule, ConfigRule=rule)[0] == "AccessDeniedException"
    config.tag_resource(ResourceArn=arn, Tags=[{"Key": "b", "Value": "2"}])
    config.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert config.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "b", "Value": "2"}]
    config.delete_conformance_pack(**BY_NAME)
    assert rules(config) == []
    for call in (config.delete_conformance_pack, config.describe_conformance_pack_compliance):
        assert refusal(call, **BY_NAME)[0] == "NoSuchConformancePackException"
    missing = {"ConformancePackNames": ["base"]}
    found = refusal(config.describe_conformance_packs, **missing)[0]
    assert found == "NoSuchConformancePackException"
    assert config.describe_conformance_pack_status(**missing)["ConformancePackStatusDetails"] == []


def test_an_update_changes_and_deletes_rules(config: Any) -> None:
    config.put_conformance_pack(**BY_NAME, TemplateBody=TEMPLATE)
    config.put_conformance_pack(**BY_NAME, TemplateBody=ONE)
    assert status(config)["ConformancePackState"] == "UPDATE_COMPLETE"
    assert [name.partition("-conformance")[0] for name in rules(config)] == ["encrypted-volumes"]


def test_a_pack_tells_whether_it_is_met(client: Any, config: Any, refusal: Any) -> None:
    config.put_conformance_pack(**BY_NAME, TemplateBody=TEMPLATE)
    ec2, where = client("ec2"), {"AvailabilityZone": "us-east-1a", "Size": 1}
    good = ec2.create_volume(**where, Encrypted=True)["VolumeId"]
    bad = ec2.create_volume(**where)["VolumeId"]
    keys, volumes = rules(config)
    found = config.describe_conformance_pack_compliance(**BY_NAME)
    told = {
        r["ConfigRuleName"]: r["ComplianceType"] for r in found["ConformancePackRuleComplianceList"]
    }
    assert told == {keys: "INSUFFICIENT_DATA", volumes: "NON_COMPLIANT"}
    chosen = {"ConfigRuleNames": [volumes], "ComplianceType": "NON_COMPLIANT"}
    details = config.get_conformance_pack_compliance_details(**BY_NAME, Filters=chosen)
    (only,) = details["ConformancePackRuleEvaluationResults"]
    qualifier = only["EvaluationResultIdentifier"]["EvaluationResultQualifier"]
    assert qualifier["ResourceId"] == bad != good
    (summary,) = config.get_conformance_pack_compliance_summary(ConformancePackNames=["base"])[
        "ConformancePackComplianceSummaryList"
    ]
    assert summary["ConformancePackComplianceStatus"] == "NON_COMPLIANT"
    (score,) = config.list_conformance_pack_compliance_scores()["ConformancePackComplianceScores"]
    assert score["Score"] == "50.00"
    none = {"ConfigRuleNames": ["none"]}
    code = refusal(config.get_conformance_pack_compliance_details, **BY_NAME, Filters=none)[0]
    assert code == "NoSuchConfigRuleInConformancePackException"


def test_it_is_in_progress_for_a_while(entrance: Any, refusal: Any) -> None:
    app = Emulator(authority=ReasonedAuthority(), behavior=Behavior(delay=3))
    config = entrance.client(app, "config")
    make_log_bucket(entrance.client(app, "s3"), "logs", "config")
    start_recorder(config, make_config_role(entrance.client(app, "iam")), "logs")
    config.put_conformance_pack(**BY_NAME, TemplateBody=ONE)
    for call, given in (
        (config.put_conformance_pack, {"TemplateBody": ONE}),
        (config.delete_conformance_pack, {}),
    ):
        assert refusal(call, **BY_NAME, **given)[0] == "ResourceInUseException"
    seen = wait(config, "CREATE_COMPLETE")
    assert "CREATE_IN_PROGRESS" in seen
    config.delete_conformance_pack(**BY_NAME)
    assert "DELETE_IN_PROGRESS" in wait(config, "")


def wait(config: Any, end: str) -> list[str]:
    seen: list[str] = []
    for _ in range(8):
        found = config.describe_conformance_pack_status()["ConformancePackStatusDetails"]
        seen.append(found[0]["ConformancePackState"] if found else "")
        if seen[-1] == end:
            return seen
    raise AssertionError(seen)


def test_without_a_recorder_it_fails(client: Any) -> None:
    config = client("config")
    config.put_conformance_pack(**BY_NAME, TemplateBody=ONE)
    found = status(config)
    assert found["ConformancePackState"] == "CREATE_FAILED"
    assert found["ConformancePackStatusReason"] == "NoAvailableConfigurationRecorder"


def test_what_it_made_is_deleted_where_it_fails(config: Any) -> None:
    wrong = (
        ONE
        + """
  Unknown:
    Type: AWS::Config::ConfigRule
    Properties:
      Source: {Owner: AWS, SourceIdentifier: NO_SUCH_RULE}
"""
    )
    config.put_conformance_pack(**BY_NAME, TemplateBody=wrong)
    assert status(config)["ConformancePackState"] == "CREATE_FAILED"
    assert "NO_SUCH_RULE" in status(config)["ConformancePackStatusReason"]
    assert rules(config) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "InvalidParameterValueException"),
        ({"TemplateBody": "Resources: {}"}, "ConformancePackTemplateValidationException"),
        (
            {"TemplateBody": ONE, "TemplateS3Uri": "s3://logs/a"},
            "InvalidParameterValueException",
        ),
        ({"TemplateS3Uri": "s3://logs/none"}, "InsufficientPermissionsException"),
        (
            {"TemplateSSMDocumentDetails": {"DocumentName": "none"}},
            "InsufficientPermissionsException",
        ),
        ({"Source": {"SourceIdentifier": "CIS"}}, "UnknownOperationException"),
    ],
)
def test_what_is_refused(config: Any, refusal: Any, given: dict[str, Any], code: str) -> None:
    assert refusal(config.put_conformance_pack, **BY_NAME, **given)[0] == code


def test_a_template_can_be_in_s3(client: Any, config: Any) -> None:
    client("s3").put_object(Bucket="logs", Key="packs/one.yaml", Body=ONE.encode())
    config.put_conformance_pack(**BY_NAME, TemplateS3Uri="s3://logs/packs/one.yaml")
    assert status(config)["ConformancePackState"] == "CREATE_COMPLETE"


def test_an_account_has_fifty_packs(config: Any, refusal: Callable[..., Any]) -> None:
    for number in range(50):
        config.put_conformance_pack(ConformancePackName=f"p{number}", TemplateBody=ONE)
    found = refusal(config.put_conformance_pack, **BY_NAME, TemplateBody=ONE)[0]
    assert found == "MaxNumberOfConformancePacksExceededException"
