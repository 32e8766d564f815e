"""A secret that the user has named is read; a Reader itself still reads none."""

from typing import Any

import pytest

from ringwall.aws.secret_value import OPERATION, locate_secret, read_secret_value
from ringwall.model.errors import BadInput, CallFailed


def test_the_text_of_a_secret_is_read(team: Any) -> None:
    reader, client = team
    made = client("secretsmanager").create_secret(Name="slack", SecretString="xoxb-1")
    assert read_secret_value(reader, made["ARN"]) == "xoxb-1"
    assert locate_secret(made["ARN"]) == (reader.account_id, "us-east-1")


def test_a_reader_itself_reads_none(team: Any) -> None:
    reader, _ = team
    with pytest.raises(ValueError, match="a Reader only reads"):
        reader.call(OPERATION, SecretId="slack")


def test_a_secret_that_is_gone_or_no_text_is_a_failed_call(team: Any) -> None:
    reader, client = team
    arn = f"arn:aws:secretsmanager:us-east-1:{reader.account_id}:secret:none-AbCdEf"
    with pytest.raises(CallFailed):
        read_secret_value(reader, arn)
    made = client("secretsmanager").create_secret(Name="binary", SecretBinary=b"x")
    with pytest.raises(CallFailed, match="holds no text"):
        read_secret_value(reader, made["ARN"])


@pytest.mark.parametrize(
    "arn", ["", "slack", "arn:aws:s3:::x", "arn:aws:secretsmanager:eu-west-1:1:secret:x", "a\nb"]
)
def test_what_is_no_arn_of_a_secret_is_refused(arn: str) -> None:
    with pytest.raises(BadInput):
        locate_secret(arn)


def test_a_secret_of_another_account_needs_its_reader(team: Any) -> None:
    reader, _ = team
    arn = "arn:aws:secretsmanager:us-east-1:999999999999:secret:x"
    with pytest.raises(ValueError, match="another account or Region"):
        read_secret_value(reader, arn)
