import json
from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.emulator.security.service_access import can_export

SERVICE = "macie.amazonaws.com"
ARN = "arn:aws:s3:::results/prefix"


def policy(action: Any = "*", service: Any = SERVICE, effect: str = "Allow") -> str:
    statement = {"Effect": effect, "Principal": {"Service": service}, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [{**statement, "Action": action}]})


@pytest.mark.parametrize(
    ("bucket", "key", "missing"),
    [
        (policy("s3:Put*"), policy(["kms:Decrypt", "kms:GenerateDataKey*"]), ""),
        (policy(service=["a.amazonaws.com", SERVICE]), policy(), ""),
        (policy("s3:GetObject"), policy(), "S3 bucket"),
        (policy(effect="Deny"), policy(), "S3 bucket"),
        (policy(service="a.amazonaws.com"), policy(), "S3 bucket"),
        (policy(), policy("kms:Decrypt"), "KMS key"),
    ],
)
def test_both_policies_have_to_let_the_service_in(
    client: Any, emulator: Emulator, bucket: str, key: str, missing: str
) -> None:
    client("s3").create_bucket(Bucket="results")
    client("s3").put_bucket_policy(Bucket="results", Policy=bucket)
    arn = client("kms").create_key(Policy=key)["KeyMetadata"]["Arn"]
    with emulator.mounted():
        assert can_export(SERVICE, ARN, arn) == missing


def test_what_does_not_exist_lets_nobody_in(client: Any, emulator: Emulator) -> None:
    with emulator.mounted():
        assert can_export(SERVICE, ARN, "key") == "S3 bucket"
    client("s3").create_bucket(Bucket="results")
    client("s3").put_bucket_policy(Bucket="results", Policy=policy())
    with emulator.mounted():
        for key in ("key", "arn:aws:kms:us-east-1:123456789012:key/none", "arn:aws:kms:x:y:key/z"):
            assert can_export(SERVICE, ARN, key) == "KMS key"
