"""An organization with Identity Center, a user and a permission set in it."""

from dataclasses import dataclass
from typing import Any

import pytest

from ringwall.emulator.app import Emulator

READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


@dataclass(frozen=True)
class Center:
    """An instance, with what tests need of it."""

    instance: str
    store: str
    user: str
    group: str
    permission_set: str
    member: str

    def assignment(self, account: str = "", **principal: str) -> dict[str, str]:
        who = principal or {"PrincipalType": "USER", "PrincipalId": self.user}
        return {
            "InstanceArn": self.instance,
            "PermissionSetArn": self.permission_set,
            "TargetType": "AWS_ACCOUNT",
            "TargetId": account or self.member,
            **who,
        }

    @property
    def named(self) -> dict[str, str]:
        return {"InstanceArn": self.instance, "PermissionSetArn": self.permission_set}


@pytest.fixture
def center(emulator: Emulator, client: Any, member: str) -> Center:
    instance = emulator.enable_identity_center()
    sso, directory = client("sso-admin"), client("identitystore")
    (shown,) = sso.list_instances()["Instances"]
    assert shown["InstanceArn"] == instance
    store = shown["IdentityStoreId"]
    name = {"GivenName": "Kim", "FamilyName": "Lee"}
    user = directory.create_user(
        IdentityStoreId=store, UserName="kim", DisplayName="Kim Lee", Name=name
    )["UserId"]
    group = directory.create_group(IdentityStoreId=store, DisplayName="Audit")["GroupId"]
    made = sso.create_permission_set(InstanceArn=instance, Name="Audit", SessionDuration="PT2H")
    arn = made["PermissionSet"]["PermissionSetArn"]
    sso.attach_managed_policy_to_permission_set(
        InstanceArn=instance, PermissionSetArn=arn, ManagedPolicyArn=READ_ONLY
    )
    return Center(instance, store, user, group, arn, member)
