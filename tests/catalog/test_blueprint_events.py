"""The rules that a blueprint wants for findings."""

from wanted_detection import WantedDetection

from ringwall.model.blueprint.wanted import Ref, RowKey

TOPIC = RowKey("security", "eu-west-1", "sns_topic", "findings")
ROLE = RowKey("security", "global", "iam_role", "findings-to-home")


def test_grave_findings_are_sent() -> None:
    wanted = WantedDetection("rules: {guardduty_severity: 5}")
    assert wanted.names("events_rule") == [
        "security eu-west-1 guardduty",
        "security eu-west-1 security-hub",
        "security us-east-1 guardduty",
    ]
    rule = wanted.find("events_rule", "guardduty", region="us-east-1")
    assert rule.columns == {
        "event_bus_name": "default",
        "name": "acme-guardduty",
        "description": "acme: findings of guardduty",
        "state": "ENABLED",
        "event_pattern": {
            "source": ["aws.guardduty"],
            "detail-type": ["GuardDuty Finding"],
            "detail": {"severity": [{"numeric": [">=", 5]}]},
        },
    }
    pattern = wanted.find("events_rule", "security-hub").columns["event_pattern"]
    assert pattern["detail"]["findings"]["Severity"] == {"Label": ["CRITICAL", "HIGH"]}


def test_at_home_they_go_to_the_topic() -> None:
    target = WantedDetection().find("events_target", "guardduty", region="eu-west-1")
    assert target.columns == {
        "target_id": "acme-guardduty",
        "target_arn": Ref(TOPIC, "arn"),
    }
    assert target.given == {"rule": "acme-guardduty", "event_bus_name": "default"}


def test_from_elsewhere_they_go_home() -> None:
    target = WantedDetection().find("events_target", "guardduty", region="us-east-1")
    assert target.columns == {
        "target_id": "acme-guardduty",
        "target_arn": "arn:aws:events:eu-west-1:222222222222:event-bus/default",
        "role_arn": Ref(ROLE, "arn"),
    }
    assert RowKey("security", "global", "iam_role_policy", "findings-to-home") in target.needs


def test_what_is_off_has_no_rule() -> None:
    off = "guardduty: {enabled: false}, security_hub: {enabled: false}"
    assert WantedDetection(off).names("events_rule") == []
    assert WantedDetection("rules: {enabled: false}").names("events_rule") == []
