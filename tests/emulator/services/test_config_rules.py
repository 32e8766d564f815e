from typing import Any

import pytest
from log_targets import make_config_role, make_log_bucket, start_recorder

from ringwall.emulator.app import Emulator
from ringwall.emulator.services.config_rules import make_result_token

MANAGED = {
    "ConfigRuleName": "volumes",
    "Source": {"Owner": "AWS", "SourceIdentifier": "ENCRYPTED_VOLUMES"},
}
UNKNOWN = {
    "ConfigRuleName": "mfa",
    "Source": {"Owner": "AWS", "SourceIdentifier": "ROOT_ACCOUNT_MFA_ENABLED"},
}
REPORT = {
    "ComplianceResourceType": "AWS::::Account",
    "ComplianceResourceId": "123456789012",
    "ComplianceType": "NON_COMPLIANT",
    "Annotation": "no MFA",
    "OrderingTimestamp": "2026-01-01T00:00:00Z",
}


@pytest.fixture
def config(client: Any) -> Any:
    """Return a client of Config in an account that records, with two rules."""
    found = client("config")
    make_log_bucket(client("s3"), "logs", "config")
    start_recorder(found, make_config_role(client("iam")), "logs")
    for rule in (MANAGED, UNKNOWN):
        found.put_config_rule(ConfigRule=rule)
    return found


def judge(config: Any, name: str) -> str:
    found = config.describe_compliance_by_config_rule(ConfigRuleNames=[name])
    text: str = found["ComplianceByConfigRules"][0]["Compliance"]["ComplianceType"]
    return text


def test_known_rules_are_evaluated_as_things_are(client: Any, config: Any) -> None:
    ec2 = client("ec2")
    assert judge(config, "volumes") == "INSUFFICIENT_DATA"
    where = {"AvailabilityZone": "us-east-1a", "Size": 1}
    good = ec2.create_volume(**where, Encrypted=True)["VolumeId"]
    assert judge(config, "volumes") == "COMPLIANT"
    bad = ec2.create_volume(**where)["VolumeId"]
    assert judge(config, "volumes") == "NON_COMPLIANT"
    results = config.get_compliance_details_by_config_rule(ConfigRuleName="volumes")
    found = {
        r["EvaluationResultIdentifier"]["EvaluationResultQualifier"]["ResourceId"]: r[
            "ComplianceType"
        ]
        for r in results["EvaluationResults"]
    }
    assert found == {good: "COMPLIANT", bad: "NON_COMPLIANT"}
    named = {"ResourceType": "AWS::EC2::Volume", "ResourceId": bad}
    (one,) = config.get_compliance_details_by_resource(**named)["EvaluationResults"]
    assert one["ComplianceType"] == "NON_COMPLIANT"
    (shown,) = config.describe_compliance_by_resource(**named)["ComplianceByResources"]
    assert shown["Compliance"]["ComplianceContributorCount"]["CappedCount"] == 1
    config.start_config_rules_evaluation(ConfigRuleNames=["volumes"])


def test_of_other_rules_it_is_known_what_was_reported(config: Any, refusal: Any) -> None:
    assert judge(config, "mfa") == "INSUFFICIENT_DATA"
    assert refusal(config.start_config_rules_evaluation, ConfigRuleNames=["mfa"])[1] == 501
    config.put_external_evaluation(ConfigRuleName="mfa", ExternalEvaluation=REPORT)
    (found,) = config.get_compliance_details_by_config_rule(ConfigRuleName="mfa")[
        "EvaluationResults"
    ]
    assert (found["ComplianceType"], found["Annotation"]) == ("NON_COMPLIANT", "no MFA")
    summary = config.get_compliance_summary_by_config_rule()["ComplianceSummary"]
    assert summary["NonCompliantResourceCount"]["CappedCount"] == 1
    config.delete_evaluation_results(ConfigRuleName="mfa")
    assert judge(config, "mfa") == "INSUFFICIENT_DATA"


def test_whoever_has_the_token_of_a_rule_reports(
    emulator: Emulator, config: Any, refusal: Any
) -> None:
    class Place:
        account_id, region = "123456789012", "us-east-1"

    place: Any = Place()
    report = {"Evaluations": [REPORT]}
    code = refusal(config.put_evaluations, **report, ResultToken="x")[0]
    assert code == "InvalidResultTokenException"
    config.put_evaluations(**report, ResultToken="x", TestMode=True)
    assert judge(config, "mfa") == "INSUFFICIENT_DATA"
    config.put_evaluations(**report, ResultToken=make_result_token(place, "mfa"))
    assert judge(config, "mfa") == "NON_COMPLIANT"
    assert emulator.guesses == []


def test_a_rule_must_exist(config: Any, refusal: Any) -> None:
    code = refusal(config.describe_compliance_by_config_rule, ConfigRuleNames=["none"])[0]
    assert code == "NoSuchConfigRuleException"
