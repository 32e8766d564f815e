"""Objects that a service uses in the caller's name."""

from typing import Any

import pytest
from emulated_calls import make_call

from ringwall.emulator.needs.bucket_use import find_bucket_use

OBJECT = {"S3Bucket": "b", "S3Key": "k"}
ARN = "arn:aws:s3:::b"


def used(service: str, operation: str, /, **parameters: Any) -> list[tuple[str, str]]:
    found = find_bucket_use(make_call(service, operation, **parameters))
    return [(need.action, need.resource) for need in found]


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("CreateFunction", {"Code": OBJECT}),
        ("UpdateFunctionCode", OBJECT),
        ("PublishLayerVersion", {"Content": OBJECT}),
    ],
)
def test_code_is_read_by_the_caller(operation: str, parameters: Any) -> None:
    assert used("lambda", operation, **parameters) == [("s3:GetObject", f"{ARN}/k")]
    assert used("lambda", operation, FunctionName="f") == []


def test_version_of_code_is_another_permission() -> None:
    found = used("lambda", "UpdateFunctionCode", **OBJECT, S3ObjectVersion="3")
    assert found == [("s3:GetObjectVersion", f"{ARN}/k")]


def test_table_is_imported_from_what_the_caller_reads() -> None:
    source = {"S3Bucket": "b", "S3KeyPrefix": "in/"}
    found = used("dynamodb", "ImportTable", S3BucketSource=source)
    assert found == [("s3:ListBucket", ARN), ("s3:GetObject", f"{ARN}/in/*")]


def test_table_is_exported_to_what_the_caller_writes() -> None:
    found = used("dynamodb", "ExportTableToPointInTime", S3Bucket="b", S3Prefix="out/")
    assert found == [("s3:PutObject", f"{ARN}/out/*")]


def test_results_of_a_query_are_written_by_the_caller() -> None:
    place = {"OutputLocation": "s3://b/out/"}
    found = used("athena", "StartQueryExecution", QueryString="-", ResultConfiguration=place)
    assert found == [("s3:GetBucketLocation", ARN), ("s3:PutObject", f"{ARN}/out/*")]
    assert used("athena", "StartQueryExecution", QueryString="-") == []
