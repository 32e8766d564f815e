"""Sign-ins to the console as CloudTrail records them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from policy_texts import write

from ringwall.emulator.app import Emulator
from ringwall.emulator.console import ConsoleSignIn, SignInResult

ACCOUNT = "123456789012"
AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def sign_in(emulator: Emulator, client: Any) -> Any:
    """Return a function that signs the user ana in, and returns the result and the events."""
    iam = client("iam")
    iam.create_user(UserName="ana")
    iam.create_login_profile(UserName="ana", Password="Not-a-secret-1")

    def attempt(**how: Any) -> tuple[SignInResult, list[dict[str, Any]]]:
        before = len(emulator.trail)
        given = replace(ConsoleSignIn(ACCOUNT, "ana", at=AT), **how)
        return emulator.sign_in(given), emulator.trail[before:]

    return attempt


def add_mfa(client: Any, user: str) -> str:
    iam = client("iam")
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName=user)
    serial: str = device["VirtualMFADevice"]["SerialNumber"]
    iam.enable_mfa_device(
        UserName=user, SerialNumber=serial, AuthenticationCode1="123456",
        AuthenticationCode2="654321",
    )  # fmt: skip
    return serial


def test_success_without_mfa(sign_in: Any, client: Any) -> None:
    result, (record,) = sign_in(source_ip="192.0.2.7")
    user = client("iam").get_user(UserName="ana")["User"]
    assert result.outcome == "Success"
    assert record["userIdentity"] == {
        "type": "IAMUser",
        "principalId": user["UserId"],
        "arn": user["Arn"],
        "accountId": ACCOUNT,
        "userName": "ana",
    }
    assert (record["eventName"], record["eventSource"]) == ("ConsoleLogin", "signin.amazonaws.com")
    assert (record["eventType"], record["eventTime"]) == (
        "AwsConsoleSignIn",
        "2026-03-02T10:00:00Z",
    )
    assert record["responseElements"] == {"ConsoleLogin": "Success"}
    assert record["additionalEventData"]["MFAUsed"] == "No"
    assert record["sourceIPAddress"] == "192.0.2.7"
    assert "errorMessage" not in record
    assert user["PasswordLastUsed"] == AT


def test_wrong_password_and_unknown_user(sign_in: Any) -> None:
    result, (record,) = sign_in(is_password_right=False)
    assert (result.outcome, result.access_key) == ("Failure", "")
    assert record["responseElements"] == {"ConsoleLogin": "Failure"}
    assert record["errorMessage"] == "Failed authentication"
    _, (record,) = sign_in(user_name="nobody")
    assert record["errorMessage"] == "No username found in supplied account"
    assert record["userIdentity"]["userName"] == "HIDDEN_DUE_TO_SECURITY_REASONS"


def test_user_without_a_password_cannot_sign_in(sign_in: Any, client: Any) -> None:
    client("iam").create_user(UserName="robot")
    assert sign_in(user_name="robot")[0].outcome == "Failure"


def test_mfa_is_checked_first(sign_in: Any, client: Any) -> None:
    device = add_mfa(client, "ana")
    _, (check, login) = sign_in()
    assert (check["eventName"], check["responseElements"]) == ("CheckMfa", {"CheckMfa": "Success"})
    assert login["additionalEventData"]["MFAUsed"] == "Yes"
    assert login["additionalEventData"]["MFAIdentifier"] == device
    result, (check, login) = sign_in(is_code_right=False)
    assert result.outcome == "Failure"
    assert check["responseElements"] == {"CheckMfa": "Failure"}
    assert login["responseElements"] == {"ConsoleLogin": "Failure"}


def test_root_signs_in_at_the_global_endpoint(sign_in: Any) -> None:
    result, (record,) = sign_in(user_name="", region="eu-west-1")
    assert record["userIdentity"] == {
        "type": "Root",
        "principalId": ACCOUNT,
        "arn": f"arn:aws:iam::{ACCOUNT}:root",
        "accountId": ACCOUNT,
        "accessKeyId": "",
    }
    assert record["awsRegion"] == "us-east-1"
    assert (result.outcome, result.access_key) == ("Success", "")


def test_calls_of_the_console_have_its_session(
    sign_in: Any, emulator: Emulator, entrance: Any
) -> None:
    result, _ = sign_in()
    session = entrance.session(emulator, result.access_key, result.secret_key, result.token)
    sts = session.create_client("sts", region_name="us-east-1")
    assert sts.get_caller_identity()["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/ana"
    record = emulator.trail[-1]
    assert record["sessionCredentialFromConsole"] == "true"
    identity = record["userIdentity"]
    assert (identity["type"], identity["userName"]) == ("IAMUser", "ana")
    attributes = identity["sessionContext"]["attributes"]
    assert attributes == {"creationDate": "2026-03-02T10:00:00Z", "mfaAuthenticated": "false"}


def test_switch_of_role(sign_in: Any, client: Any, emulator: Emulator, entrance: Any) -> None:
    ana = {"AWS": f"arn:aws:iam::{ACCOUNT}:user/ana"}
    trust = write({"Effect": "Allow", "Principal": ana, "Action": "sts:AssumeRole"})
    made = client("iam").create_role(RoleName="ops", AssumeRolePolicyDocument=trust)["Role"]
    result, (_, switch) = sign_in(role_arn=made["Arn"])
    assert switch["eventName"] == "SwitchRole"
    assert switch["responseElements"] == {"SwitchRole": "Success"}
    assert switch["additionalEventData"]["SwitchFrom"].endswith(":user/ana")
    assert switch["userIdentity"]["principalId"] == f"{made['RoleId']}:ana"
    session = entrance.session(emulator, result.access_key, result.secret_key, result.token)
    session.create_client("sts", region_name="us-east-1").get_caller_identity()
    assert emulator.trail[-1]["userIdentity"]["arn"].endswith("assumed-role/ops/ana")
    failed, (_, switch) = sign_in(role_arn=f"arn:aws:iam::{ACCOUNT}:role/gone")
    assert failed.outcome == "Failure"
    assert switch["responseElements"] == {"SwitchRole": "Failure"}


def test_sign_ins_are_in_the_event_history(sign_in: Any, client: Any) -> None:
    sign_in(at=None)
    wanted = [{"AttributeKey": "EventName", "AttributeValue": "ConsoleLogin"}]
    (event,) = client("cloudtrail").lookup_events(LookupAttributes=wanted)["Events"]
    assert event["Username"] == "ana"
