from collections.abc import Callable
from typing import Any

import botocore.session
import pytest

from ringwall.emulator.app import Emulator
from ringwall.emulator.state import NEVER, RootUser
from ringwall.emulator.transport import attach

TASK = "arn:aws:iam::aws:policy/root-task/"
Enter = Callable[..., Any]


@pytest.fixture
def trusted(client: Any, member: str) -> str:
    """Return a member of an organization that has central root access."""
    client("organizations").enable_aws_service_access(ServicePrincipal="iam.amazonaws.com")
    client("iam").enable_organizations_root_sessions()
    return member


@pytest.fixture
def enter(client: Any, emulator: Emulator) -> Enter:
    """Return a function that makes a client as root of a member: account, task, service."""

    def act(account: str, task: str, service: str = "iam") -> Any:
        found = client("sts").assume_root(
            TargetPrincipal=account, TaskPolicyArn={"arn": TASK + task}
        )["Credentials"]
        session = botocore.session.Session()
        keys = (found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])
        session.set_credentials(*keys)
        attach(session, emulator)
        return session.create_client(service, region_name="us-east-1")

    return act


def test_root_deletes_its_credentials(
    enter: Enter, emulator: Emulator, trusted: str, refusal: Any
) -> None:
    made = emulator.state.root(trusted).created
    emulator.state.roots[trusted] = RootUser(created=made, mfa=True, access_key_created=made)
    root = enter(trusted, "IAMDeleteRootUserCredentials")
    assert root.get_login_profile()["LoginProfile"]["UserName"] == "root"
    root.delete_login_profile()
    (key,) = root.list_access_keys()["AccessKeyMetadata"]
    root.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])
    root.delete_access_key(AccessKeyId=key["AccessKeyId"])
    (device,) = root.list_mfa_devices()["MFADevices"]
    root.deactivate_mfa_device(SerialNumber=device["SerialNumber"])
    left = emulator.state.root(trusted)
    assert (left.password, left.mfa, left.access_key_created) == (False, False, NEVER)
    assert refusal(root.delete_login_profile)[0] == "NoSuchEntity"
    assert root.list_access_keys()["AccessKeyMetadata"] == []
    assert root.list_signing_certificates()["Certificates"] == []


def test_a_password_is_recovered(
    enter: Enter, emulator: Emulator, trusted: str, refusal: Any
) -> None:
    root = enter(trusted, "IAMCreateRootUserPassword")
    assert refusal(root.create_login_profile)[0] == "EntityAlreadyExists"
    assert refusal(root.delete_login_profile)[0] == "AccessDenied"
    enter(trusted, "IAMDeleteRootUserCredentials").delete_login_profile()
    root.create_login_profile()
    assert emulator.state.root(trusted).password


def test_the_session_is_root(enter: Enter, trusted: str, emulator: Emulator) -> None:
    sts = enter(trusted, "IAMAuditRootUserCredentials", "sts")
    assert sts.get_caller_identity()["Arn"] == f"arn:aws:iam::{trusted}:root"
    assert emulator.trail[-1]["userIdentity"]["type"] == "Root"


def test_other_tasks_and_accounts_are_refused(
    client: Any, trusted: str, member: str, refusal: Any
) -> None:
    ask = client("sts").assume_root
    task = {"TaskPolicyArn": {"arn": f"{TASK}IAMAuditRootUserCredentials"}}
    for account in ("123456789012", "111122223333"):
        assert refusal(ask, TargetPrincipal=account, **task) == ("AccessDenied", 403)
    admin = {"TaskPolicyArn": {"arn": "arn:aws:iam::aws:policy/AdministratorAccess"}}
    assert refusal(ask, TargetPrincipal=trusted, **admin)[0] == "ValidationError"
    long = {"TargetPrincipal": trusted, "DurationSeconds": 900, **task}
    assert ask(**long)["Credentials"]
    client("iam").disable_organizations_root_sessions()
    assert refusal(ask, TargetPrincipal=trusted, **task)[0] == "AccessDenied"
    assert refusal(client("sts", member).assume_root, TargetPrincipal=member, **task)[1] == 403
