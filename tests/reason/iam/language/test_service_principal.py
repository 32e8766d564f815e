"""One service has one name here, however a partition spells its principal."""

import pytest

from ringwall.reason.iam.language.service_principal import (
    drop_region,
    is_service,
    read_service,
    spell_service,
)


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("ec2.amazonaws.com", "ec2.amazonaws.com"),
        ("ec2.amazonaws.com.cn", "ec2.amazonaws.com"),
        ("ec2.c2s.ic.gov", "ec2.amazonaws.com"),
        ("ec2.sc2s.sgov.gov", "ec2.amazonaws.com"),
        ("ec2.amazonaws.eu", "ec2.amazonaws.com"),
        ("logs.cn-north-1.amazonaws.com.cn", "logs.cn-north-1.amazonaws.com"),
        ("alexa-appkit.amazon.com", "alexa-appkit.amazon.com"),
    ],
)
def test_a_service_is_the_same_in_every_partition(name: str, service: str) -> None:
    assert read_service(name) == service
    assert is_service(name)


@pytest.mark.parametrize(
    "name",
    [
        "*",
        "amazonaws.com",
        "www.amazon.com",
        "cognito-identity.amazonaws.com",
        "cognito-identity.amazonaws.com.cn",
        "ec2.amazonaws.com.example.com",
        "accounts.google.com",
    ],
)
def test_an_identity_provider_is_no_service(name: str) -> None:
    assert not is_service(name)


@pytest.mark.parametrize(
    ("service", "without"),
    [
        ("states.eu-west-1.amazonaws.com", "states.amazonaws.com"),
        ("logs.us-gov-west-1.amazonaws.com", "logs.amazonaws.com"),
        ("tasks.apprunner.amazonaws.com", "tasks.apprunner.amazonaws.com"),
        ("alexa-appkit.amazon.com", "alexa-appkit.amazon.com"),
    ],
)
def test_a_region_is_no_part_of_a_service(service: str, without: str) -> None:
    assert drop_region(service) == without


@pytest.mark.parametrize(
    ("partition", "names"),
    [
        ("aws", ("ec2.amazonaws.com",)),
        ("aws-us-gov", ("ec2.amazonaws.com",)),
        ("aws-cn", ("ec2.amazonaws.com", "ec2.amazonaws.com.cn")),
        ("aws-iso", ("ec2.amazonaws.com", "ec2.c2s.ic.gov")),
    ],
)
def test_a_partition_may_have_two_names(partition: str, names: tuple[str, ...]) -> None:
    assert spell_service("ec2.amazonaws.com", partition) == names
    assert spell_service(names[-1], partition) == names
    assert spell_service("alexa-appkit.amazon.com", partition) == ("alexa-appkit.amazon.com",)
