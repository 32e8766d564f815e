import base64
import json
from typing import Any

import pytest
from policy_texts import write
from trail_requests import send

from ringwall.emulator.app import Emulator
from ringwall.emulator.wire.web_token import LONGEST

ROLE = "arn:aws:iam::123456789012:role/deploy"
GITHUB = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"


def token(**claims: Any) -> str:
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"e30.{body}.c2ln"


def assume(emulator: Emulator, given: str) -> dict[str, Any]:
    send(
        emulator,
        "sts",
        "AssumeRoleWithWebIdentity",
        {},
        RoleArn=ROLE,
        RoleSessionName="build",
        WebIdentityToken=given,
    )
    found: dict[str, Any] = emulator.trail[-1]
    return found


def test_web_identity_is_read_from_its_token(emulator: Emulator, client: Any) -> None:
    trust = {
        "Effect": "Allow",
        "Principal": {"Federated": GITHUB},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": {
                "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                "token.actions.githubusercontent.com:sub": "repo:acme/shop",
            }
        },
    }
    client("iam").create_role(RoleName="deploy", AssumeRolePolicyDocument=write(trust))
    issuer = "https://token.actions.githubusercontent.com"
    client("iam").create_open_id_connect_provider(
        Url=issuer, ClientIDList=["sts.amazonaws.com"], ThumbprintList=["0" * 40]
    )
    given = token(iss=issuer, aud="sts.amazonaws.com", sub="repo:acme/shop")
    record = assume(emulator, given)
    assert record["userIdentity"] == {
        "type": "WebIdentityUser",
        "principalId": f"{GITHUB}:sts.amazonaws.com:repo:acme/shop",
        "userName": "repo:acme/shop",
        "identityProvider": GITHUB,
    }
    assert given not in json.dumps(record)
    key = record["responseElements"]["credentials"]["accessKeyId"]
    send(emulator, "sqs", "ListQueues", {}, key=key)
    context = emulator.trail[-1]["userIdentity"]["sessionContext"]
    assert context["webIdFederationData"] == {"federatedProvider": GITHUB, "attributes": {}}


def test_caller_from_outside_is_recorded_in_the_account_of_the_role(emulator: Emulator) -> None:
    send(
        emulator,
        "sts",
        "AssumeRoleWithWebIdentity",
        {},
        RoleArn="arn:aws:iam::111122223333:role/deploy",
        RoleSessionName="build",
        WebIdentityToken=token(iss="https://accounts.google.com", aud="app", sub="77"),
    )
    record = emulator.trail[-1]
    assert record["recipientAccountId"] == "111122223333"
    assert "sharedEventID" not in record


def test_google_is_named_by_its_host(emulator: Emulator) -> None:
    record = assume(emulator, token(iss="https://accounts.google.com", aud="app", sub="77"))
    assert record["userIdentity"]["principalId"] == "accounts.google.com:app:77"


@pytest.mark.parametrize(
    "given", ["no-token", "a.!!.c", "e30.W10.c2ln", "e30." + "A" * LONGEST, "e30.bm8.c2ln"]
)
def test_token_that_cannot_be_read_says_nothing(emulator: Emulator, given: str) -> None:
    assert assume(emulator, given)["userIdentity"] == {"type": "WebIdentityUser"}
