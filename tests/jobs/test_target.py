"""Which accounts and regions a job is about."""

from typing import Any

import pytest

from ringwall.aws.discover import AwsAccount, Discovery, discover
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.target import choose_target
from ringwall.model.errors import BadInput

OWN = "123456789012"
FOUND = Discovery(
    (AwsAccount(OWN, "main", is_management=True), AwsAccount("111122223333", "gone", "SUSPENDED")),
    "organization",
    caller=OWN,
    management=OWN,
)


def test_all_active_accounts_and_enabled_regions(connection: AwsAccess, account: Any) -> None:
    account.app.limit_regions("us-east-1", "eu-west-1")
    target = choose_target(connection.sessions, FOUND)
    assert target.accounts == {OWN: "main"}
    assert target.regions == ("eu-west-1", "us-east-1")
    assert target.root == OWN
    assert target.services == frozenset()
    assert target.disabled[OWN] == frozenset()


def test_accounts_by_id_or_name_and_regions_that_are_off(
    connection: AwsAccess, account: Any
) -> None:
    account.app.limit_regions("us-east-1")
    for key in (OWN, "main"):
        target = choose_target(
            connection.sessions, FOUND, (key,), ("eu-west-1",), frozenset({"s3"})
        )
        assert target.accounts == {OWN: "main"}
        assert target.regions == ("eu-west-1",)
        assert target.services == {"s3"}
        assert "eu-west-1" in target.disabled[OWN]


def test_a_caller_of_no_organization_answers_for_it_too(connection: AwsAccess) -> None:
    found = discover(connection.sessions)
    assert (found.source, found.reason) == ("caller", "")
    assert choose_target(connection.sessions, found, (), ("us-east-1",)).root == OWN


def test_an_account_that_there_is_not_is_bad_input(connection: AwsAccess) -> None:
    with pytest.raises(BadInput, match=r"no account sandbox .*; there are main \(123456789012\)$"):
        choose_target(connection.sessions, FOUND, ("sandbox",))


def test_a_misspelt_account_is_answered_with_the_one_that_is_meant(connection: AwsAccess) -> None:
    with pytest.raises(BadInput, match=r"; did you mean main\?$"):
        choose_target(connection.sessions, FOUND, ("mian",))


def test_a_name_that_two_accounts_have_is_bad_input(connection: AwsAccess) -> None:
    twice = Discovery(
        (AwsAccount("1" * 12, "dev"), AwsAccount("2" * 12, "dev")), "organization", OWN
    )
    with pytest.raises(BadInput, match=r"2 accounts are named dev: 1{12}, 2{12}; name one by its"):
        choose_target(connection.sessions, twice, ("dev",))


def test_a_region_that_there_is_not_is_bad_input(connection: AwsAccess) -> None:
    with pytest.raises(BadInput, match="no region eu-east-7, eu-east-8; there are "):
        choose_target(connection.sessions, FOUND, (), ("eu-east-7", "us-east-1", "eu-east-8"))


def test_where_regions_cannot_be_listed_all_are_tried_and_that_is_said(
    connection: AwsAccess, account: Any
) -> None:
    account.app.deny("account:ListRegions", "ec2:DescribeRegions")
    target = choose_target(connection.sessions, FOUND)
    assert {"us-east-1", "eu-west-1", "af-south-1"} <= set(target.regions)
    assert target.disabled == {}
    status, error = target.unlisted[OWN]
    assert status == "denied"
    assert "account.list_regions" in error
    assert "ec2.describe_regions" in error
    with pytest.raises(BadInput, match="no region eu-east-7; there are "):
        choose_target(connection.sessions, FOUND, (), ("eu-east-7",))


def test_regions_that_are_named_need_no_list(connection: AwsAccess, account: Any) -> None:
    account.app.deny("account:ListRegions", "ec2:DescribeRegions")
    target = choose_target(connection.sessions, FOUND, (), ("eu-west-1",))
    assert (target.regions, target.unlisted) == (("eu-west-1",), {})


def test_a_region_that_the_account_does_not_list_is_off_for_it(
    connection: AwsAccess, account: Any
) -> None:
    account.app.limit_regions("us-east-1")
    target = choose_target(connection.sessions, FOUND, (), ("us-east-1", "eu-west-1"))
    assert target.disabled[OWN] == {"eu-west-1"}


def test_an_account_by_id_is_believed_where_nobody_can_list_them(connection: AwsAccess) -> None:
    unread = Discovery(FOUND.accounts, "caller", OWN, reason="denied")
    target = choose_target(connection.sessions, unread, ("444455556666",), ("us-east-1",))
    assert target.accounts == {"444455556666": "444455556666"}
    with pytest.raises(BadInput, match="no account sandbox"):
        choose_target(connection.sessions, unread, ("sandbox",))
