"""Credentials for one service: made, told without their secrets, switched off, deleted."""

from collections.abc import Callable
from typing import Any

import pytest

Refusal = Callable[..., tuple[str, int]]


@pytest.fixture
def iam(client: Any) -> Any:
    iam = client("iam")
    iam.create_user(UserName="ana")
    return iam


def make(iam: Any, service: str = "codecommit.amazonaws.com", **more: Any) -> dict[str, Any]:
    made = iam.create_service_specific_credential(UserName="ana", ServiceName=service, **more)
    found: dict[str, Any] = made["ServiceSpecificCredential"]
    return found


def read(iam: Any, **by: Any) -> list[dict[str, Any]]:
    found = iam.list_service_specific_credentials(**by)["ServiceSpecificCredentials"]
    return list(found)


def test_a_secret_is_told_once(iam: Any) -> None:
    made = make(iam)
    assert made["ServiceUserName"] == "ana-at-123456789012"
    (found,) = read(iam, UserName="ana")
    assert "ServicePassword" in made
    assert "ServicePassword" not in found
    assert found["Status"] == "Active"
    key = make(iam, "bedrock.amazonaws.com", CredentialAgeDays=3)
    assert (key["ExpirationDate"] - key["CreateDate"]).days == 3
    assert "ServiceCredentialSecret" in key
    assert len(read(iam, UserName="ana", ServiceName="bedrock.amazonaws.com")) == 1
    assert len(read(iam, AllUsers=True)) == 2


def test_it_is_switched_off_and_reset(iam: Any) -> None:
    made = make(iam)
    which = {"UserName": "ana", "ServiceSpecificCredentialId": made["ServiceSpecificCredentialId"]}
    iam.update_service_specific_credential(**which, Status="Inactive")
    assert read(iam, UserName="ana")[0]["Status"] == "Inactive"
    reset = iam.reset_service_specific_credential(**which)["ServiceSpecificCredential"]
    assert reset["ServicePassword"] != made["ServicePassword"]


def test_a_user_with_one_is_not_deleted(iam: Any, refusal: Refusal) -> None:
    made = make(iam)
    assert refusal(iam.delete_user, UserName="ana") == ("DeleteConflict", 409)
    identifier = made["ServiceSpecificCredentialId"]
    iam.delete_service_specific_credential(ServiceSpecificCredentialId=identifier)
    iam.delete_user(UserName="ana")


def test_what_is_not_there_is_refused(iam: Any, refusal: Refusal) -> None:
    make(iam)
    make(iam)
    create = iam.create_service_specific_credential
    for service, more, code in (
        ("codecommit.amazonaws.com", {}, "LimitExceeded"),
        ("s3.amazonaws.com", {}, "NotSupportedService"),
        ("cassandra.amazonaws.com", {"CredentialAgeDays": 2}, "InvalidInput"),
    ):
        assert refusal(create, UserName="ana", ServiceName=service, **more)[0] == code
    update = iam.update_service_specific_credential
    missing = {"ServiceSpecificCredentialId": "ACCA0123456789ABCDEF", "Status": "Inactive"}
    assert refusal(update, **missing) == ("NoSuchEntity", 404)
    assert refusal(iam.list_service_specific_credentials, UserName="eve")[0] == "NoSuchEntity"
