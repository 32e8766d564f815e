from datetime import timedelta
from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.emulator.on_moto.moto_client import moto_backend

MANAGEMENT = "123456789012"


@pytest.fixture
def stranger(client: Any, emulator: Emulator, member: str) -> str:
    """Return the id of an account that has left the organization."""
    with emulator.mounted():
        moto_backend("organizations", MANAGEMENT).accounts[1].create_time -= timedelta(days=8)
    client("organizations").remove_account_from_organization(AccountId=member)
    return member


def invite(client: Any, account: str) -> str:
    target = {"Id": account, "Type": "ACCOUNT"}
    made = client("organizations").invite_account_to_organization(Target=target, Notes="Join us")
    handshake: str = made["Handshake"]["Id"]
    return handshake


def test_an_account_that_accepts_is_a_member(client: Any, stranger: str, refusal: Any) -> None:
    handshake = invite(client, stranger)
    inside = client("organizations", stranger)
    (asked,) = inside.list_handshakes_for_account()["Handshakes"]
    assert (asked["Id"], asked["State"]) == (handshake, "OPEN")
    values = {resource["Type"]: resource["Value"] for resource in asked["Resources"]}
    assert (values["ACCOUNT"], values["NOTES"]) == (stranger, "Join us")
    accepted = inside.accept_handshake(HandshakeId=handshake)["Handshake"]
    assert accepted["State"] == "ACCEPTED"
    found = client("organizations").describe_account(AccountId=stranger)["Account"]
    assert (found["JoinedMethod"], found["Email"]) == ("INVITED", "dev@example.com")
    code = refusal(inside.accept_handshake, HandshakeId=handshake)[0]
    assert code == "HandshakeAlreadyInStateException"
    again = {"Target": {"Id": stranger, "Type": "ACCOUNT"}}
    code = refusal(client("organizations").invite_account_to_organization, **again)[0]
    assert code == "HandshakeConstraintViolationException"
    inside.leave_organization()


def test_either_side_ends_an_invitation(client: Any, stranger: str, refusal: Any) -> None:
    outside, inside = client("organizations"), client("organizations", stranger)
    first = invite(client, stranger)
    target = {"Id": stranger, "Type": "ACCOUNT"}
    code = refusal(outside.invite_account_to_organization, Target=target)[0]
    assert code == "DuplicateHandshakeException"
    assert refusal(outside.accept_handshake, HandshakeId=first)[0] == "AccessDeniedException"
    assert refusal(inside.cancel_handshake, HandshakeId=first)[0] == "AccessDeniedException"
    inside.decline_handshake(HandshakeId=first)
    second = invite(client, stranger)
    outside.cancel_handshake(HandshakeId=second)
    states = {
        found["Id"]: found["State"]
        for found in outside.list_handshakes_for_organization()["Handshakes"]
    }
    assert states == {first: "DECLINED", second: "CANCELED"}
    assert refusal(inside.accept_handshake, HandshakeId=second)[0].startswith("HandshakeAlready")


def test_invitations_expire(client: Any, emulator: Emulator, stranger: str, refusal: Any) -> None:
    handshake = invite(client, stranger)
    held = emulator.state.settings["", "", "handshakes"][handshake]
    held.expires -= timedelta(days=16)
    inside = client("organizations", stranger)
    assert inside.describe_handshake(HandshakeId=handshake)["Handshake"]["State"] == "EXPIRED"
    assert refusal(inside.accept_handshake, HandshakeId=handshake)[0].startswith("Handshake")


def test_strangers_see_no_handshake(client: Any, stranger: str, refusal: Any) -> None:
    made = client("organizations").create_account(AccountName="b", Email="b@example.com")
    other = client("organizations", made["CreateAccountStatus"]["AccountId"])
    handshake = invite(client, stranger)
    code = refusal(other.describe_handshake, HandshakeId=handshake)[0]
    assert code == "HandshakeNotFoundException"


def test_invited_members_approve_all_features(
    client: Any, emulator: Emulator, stranger: str, refusal: Any
) -> None:
    outside, inside = client("organizations"), client("organizations", stranger)
    inside.accept_handshake(HandshakeId=invite(client, stranger))
    assert refusal(outside.enable_all_features)[0].startswith("HandshakeConstraint")
    with emulator.mounted():
        moto_backend("organizations", MANAGEMENT).org.feature_set = "CONSOLIDATED_BILLING"
    policy_type = {"RootId": outside.list_roots()["Roots"][0]["Id"], "PolicyType": "TAG_POLICY"}
    assert refusal(outside.enable_policy_type, **policy_type)[0] == "ConstraintViolationException"
    main = outside.enable_all_features()["Handshake"]
    assert main["State"] == "REQUESTED"
    code = refusal(outside.accept_handshake, HandshakeId=main["Id"])[0]
    assert code == "InvalidHandshakeTransitionException"
    wanted = {"ActionType": "APPROVE_ALL_FEATURES"}
    (asked,) = inside.list_handshakes_for_account(Filter=wanted)["Handshakes"]
    inside.accept_handshake(HandshakeId=asked["Id"])
    outside.accept_handshake(HandshakeId=main["Id"])
    assert outside.describe_organization()["Organization"]["FeatureSet"] == "ALL"
