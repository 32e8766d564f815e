"""How to reach AWS."""

import pytest

from ringwall.aws.session import DEFAULT_ROLE
from ringwall.jobs.connection import AwsAccess
from ringwall.model.errors import BadInput, NoCredentials


def test_sessions_are_made_of_the_choices_once() -> None:
    connection = AwsAccess(
        region="eu-west-1",
        role="Audit",
        via=("arn:aws:iam::111122223333:role/a",),
        external_id="x",
        endpoint_url="http://127.0.0.1:1",
    )
    sessions = connection.sessions
    assert connection.sessions is sessions
    assert (sessions.home_region, sessions.role) == ("eu-west-1", "Audit")
    assert sessions.chain == ("arn:aws:iam::111122223333:role/a",)
    assert (sessions.external_id, sessions.endpoint_url) == ("x", "http://127.0.0.1:1")


def test_what_is_left_empty_comes_from_the_environment(
    aws_environment: pytest.MonkeyPatch,
) -> None:
    assert AwsAccess().sessions.home_region == "us-east-1"
    assert AwsAccess().sessions.role == DEFAULT_ROLE
    aws_environment.setenv("AWS_DEFAULT_REGION", "eu-west-3")
    assert AwsAccess().sessions.home_region == "eu-west-3"
    aws_environment.setenv("AWS_REGION", "eu-central-1")
    assert AwsAccess().sessions.home_region == "eu-central-1"
    assert AwsAccess(region="eu-west-1").sessions.home_region == "eu-west-1"
    with pytest.raises(NoCredentials):
        AwsAccess().sessions.identity()


@pytest.mark.parametrize("region", ["moon", "eu-west", "EU-WEST-1", "eu-west-1 ", "eu west 1"])
def test_a_region_that_cannot_be_is_bad_input(region: str) -> None:
    with pytest.raises(BadInput, match="set --region, AWS_REGION or the profile's region"):
        _ = AwsAccess(region=region).sessions


@pytest.mark.parametrize("region", ["us-east-1", "us-gov-west-1", "cn-north-1", "us-iso-east-1"])
def test_regions_of_every_partition_can_be(region: str) -> None:
    assert AwsAccess(region=region).sessions.home_region == region
