"""The buckets that a blueprint wants."""

import pytest
from wanted_detection import LOGS, WantedDetection

from ringwall.catalog.detection_keys import bucket_name
from ringwall.model.blueprint.landscape import organization_key
from ringwall.model.blueprint.wanted import Join, Ref, RowKey
from ringwall.plan.blueprint_file import parse_blueprint
from ringwall.plan.landscape import make_landscape

ORGANIZATION = Ref(organization_key("management"), "id")
TRAIL = "arn:aws:cloudtrail:eu-west-1:111111111111:trail/acme-trail"
ALONE = "accounts: {security: management, log_archive: management}\n"
NAME = f"acme-trail-{LOGS}-eu-west-1"
ARN = f"arn:aws:s3:::{NAME}"


def test_the_bucket_of_the_trail() -> None:
    row = WantedDetection().find("s3_bucket", "trail")
    assert row.key == RowKey("log-archive", "eu-west-1", "s3_bucket", "trail")
    by_trail = {"aws:SourceOrgID": ORGANIZATION, "aws:SourceArn": TRAIL}
    assert row.columns == {
        "name": NAME,
        "object_lock_enabled": True,
        "block_public_acls": True,
        "ignore_public_acls": True,
        "block_public_policy": True,
        "restrict_public_buckets": True,
        "object_ownership": "BucketOwnerEnforced",
        "versioning_status": "Enabled",
        "sse_algorithm": "aws:kms",
        "kms_master_key_id": Ref(RowKey("log-archive", "eu-west-1", "kms_key", "trail"), "arn"),
        "bucket_key_enabled": True,
        "object_lock_mode": "GOVERNANCE",
        "object_lock_days": 365,
        "lifecycle_rules": [
            {
                "ID": "expire",
                "Status": "Enabled",
                "Filter": {"Prefix": ""},
                "Expiration": {"Days": 731},
                "NoncurrentVersionExpiration": {"NoncurrentDays": 365},
                "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
            }
        ],
        "policy": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "RequireTls",
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "s3:*",
                    "Resource": [ARN, f"{ARN}/*"],
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                },
                {
                    "Sid": "ReadAcl",
                    "Effect": "Allow",
                    "Principal": {"Service": "cloudtrail.amazonaws.com"},
                    "Action": ["s3:GetBucketAcl"],
                    "Resource": ARN,
                    "Condition": {"StringEquals": by_trail},
                },
                {
                    "Sid": "Write",
                    "Effect": "Allow",
                    "Principal": {"Service": "cloudtrail.amazonaws.com"},
                    "Action": ["s3:PutObject"],
                    "Resource": [
                        f"{ARN}/AWSLogs/111111111111/*",
                        Join((f"{ARN}/AWSLogs/", ORGANIZATION, "/*")),
                    ],
                    "Condition": {
                        "StringEquals": {
                            **by_trail,
                            "s3:x-amz-acl": "bucket-owner-full-control",
                        }
                    },
                },
            ],
        },
        "log_bucket": Ref(
            RowKey("log-archive", "eu-west-1", "s3_bucket", "access-logs-eu-west-1"), "name"
        ),
        "log_prefix": "s3/trail/",
    }


def test_the_bucket_of_config_has_no_lock() -> None:
    columns = WantedDetection().find("s3_bucket", "config").columns
    assert columns["object_lock_enabled"] is False
    assert "object_lock_mode" not in columns
    assert columns["kms_master_key_id"].key.name == "config"


def test_access_logs_are_kept_in_each_region_without_a_key() -> None:
    wanted = WantedDetection()
    for region in ("eu-west-1", "us-east-1"):
        row = wanted.find("s3_bucket", f"access-logs-{region}", region=region)
        assert row.columns["sse_algorithm"] == "AES256"
        assert row.columns["name"] == f"acme-access-logs-{LOGS}-{region}"
        assert {"kms_master_key_id", "log_bucket"}.isdisjoint(row.columns)
        services = {
            statement["Principal"]["Service"]
            for statement in row.columns["policy"]["Statement"]
            if statement["Effect"] == "Allow"
        }
        assert services == {
            "logdelivery.elasticloadbalancing.amazonaws.com",
            "delivery.logs.amazonaws.com",
            "logging.s3.amazonaws.com",
        }


def test_without_access_logs_no_bucket_logs() -> None:
    wanted = WantedDetection("access_logs: {enabled: false}")
    assert all("log_bucket" not in columns for columns in wanted.columns("s3_bucket").values())


@pytest.mark.parametrize(
    ("section", "name"),
    [
        ("trail", "trail"),
        ("config", "config"),
        ("flow_logs", "flow-logs"),
        ("resolver_logs", "resolver-logs"),
    ],
)
def test_what_is_off_has_no_bucket(section: str, name: str) -> None:
    wanted = WantedDetection(f"{section}: {{enabled: false}}")
    assert f"log-archive eu-west-1 {name}" not in wanted.names("s3_bucket")


def test_a_name_can_be_given() -> None:
    wanted = WantedDetection("trail: {s3_bucket_name: our-trail}")
    assert wanted.find("s3_bucket", "trail").columns["name"] == "our-trail"


def test_a_derived_name_fits_into_what_s3_allows() -> None:
    text = f"blueprint: {'a' * 31}b\nhome_region: ap-southeast-1\n" + ALONE
    landscape = make_landscape(parse_blueprint(text.encode(), "r.yaml"))
    parts = bucket_name(landscape, "resolver-logs")
    assert isinstance(parts, Join)
    assert len("".join(each if isinstance(each, str) else LOGS for each in parts.parts)) <= 63


def test_findings_have_a_bucket_where_they_are_exported() -> None:
    name = "log-archive eu-west-1 guardduty"
    assert name not in WantedDetection().names("s3_bucket")
    assert name in WantedDetection(rest="level: strict\n").names("s3_bucket")
