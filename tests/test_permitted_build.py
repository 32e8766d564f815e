"""The roles that `blueprint permissions` prints: what an apply needs is in them, and little more.

An apply begins with roles that may do nothing. What AWS refuses names the action; that is granted,
as printed, and the run is resumed. So each action that is granted at the end was missed before.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from blueprint_world import FOUNDATION, BlueprintWorld, tell_bad_steps, write_full_blueprint
from responder_package import put_package

from ringwall.apply.environment import AwsConnections, RunEnvironment
from ringwall.apply.run import RunReport, execute, resume
from ringwall.aws.session import Sessions
from ringwall.catalog.loader import load_lifecycles, load_writes
from ringwall.catalog.managed_policies import split_policies
from ringwall.catalog.permissions import find_actions
from ringwall.emulator.transport import attach
from ringwall.jobs.blueprint.permissions import find_needed_roles
from ringwall.model.run import RunOptions
from ringwall.model.table import Row
from ringwall.store.database.leases import Leases

REGION = "eu-west-1"
NAME = "ringwall-apply"
DENIED = re.compile(
    rf"arn:aws:sts::(\d{{12}}):assumed-role/{NAME}/\S+ is not authorized to perform: ([\w-]+:\w+)"
)
NOTHING = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"}],
    }
)
UNNAMED = re.compile(r"\(account (\d{12}),.*will not allow you to update the key policy()")
"""What KMS says to who may not change the policy of the key that it makes: no action is named."""
OPTIONS = RunOptions(keep_going=True, accept_irreversible=True)


@dataclass
class Grants:
    """The roles in each account, and which of the printed actions each may use now."""

    world: BlueprintWorld
    printed: Mapping[str, list[Row]]
    """By account id, the statements of the role."""
    granted: dict[str, set[str]] = field(default_factory=dict)

    def clients(self) -> Mapping[str, Any]:
        world, management = self.world, self.management
        return {
            account: world.client("iam") if account == management else world.enter(account, "iam")
            for account in self.printed
        }

    @property
    def management(self) -> str:
        return str(self.world.client("sts").get_caller_identity()["Account"])

    def make(self) -> None:
        principal = {"AWS": f"arn:aws:iam::{self.management}:root"}
        statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}
        trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        for account, client in self.clients().items():
            client.create_role(RoleName=NAME, AssumeRolePolicyDocument=trust)
            self.granted[account] = {"sts:AssumeRole"}
        self.put()

    def put(self) -> None:
        """Give each role what is granted of what is printed, on the resources that are printed."""
        for account, client in self.clients().items():
            statements = [
                {**each, "Action": actions}
                for each in self.printed[account]
                if (actions := sorted({*each["Action"]} & self.granted[account]))
            ]
            for number, document in enumerate(split_policies(statements)):
                put_policy(client, account, f"p{number}", json.dumps(document))

    def learn(self, report: RunReport) -> set[tuple[str, str]]:
        """Return what steps were refused for, by account: what is printed is granted now."""
        found = {told for step in report.steps for told in DENIED.findall(step.reason)}
        found |= {told for step in report.steps for told in UNNAMED.findall(step.reason)}
        named = {(account, action or "kms:PutKeyPolicy") for account, action in found}
        missing = {one for one in named if one[1] not in self.granted[one[0]]}
        for account, action in missing:
            self.granted[account].add(action)
        return missing

    def actions_of(self, account: str) -> set[str]:
        return {action for each in self.printed[account] for action in each["Action"]}

    def open_environment(self) -> RunEnvironment:
        """Return what an apply works with that has these roles alone."""
        emulator = self.world.emulator
        sessions = Sessions(
            region=REGION,
            chain=(f"arn:aws:iam::{self.management}:role/{NAME}",),
            role=NAME,
            transport=lambda session: attach(session, emulator),
        )
        journal = self.world.journal
        connections, leases = AwsConnections(sessions), Leases(journal.engine)
        return RunEnvironment(journal, connections, load_writes(), leases, lambda _: None)


def put_policy(client: Any, account: str, name: str, document: str) -> None:
    """Let a managed policy of the role say this, and nothing else: inline ones may not be as long.

    What a version before allowed is not allowed any more.
    """
    arn = f"arn:aws:iam::{account}:policy/{name}"
    try:
        client.create_policy(PolicyName=name, PolicyDocument=document)
    except client.exceptions.EntityAlreadyExistsException:
        made = client.create_policy_version(
            PolicyArn=arn, PolicyDocument=document, SetAsDefault=True
        )["PolicyVersion"]["VersionId"]
        for version in client.list_policy_versions(PolicyArn=arn)["Versions"]:
            if version["VersionId"] != made:
                client.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])
    else:
        client.attach_role_policy(RoleName=NAME, PolicyArn=arn)


def print_roles(world: BlueprintWorld, text: str, folder: Path) -> dict[str, list[Row]]:
    """Return the statements of each account's role, by its id."""
    file = folder / "ringwall.yaml"
    file.write_text(text, encoding="utf-8")
    accounts = world.client("organizations").list_accounts()["Accounts"]
    ids = {account["Name"]: account["Id"] for account in accounts}
    ids["management"] = world.client("sts").get_caller_identity()["Account"]
    roles = find_needed_roles(file, ["apply"]).roles
    return {ids[role.account]: list(role.statements) for role in roles}


