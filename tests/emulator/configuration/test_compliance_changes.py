"""What is told of verdicts of Config's rules: events, and findings in Security Hub."""

from typing import Any

import pytest
from log_targets import make_config_role
from policy_texts import allow, make_service_role, write

from ringwall.emulator.app import Emulator
from ringwall.emulator.configuration.compliance_changes import find_asff_type

RULE = {
    "ConfigRuleName": "mfa",
    "Source": {"Owner": "AWS", "SourceIdentifier": "ROOT_ACCOUNT_MFA_ENABLED"},
}
VOLUMES = {
    "ConfigRuleName": "volumes",
    "Source": {"Owner": "AWS", "SourceIdentifier": "ENCRYPTED_VOLUMES"},
}
SUBSCRIPTION = "arn:aws:securityhub:us-east-1:123456789012:product-subscription/aws/config"


@pytest.fixture
def config(client: Any) -> Any:
    """Return a client of Config in an account with Security Hub and a rule."""
    client("securityhub").enable_security_hub(EnableDefaultStandards=False)
    found = client("config")
    recorder = {"name": "default", "roleARN": make_config_role(client("iam"))}
    found.put_configuration_recorder(ConfigurationRecorder=recorder)
    found.put_config_rule(ConfigRule=RULE)
    return found


def report(config: Any, verdict: str, kind: str = "AWS::IAM::User", own: str = "AIDA1") -> None:
    given = {"ComplianceResourceType": kind, "ComplianceResourceId": own}
    given |= {"ComplianceType": verdict, "OrderingTimestamp": "2026-01-01T00:00:00Z"}
    config.put_external_evaluation(ConfigRuleName="mfa", ExternalEvaluation=given)


def told(emulator: Emulator) -> list[tuple[str, str]]:
    found = [e for e in emulator.state.published if e.source == "aws.config"]
    assert {e.detail_type for e in found} <= {"Config Rules Compliance Change"}
    return [
        (
            e.detail.get("oldEvaluationResult", {}).get("complianceType", ""),
            e.detail["newEvaluationResult"]["complianceType"],
        )
        for e in found
    ]


def test_each_change_of_a_verdict_is_told_once(emulator: Emulator, config: Any) -> None:
    for verdict in ("NON_COMPLIANT", "NON_COMPLIANT", "COMPLIANT"):
        report(config, verdict)
    assert told(emulator) == [("", "NON_COMPLIANT"), ("NON_COMPLIANT", "COMPLIANT")]
    changes = [e.detail for e in emulator.state.published if e.source == "aws.config"]
    assert changes[0]["configRuleName"] == "mfa"
    assert changes[0]["resourceId"] == "AIDA1"
    assert changes[0]["messageType"] == "ComplianceChangeNotification"


def test_a_verdict_that_is_gone_is_new_again(emulator: Emulator, config: Any) -> None:
    for verdict in ("NON_COMPLIANT", "NOT_APPLICABLE", "NON_COMPLIANT"):
        report(config, verdict)
    assert told(emulator) == [("", "NON_COMPLIANT"), ("", "NON_COMPLIANT")]


def test_security_hub_has_one_finding_for_a_resource(client: Any, config: Any) -> None:
    hub = client("securityhub")
    report(config, "NON_COMPLIANT")
    (found,) = hub.get_findings()["Findings"]
    assert (found["ProductName"], found["Title"]) == ("Config", "mfa")
    assert (found["Compliance"]["Status"], found["Severity"]["Label"]) == ("FAILED", "MEDIUM")
    arn = config.describe_config_rules()["ConfigRules"][0]["ConfigRuleArn"]
    assert found["GeneratorId"] == arn
    assert found["ProductFields"]["aws/config/ConfigComplianceType"] == "NON_COMPLIANT"
    assert [(r["Type"], r["Id"]) for r in found["Resources"]] == [("AwsIamUser", "AIDA1")]
    report(config, "COMPLIANT")
    (again,) = hub.get_findings()["Findings"]
    assert (again["Id"], again["Compliance"]["Status"]) == (found["Id"], "PASSED")
    assert again["CreatedAt"] == found["CreatedAt"]
    report(config, "NON_COMPLIANT", "AWS::::Account", "123456789012")
    types = {r["Type"] for f in hub.get_findings()["Findings"] for r in f["Resources"]}
    assert types == {"AwsIamUser", "AwsAccount"}


def test_nothing_comes_where_the_integration_is_off(client: Any, config: Any) -> None:
    hub = client("securityhub")
    hub.disable_import_findings_for_product(ProductSubscriptionArn=SUBSCRIPTION)
    report(config, "NON_COMPLIANT")
    assert hub.get_findings()["Findings"] == []


def test_rules_that_are_evaluated_here_tell_when_they_are(
    client: Any, emulator: Emulator, config: Any
) -> None:
    service = {"Principal": {"Service": "config.amazonaws.com"}}
    wanted = ("s3:GetBucketAcl", "s3:ListBucket", "s3:PutObject")
    may = allow(*wanted, resource=["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"], **service)
    client("s3").create_bucket(Bucket="logs")
    client("s3").put_bucket_policy(Bucket="logs", Policy=write(may))
    role = make_service_role(client("iam"), "config", "config", allow("s3:*"))
    group = {"allSupported": True, "includeGlobalResourceTypes": True}
    recorder = {"name": "default", "roleARN": role, "recordingGroup": group}
    config.put_configuration_recorder(ConfigurationRecorder=recorder)
    config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": "logs"})
    config.start_configuration_recorder(ConfigurationRecorderName="default")
    config.put_config_rule(ConfigRule=VOLUMES)
    made = client("ec2").create_volume(AvailabilityZone="us-east-1a", Size=1)["VolumeId"]
    assert told(emulator) == []
    config.start_config_rules_evaluation(ConfigRuleNames=["volumes"])
    assert told(emulator) == [("", "NON_COMPLIANT")]
    config.describe_compliance_by_config_rule(ConfigRuleNames=["volumes"])
    assert told(emulator) == [("", "NON_COMPLIANT")]
    (found,) = client("securityhub").get_findings()["Findings"]
    arn = f"arn:aws:ec2:us-east-1:123456789012:volume/{made}"
    assert [(r["Type"], r["Id"]) for r in found["Resources"]] == [("AwsEc2Volume", arn)]


@pytest.mark.parametrize(
    ("resource_type", "expected"),
    [
        ("AWS::EC2::Volume", "AwsEc2Volume"),
        ("AWS::RDS::DBInstance", "AwsRdsDbInstance"),
        ("AWS::KMS::Key", "AwsKmsKey"),
        ("AWS::::Account", "AwsAccount"),
        ("AWS::EFS::FileSystem", "Other"),
    ],
)
def test_types_have_their_names_of_asff(resource_type: str, expected: str) -> None:
    assert find_asff_type(resource_type) == expected
