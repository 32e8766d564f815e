"""Commands, sessions and settings of Systems Manager under enforcement."""

from collections.abc import Callable
from typing import Any

import pytest
from policy_texts import allow

Principals = Any
"""conftest.py declares it."""
ACCOUNT = "123456789012"
PLACE = f"arn:aws:ssm:us-east-1:{ACCOUNT}"
NODE = "i-0123456789abcdef0"
DENIED = "AccessDeniedException"
SETTING = "/ssm/documents/console/public-sharing-permission"
SHELL = {"DocumentName": "AWS-RunShellScript", "InstanceIds": [NODE]}


@pytest.mark.parametrize(
    ("operation", "given", "resource"),
    [
        ("send_command", SHELL, "arn:aws:ssm:us-east-1::document/AWS-RunShellScript"),
        ("list_commands", {}, "*"),
        ("list_command_invocations", {}, "*"),
        ("get_command_invocation", {"CommandId": "0" * 36, "InstanceId": NODE}, "*"),
        ("cancel_command", {"CommandId": "0" * 36}, "*"),
        ("describe_instance_information", {}, "*"),
        ("start_session", {"Target": NODE}, f"arn:aws:ec2:us-east-1:{ACCOUNT}:instance/{NODE}"),
        ("terminate_session", {"SessionId": "eve-1"}, f"{PLACE}:session/eve-1"),
        ("resume_session", {"SessionId": "eve-1"}, f"{PLACE}:session/eve-1"),
        ("describe_sessions", {"State": "Active"}, "*"),
        (
            "get_connection_status",
            {"Target": NODE},
            f"arn:aws:ec2:us-east-1:{ACCOUNT}:instance/{NODE}",
        ),
        ("get_service_setting", {"SettingId": SETTING}, f"{PLACE}:servicesetting{SETTING}"),
        (
            "update_service_setting",
            {"SettingId": SETTING, "SettingValue": "Disable"},
            f"{PLACE}:servicesetting{SETTING}",
        ),
        ("reset_service_setting", {"SettingId": SETTING}, f"{PLACE}:servicesetting{SETTING}"),
    ],
)
def test_each_operation_is_asked_on_its_resource(
    principals: Principals,
    refused: Callable[..., str],
    operation: str,
    given: dict[str, Any],
    resource: str,
) -> None:
    ssm = principals.client("ssm", *principals.user("ann"))
    message = refused(getattr(ssm, operation), DENIED, **given)
    assert f"on resource: {resource} because" in message
    may = principals.client("ssm", *principals.user("ben", allow("ssm:*")))
    try:
        getattr(may, operation)(**given)
    except may.exceptions.ClientError as error:
        assert error.response["Error"]["Code"] != DENIED  # noqa: PT017 - most name nothing


def test_a_command_is_asked_on_the_document_and_on_each_instance(
    principals: Principals, refused: Callable[..., str]
) -> None:
    document = allow("ssm:SendCommand", resource="arn:aws:ssm:*::document/AWS-RunShellScript")
    ssm = principals.client("ssm", *principals.user("ann", document))
    message = refused(ssm.send_command, DENIED, **SHELL)
    assert (
        f"ssm:SendCommand on resource: arn:aws:ec2:us-east-1:{ACCOUNT}:instance/{NODE}" in message
    )