def find_spare_actions() -> set[str]:
    """Return the actions of calls that change, take back, erase or tag what is there."""
    lives = load_lifecycles().values()
    steps = [step for life in lives for update in life.updates for step in update.steps]
    steps += [step for life in lives for step in (life.erase, life.restore, life.retag) if step]
    return {action for step in steps for action in (*find_actions(step.operation), *step.also)}


@pytest.mark.slow
def test_each_action_that_is_printed_is_missed_where_it_is_taken_away(
    world_of: Callable[..., BlueprintWorld], tmp_path: Path
) -> None:
    world, text = world_of(REGION), write_full_blueprint(REGION)
    put_package(world)
    world.build(text, *FOUNDATION)
    world.enable_identity_center()
    grants = Grants(world, print_roles(world, text, tmp_path))
    grants.make()
    for client in grants.clients().values():  # the permission set has a policy of the accounts'
        client.create_policy(PolicyName="audit", Path="/ops/", PolicyDocument=NOTHING)
    plan = world.plan(text)
    assert plan.skipped == ()
    environment = grants.open_environment()
    report = execute(plan.changes, environment, "test", kind="apply", options=OPTIONS)
    while grants.learn(report):
        grants.put()
        report = resume(report.run.id, environment, "test", options=OPTIONS)
    assert tell_bad_steps(report) == []
    spare = find_spare_actions()
    assert {action for granted in grants.granted.values() for action in granted} > {
        "s3:CreateBucket"
    }
    for account, granted in grants.granted.items():
        printed = grants.actions_of(account) | {"sts:AssumeRole"}
        assert granted - printed == set()
        assert printed - granted - spare - NOT_ASKED == set()


NOT_ASKED = {
    # The accounts and their units are there before there can be roles in them.
    "organizations:CreateAccount",
    "organizations:CreateOrganization",
    "organizations:CreateOrganizationalUnit",
    "organizations:DescribeCreateAccountStatus",
    "organizations:ListAccounts",
    "organizations:ListOrganizationalUnitsForParent",
    "organizations:ListParents",
    # Its administrator has made all accounts members, of its own accord.
    "guardduty:CreateMembers",
    # AWS asks for them where a vault is made; the emulator does not.
    "backup-storage:MountCapsule",
    "kms:RetireGrant",
    # A document that is made has its content at once.
    "ssm:UpdateDocument",
    # A firewall that is made is in its subnets at once.
    "network-firewall:AssociateSubnets",
    # How what is changed or taken back gets on.
    "controltower:GetEnabledBaseline",
    "controltower:GetEnabledControl",
    "sso:DescribeAccountAssignmentDeletionStatus",
    "sso:DescribePermissionSetProvisioningStatus",
}
"""What this apply does not come to."""
