"""Accounts of an organization: made, joined, left and closed, as AWS Organizations does it."""

import json
from datetime import UTC, datetime
from typing import Any

from moto.organizations.models import FakeAccount
from moto.organizations.utils import DEFAULT_RCP_POLICY_ID, DEFAULT_SCP_POLICY_ID

from ringwall.emulator.linked_roles import make_linked_role
from ringwall.emulator.on_moto.moto_client import moto_backend, moto_backends
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.organizations.records import AccountRequest, find_records
from ringwall.emulator.services.iam import load_managed_policy
from ringwall.emulator.state import EmulatorState, RootUser

ACCESS_ROLE = "OrganizationAccountAccessRole"
LINKED_SERVICE = "organizations.amazonaws.com"


def make_account(state: EmulatorState, organization: Any, request: AccountRequest) -> Any:
    """Make the account that was requested, with the role by which it is managed."""
    account = FakeAccount(
        organization.org,
        AccountName=request.name,
        Email=request.email,
        RoleName=request.role,
        Tags=request.tags,
    )
    _join(organization, account)
    partition = own_partition()
    _move_role(account, request.role, partition)
    administrator = f"arn:{partition}:iam::aws:policy/AdministratorAccess"
    load_managed_policy(account.id, administrator)
    moto_backend("iam", account.id).attach_role_policy(administrator, request.role)
    if "RootCredentialsManagement" in find_records(state, organization).features:
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html
        state.roots[account.id] = RootUser(created=datetime.now(UTC), password=False)
    return account


def _move_role(account: Any, role: str, partition: str) -> None:
    """Make the role in the partition that the account is in: moto makes it in `aws`."""
    backends = moto_backends("iam")[account.id]
    if partition == "aws":
        return
    del backends["aws"]
    principal = {"AWS": f"arn:{partition}:iam::{account.master_account_id}:root"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    moto_backend("iam", account.id).create_role(
        role_name=role,
        assume_role_policy_document=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
        path="",
        permissions_boundary=None,
        description="",
        tags=[],
        max_session_duration="3600",
    )


def invite_account(organization: Any, account_id: str, name: str, email: str) -> Any:
    """Let an account that exists join an organization: no role is made in it."""
    account = FakeAccount.__new__(FakeAccount)
    org = organization.org
    vars(account).update(
        type="ACCOUNT",
        region=org.region,
        organization_id=org.id,
        master_account_id=org.master_account_id,
        create_account_status_id="",
        id=account_id,
        name=name,
        email=email,
        create_time=datetime.now(UTC).replace(tzinfo=None),
        status="ACTIVE",
        state="ACTIVE",
        joined_method="INVITED",
        parent_id=org.root_id,
        attached_policies=[],
        tags={},
    )
    _join(organization, account)
    return account


def _join(organization: Any, account: Any) -> None:
    organization.accounts.append(account)
    for policy_id in (DEFAULT_SCP_POLICY_ID, DEFAULT_RCP_POLICY_ID):
        organization.attach_policy(PolicyId=policy_id, TargetId=account.id)
    owners: dict[str, tuple[str, str]] = moto_backends("organizations").master_accounts
    owners[account.id] = (
        organization.org.master_account_id,
        own_partition(),
    )
    make_linked_role(account.id, LINKED_SERVICE)


def remove_account(organization: Any, account: Any) -> None:
    """Let an account leave an organization: its policies are detached."""
    for policy in account.attached_policies:
        policy.attachments.remove(account)
    organization.accounts.remove(account)
    moto_backends("organizations").master_accounts.pop(account.id, None)


def find_email_owner(email: str) -> str:
    """Return the account that has an email address; '' where none has: each has its own."""
    for backends in moto_backends("organizations").values():
        for backend in backends.values():
            for account in backend.accounts:
                if account.email.lower() == email.lower():
                    return str(account.id)
    return ""


def describe_account(account: Any) -> dict[str, Any]:
    """Return an account as Organizations shows it."""
    return dict(account.describe()) | {"JoinedTimestamp": _at_utc(account.create_time)}


def _at_utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
