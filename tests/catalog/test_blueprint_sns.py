"""The topics that a blueprint wants for alarms and findings."""

from wanted_detection import WantedDetection

from ringwall.catalog.loader import load_manual_parts
from ringwall.model.blueprint.manual_step import ManualStep
from ringwall.model.blueprint.wanted import Ref, RowKey
from ringwall.plan.blueprint_file import parse_blueprint
from ringwall.plan.landscape import make_landscape

TOPIC = RowKey("security", "eu-west-1", "sns_topic", "findings")
ARN = "arn:aws:sns:eu-west-1:222222222222:acme-findings"


def test_the_topic_of_findings_is_for_eventbridge_alone() -> None:
    row = WantedDetection().find("sns_topic", "findings")
    assert (row.key, row.given) == (TOPIC, {"topic_name": "acme-findings"})
    assert row.columns == {
        "kms_master_key_id": Ref(RowKey("security", "eu-west-1", "kms_key", "findings"), "arn"),
        "policy": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "Publish",
                    "Effect": "Allow",
                    "Principal": {"Service": "events.amazonaws.com"},
                    "Action": ["sns:Publish"],
                    "Resource": ARN,
                    "Condition": {"StringEquals": {"aws:SourceAccount": "222222222222"}},
                },
                {
                    "Sid": "RequireTls",
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "sns:Publish",
                    "Resource": ARN,
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                },
            ],
        },
    }


def test_who_is_named_subscribes() -> None:
    wanted = WantedDetection("rules: {email_addresses: [soc@acme.io]}")
    assert wanted.columns("sns_subscription") == {
        "security eu-west-1 soc@acme.io": {
            "topic_arn": Ref(TOPIC, "arn"),
            "protocol": "email",
            "endpoint": "soc@acme.io",
        }
    }


def test_alarms_have_a_topic_where_they_are() -> None:
    wanted = WantedDetection("alarms: {email_addresses: [soc@acme.io]}, rules: {enabled: false}")
    assert wanted.names("sns_topic") == ["management eu-west-1 alarms"]
    assert wanted.names("sns_subscription") == ["management eu-west-1 soc@acme.io"]


MANY = b"""
blueprint: acme
home_region: eu-west-1
accounts:
  email: "aws+{account}@example.com"
  root: [security, log-archive]
  accounts: {security: {id: "222222222222"}}
  workload_alert: {email_addresses: [soc@acme.io]}
detection:
  alarms: {email_addresses: [soc@acme.io]}
  rules: {email_addresses: [soc@acme.io]}
response:
  notifications:
    enabled: true
    responder_email_addresses: [soc@acme.io]
    approver_email_addresses: [ciso@acme.io]
"""


def list_steps(text: bytes) -> list[ManualStep]:
    landscape = make_landscape(parse_blueprint(text, "r.yaml"))
    return [
        step
        for part in load_manual_parts()
        for step in part.steps(landscape)
        if step.name == "sns.subscription"
    ]


def test_every_subscription_is_a_step_by_hand() -> None:
    assert [
        (step.account, step.title.partition("subscription of ")[2]) for step in list_steps(MANY)
    ] == [
        ("management", "soc@acme.io to ringwall-management-workloads in eu-west-1"),
        ("management", "soc@acme.io to acme-alarms in eu-west-1"),
        ("security", "soc@acme.io to acme-findings in eu-west-1"),
        ("security", "soc@acme.io to acme-responders in eu-west-1"),
        ("security", "ciso@acme.io to acme-approvals in eu-west-1"),
    ]


def test_a_confirmed_subscription_to_one_topic_is_none_to_another() -> None:
    named = [step.evidence.others["topic_arn"] for step in list_steps(MANY) if step.evidence]
    assert named[2:] == [
        "arn:aws:sns:eu-west-1:222222222222:acme-findings",
        "arn:aws:sns:eu-west-1:222222222222:acme-responders",
        "arn:aws:sns:eu-west-1:222222222222:acme-approvals",
    ]


def test_what_is_off_needs_nobody_to_confirm() -> None:
    off = MANY.replace(b"enabled: true", b"enabled: false")
    off = off.replace(b"detection:\n", b"detection:\n  trail: {enabled: false}\n")
    off = off.replace(b"rules: {", b"rules: {enabled: false, ")
    assert [step.section for step in list_steps(off)] == ["accounts.workload_alert"]
