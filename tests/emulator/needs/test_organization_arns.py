"""The ARNs of an organization's parts, for those that are there and those that are not."""

from collections.abc import Callable
from typing import Any

import pytest
from emulated_calls import ACCOUNT, make_call

from ringwall.emulator.app import Emulator
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.needs.organization_arns import (
    find_member_arn,
    find_organization,
    find_policy_type,
)

OWN = "123456789012"


def call_of(account: str) -> EmulatedCall:
    call = make_call("organizations", "ListRoots")
    return EmulatedCall(**{**vars(call), "account_id": account})


def test_parts_have_the_arns_that_organizations_tells(
    client: Callable[..., Any], emulator: Emulator, member: str
) -> None:
    organizations = client("organizations")
    root = organizations.list_roots()["Roots"][0]
    unit = organizations.create_organizational_unit(ParentId=root["Id"], Name="a")
    account = organizations.describe_account(AccountId=member)["Account"]
    policy = organizations.create_policy(
        Name="p", Description="", Type="SERVICE_CONTROL_POLICY", Content='{"Statement":[]}'
    )["Policy"]["PolicySummary"]
    parts = (root, unit["OrganizationalUnit"], account, policy)
    with emulator.mounted():
        for asked_by in (OWN, member):
            call = call_of(asked_by)
            assert [find_member_arn(call, part["Id"]) for part in parts] == [
                part["Arn"] for part in parts
            ]
        assert find_policy_type(call_of(OWN), policy["Id"]) == "SERVICE_CONTROL_POLICY"
        own = find_member_arn(call_of(OWN), "p-FullAWSAccess")
        organization = find_organization(call_of(member)).org.id
        assert find_member_arn(call_of(OWN), "ou-none-1") == (
            f"arn:aws:organizations::{OWN}:ou/{organization}/ou-none-1"
        )
    assert own == "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess"


@pytest.mark.parametrize(
    ("identifier", "end"),
    [
        ("p-1", "policy/o-*/*/p-1"),
        ("r-1", "root/o-*/r-1"),
        ("444455556666", "account/o-*/444455556666"),
    ],
)
def test_without_an_organization_its_id_is_open(
    emulator: Emulator, identifier: str, end: str
) -> None:
    with emulator.mounted():
        found = find_member_arn(call_of(ACCOUNT), identifier)
        assert find_organization(call_of(ACCOUNT)) is None
        assert find_policy_type(call_of(ACCOUNT), "p-1") == ""
    assert found == f"arn:aws:organizations::{ACCOUNT}:{end}"


@pytest.mark.parametrize("identifier", ["", "h-1", "1234", "\uff14" * 12, "name"])
def test_what_is_no_part_has_no_arn(emulator: Emulator, identifier: str) -> None:
    with emulator.mounted():
        assert find_member_arn(call_of(ACCOUNT), identifier) == ""
