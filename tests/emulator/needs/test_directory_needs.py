"""Calls of the directory name the store, and the users, groups and memberships in it."""

from collections.abc import Callable

import pytest
from emulated_calls import ACCOUNT

from ringwall.emulator.authorization.authority import Need

NeedsOf = Callable[..., tuple[Need, ...]]
STORE = f"arn:aws:identitystore::{ACCOUNT}:identitystore/d-1"
PART = "arn:aws:identitystore:::"


@pytest.mark.parametrize(
    ("operation", "given", "expected"),
    [
        (
            "CreateGroupMembership",
            {"GroupId": "g", "MemberId": {"UserId": "u"}},
            {STORE, f"{PART}user/u", f"{PART}group/g", f"{PART}membership/*"},
        ),
        ("DeleteGroupMembership", {"MembershipId": "m"}, {STORE, f"{PART}membership/m"}),
        (
            "IsMemberInGroups",
            {"GroupIds": ["g", "h"], "MemberId": {"UserId": "u"}},
            {STORE, f"{PART}user/u", f"{PART}group/g", f"{PART}group/h"},
        ),
        ("GetUserId", {"AlternateIdentifier": {}}, {STORE, f"{PART}user/*"}),
        ("GetGroupId", {"AlternateIdentifier": {}}, {STORE, f"{PART}group/*"}),
    ],
)
def test_each_part_is_asked_for(
    needs_of: NeedsOf, operation: str, given: dict[str, object], expected: set[str]
) -> None:
    found = needs_of("identitystore", operation, IdentityStoreId="d-1", **given)
    assert {need.resource for need in found} == expected
    assert {need.action for need in found} == {f"identitystore:{operation}"}


def test_controls_and_rules_are_named(needs_of: NeedsOf) -> None:
    arn = f"arn:aws:controltower:us-east-1:{ACCOUNT}:enabledcontrol/X"
    (need,) = needs_of("controltower", "DisableControl", enabledControlIdentifier=arn)
    assert need.resource == arn
    (need,) = needs_of("config", "StartConfigRulesEvaluation", ConfigRuleNames=["x"])
    assert need.resource == f"arn:aws:config:us-east-1:{ACCOUNT}:config-rule/*"
