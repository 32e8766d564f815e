"""The topics that a blueprint wants for alarms and findings."""

from wanted_detection import WantedDetection

from ringwall.model.blueprint.wanted import Ref, RowKey

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
