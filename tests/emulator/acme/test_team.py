from typing import Any

import pytest

from ringwall.emulator.acme.team import Team, join_account, make_session, make_tags
from ringwall.emulator.app import Emulator

KEYS = {"AccessKeyId": "AKIATEAM", "SecretAccessKey": "none"}


@pytest.fixture
def team(emulator: Emulator) -> Team:
    session = make_session(emulator, KEYS)
    return Team(emulator, "123456789012", "management", session)


def test_client_is_made_once_for_a_service_and_region(team: Team) -> None:
    assert team.client("sqs") is team.client("sqs", "us-east-1")
    assert team.client("sqs") is not team.client("sqs", "eu-west-1")
    assert team.client("sqs", "eu-west-1").meta.region_name == "eu-west-1"


def test_member_is_entered_by_its_role(team: Team, client: Any, member: str) -> None:
    found = join_account(team, member, "dev")
    who = found.client("sts").get_caller_identity()
    assert who["Account"] == member
    assert "OrganizationAccountAccessRole/acme-platform" in who["Arn"]
    assert client("sts").get_caller_identity()["Account"] != member


def test_arn_and_tags_are_those_of_the_account(team: Team) -> None:
    assert team.arn("sns", "eu-west-1", "news") == "arn:aws:sns:eu-west-1:123456789012:news"
    assert make_tags("news", team, crown_jewel="true") == [
        {"Key": "Name", "Value": "news"},
        {"Key": "environment", "Value": "management"},
        {"Key": "owner", "Value": "management-team"},
        {"Key": "crown-jewel", "Value": "true"},
    ]
