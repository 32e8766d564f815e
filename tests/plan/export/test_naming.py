"""Names in exports."""

import pytest

from ringwall.catalog.resource_types import load_resource_types
from ringwall.model.blueprint.wanted import RowKey
from ringwall.model.export import TableExport
from ringwall.plan.export.naming import (
    find_attribute,
    name_row,
    write_attribute,
    write_camel,
    write_local_name,
    write_logical_id,
    write_plain,
    write_terraform_type,
    write_top_attribute,
)
from ringwall.plan.export.resource import ExportedKey

KEY = ExportedKey(RowKey("prod", "eu-west-1", "s3_bucket", "logs-eu-west-1"))
TYPES = load_resource_types()


def test_a_logical_id_has_letters_and_digits_and_is_free() -> None:
    assert write_logical_id(KEY, (), anywhere=False) == "S3BucketLogsEuWest1"
    assert write_logical_id(KEY, {"S3BucketLogsEuWest1"}, anywhere=False) == "S3BucketLogsEuWest12"
    assert write_logical_id(KEY._replace(part=1), (), anywhere=True) == "S3BucketLogsPart1"
    assert write_camel("eu-west-1", "a b") == "EuWest1AB"


def test_a_local_name_is_one_of_terraform() -> None:
    assert write_local_name(KEY, ()) == "eu_west_1_logs_eu_west_1"
    assert write_local_name(KEY, {"eu_west_1_logs_eu_west_1"}) == "eu_west_1_logs_eu_west_1_2"
    assert write_plain("1-a") == "n_1_a"


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("KmsKeyId", "kms_key_id"),
        ("KMSKeyId", "kms_key_id"),
        ("S3BucketName", "s3_bucket_name"),
        ("ScanEc2InstanceWithFindings", "scan_ec_2_instance_with_findings"),
        ("RoleARN", "role_arn"),
        ("SSEAlgorithm", "sse_algorithm"),
        ("HubV2", "hub_v2"),
        ("AWSServiceName", "aws_service_name"),
    ],
)
def test_an_attribute_is_called_as_the_provider_calls_it(name: str, attribute: str) -> None:
    assert write_attribute(name) == attribute


def test_id_is_terraforms_own() -> None:
    type_ = TYPES["AWS::GuardDuty::Detector"]
    assert write_terraform_type(type_) == "awscc_guardduty_detector"
    assert write_top_attribute("Id", type_) == "detector_id"
    assert write_top_attribute("Enable", type_) == "enable"


@pytest.mark.parametrize(
    ("name", "column", "attribute"),
    [
        ("AWS::KMS::Key", "key_id", "KeyId"),
        ("AWS::KMS::Key", "arn", "Arn"),
        ("AWS::GuardDuty::Detector", "detector_id", "Id"),
        ("AWS::CloudTrail::Trail", "trail_arn", "Arn"),
        ("AWS::SNS::Topic", "arn", "TopicArn"),
        ("AWS::EC2::FlowLog", "flow_log_id", "Id"),
        ("AWS::GuardDuty::PublishingDestination", "destination_id", "Id"),
        ("AWS::SecurityHub::Hub", "arn", "ARN"),
        ("AWS::IAM::Role", "role_name", "RoleName"),
        ("AWS::GuardDuty::Detector", "arn", ""),
    ],
)
def test_what_others_refer_to_is_found_by_its_name(name: str, column: str, attribute: str) -> None:
    assert find_attribute(TYPES[name], TableExport("x"), column) == attribute


def test_an_export_says_it_where_the_name_does_not() -> None:
    export = TableExport("x", attributes={"arn": ""})
    assert find_attribute(TYPES["AWS::KMS::Key"], export, "arn") == ""


def test_a_row_is_named_with_its_place() -> None:
    assert name_row(KEY.row) == "s3_bucket logs-eu-west-1 (prod, eu-west-1)"
    assert name_row(KEY.row._replace(region="global")) == "s3_bucket logs-eu-west-1 (prod)"
