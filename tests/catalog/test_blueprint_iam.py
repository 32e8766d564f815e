"""The roles that a blueprint wants for services of the layer detection."""

from wanted_detection import WantedDetection

from ringwall.model.blueprint.wanted import Ref, RowKey

ROLE = RowKey("management", "global", "iam_role", "trail-to-log-group")


def test_the_trail_writes_to_its_log_group_alone() -> None:
    wanted = WantedDetection()
    assert wanted.find("iam_role", ROLE.name).columns == {
        "role_name": "acme-trail-to-log-group",
        "path": "/",
        "assume_role_policy_document": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "CloudTrail",
                    "Effect": "Allow",
                    "Principal": {"Service": "cloudtrail.amazonaws.com"},
                    "Action": ["sts:AssumeRole"],
                    "Condition": {
                        "StringEquals": {
                            "aws:SourceArn": "arn:aws:cloudtrail:eu-west-1:111111111111:trail/"
                            "acme-trail"
                        }
                    },
                }
            ],
        },
    }
    assert wanted.find("iam_role_policy", ROLE.name).columns == {
        "role_name": Ref(ROLE, "role_name"),
        "policy_name": "trail-to-log-group",
        "policy_document": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                    "Resource": "arn:aws:logs:eu-west-1:111111111111:log-group:/aws/cloudtrail/"
                    "acme-trail:log-stream:*",
                }
            ],
        },
    }


def test_each_role_has_a_policy_and_trusts_one_account() -> None:
    wanted = WantedDetection("security_lake: {enabled: true}")
    roles = wanted.columns("iam_role")
    assert [key.rpartition(" ")[2] for key in sorted(roles)] == [
        "trail-to-log-group",
        "config-aggregator",
        "findings-to-home",
        "security-lake",
    ]
    assert wanted.columns("iam_role_policy").keys() == roles.keys()
    for columns in roles.values():
        (statement,) = columns["assume_role_policy_document"]["Statement"]
        assert {"aws:SourceAccount", "aws:SourceArn"} & statement["Condition"][
            "StringEquals"
        ].keys()
