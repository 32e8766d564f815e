"""The keys that a blueprint wants."""

from wanted_detection import WantedDetection

from ringwall.model.blueprint.wanted import Ref, RowKey

TRAIL = "arn:aws:cloudtrail:eu-west-1:111111111111:trail/acme-trail"


def test_the_key_of_the_trail() -> None:
    row = WantedDetection().find("kms_key", "trail")
    assert row.key == RowKey("log-archive", "eu-west-1", "kms_key", "trail")
    assert row.columns == {
        "description": "acme: trail",
        "key_policy": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "Account",
                    "Effect": "Allow",
                    "Principal": {"AWS": "arn:aws:iam::333333333333:root"},
                    "Action": "kms:*",
                    "Resource": "*",
                },
                {
                    "Sid": "CloudTrail",
                    "Effect": "Allow",
                    "Principal": {"Service": "cloudtrail.amazonaws.com"},
                    "Action": ["kms:GenerateDataKey*"],
                    "Resource": "*",
                    "Condition": {
                        "StringEquals": {
                            "aws:SourceArn": TRAIL,
                            "kms:EncryptionContext:aws:cloudtrail:arn": TRAIL,
                        }
                    },
                },
                {
                    "Sid": "Describe",
                    "Effect": "Allow",
                    "Principal": {"Service": "cloudtrail.amazonaws.com"},
                    "Action": ["kms:DescribeKey"],
                    "Resource": "*",
                    "Condition": {"StringEquals": {"aws:SourceArn": TRAIL}},
                },
            ],
        },
        "enable_key_rotation": True,
        "enabled": True,
    }


def test_each_key_has_an_alias() -> None:
    wanted = WantedDetection(rest="level: strict\n")
    aliases = wanted.columns("kms_alias")
    assert aliases.keys() == wanted.columns("kms_key").keys()
    assert aliases["management eu-west-1 alarms"] == {
        "alias_name": "alias/acme/alarms",
        "target_key_id": Ref(RowKey("management", "eu-west-1", "kms_key", "alarms"), "key_id"),
    }


def test_what_needs_no_key_has_none() -> None:
    off = ("trail", "config", "flow_logs", "resolver_logs", "rules")
    wanted = WantedDetection(", ".join(f"{name}: {{enabled: false}}" for name in off))
    assert wanted.names("kms_key") == []


def test_services_use_a_key_for_the_organization_alone() -> None:
    wanted = WantedDetection(rest="level: strict\n")
    for columns in wanted.columns("kms_key").values():
        _, *statements = columns["key_policy"]["Statement"]
        for statement in statements:
            keys = {key for test in statement["Condition"].values() for key in test}
            assert keys & {"aws:SourceOrgID", "aws:SourceAccount", "aws:SourceArn"}
