"""The role of docs/howto/credentials.md, under enforcement: enough, and nothing too much."""

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from built_acme import BuiltAcme
from exposed_resources import CREDENTIALS, expose_resources
from policy_texts import allow, write
from recorded_estate import HeldRows

from ringwall.aws.discover import discover
from ringwall.aws.session import Sessions
from ringwall.catalog.loader import load_tables
from ringwall.catalog.permissions import STAYS_ENCRYPTED
from ringwall.collect.api import ApiSource
from ringwall.collect.live import Target, collect
from ringwall.emulator.acme.team import Team, join_account, make_session
from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach
from ringwall.jobs.target import choose_target
from ringwall.model.coverage import Coverage

PAGE = Path(__file__).parent.parent / "docs" / "howto" / "credentials.md"
ROLE = "RingwallReadOnly"
REGION = "us-east-1"


def read_actions() -> tuple[str, ...]:
    """Return the actions of the policy for reading."""
    block = re.search(r"<!-- begin read:.*?```json\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert block
    statement, shut = json.loads(block[1])["Statement"]
    assert shut == STAYS_ENCRYPTED
    return tuple(statement["Action"])


ACTIONS = read_actions()
STAND_INS = ("account:ListRegions", "ec2:DescribeRegions")
"""Each says which Regions are enabled: only without both is that not known."""
NAMES_ALONE = ("iam:ListAccountAliases",)
"""Names an account that is in no organization; without it, the account has its id as its name."""
QUICK = tuple(one for one in ACTIONS if zlib.crc32(one.encode()) % 64 == 0)


@dataclass(frozen=True)
class Auditor:
    """Collects two accounts of Acme with roles that have what they are given and nothing else."""

    app: Emulator
    teams: tuple[Team, Team]

    def give(self, actions: tuple[str, ...]) -> None:
        management, member = self.teams
        more = allow("sts:AssumeRole", resource=f"arn:aws:iam::*:role/{ROLE}")
        reads = allow(*actions)
        for team, name, statements in (
            (management, "auditor", (reads, STAYS_ENCRYPTED, more)),
            (member, ROLE, (reads, STAYS_ENCRYPTED)),
        ):
            team.client("iam").put_role_policy(
                RoleName=name, PolicyName="read", PolicyDocument=write(*statements)
            )

    def _sessions(self) -> Sessions:
        management, _ = self.teams
        return Sessions(
            region=REGION,
            chain=(f"arn:aws:iam::{management.account_id}:role/auditor",),
            role=ROLE,
            transport=lambda session: attach(session, self.app),
        )

    def choose(self, *regions: str) -> Target:
        """Return what would be collected: two accounts, in some Regions or in all."""
        sessions = self._sessions()
        accounts = tuple(team.account_id for team in self.teams)
        return choose_target(sessions, discover(sessions), accounts, regions, frozenset())

    def collect(self) -> list[Coverage]:
        sessions, target = self._sessions(), self.choose(REGION)
        source = ApiSource(sessions.reader, sessions.home_region)
        held = HeldRows()
        collect(target, load_tables(), source, held)
        return held.coverage


@pytest.fixture(scope="module")
def auditor(built_acme: BuiltAcme) -> Iterator[Auditor]:
    app, acme = built_acme.emulator(), built_acme.acme
    expose_resources(app, acme.accounts["dev"])
    session = make_session(app, CREDENTIALS)
    management = Team(app, acme.management, "management", session)
    member = join_account(management, acme.accounts["dev"], "dev")
    for team, name, who in (
        (management, "auditor", f"arn:aws:iam::{acme.management}:user/operator"),
        (member, ROLE, f"arn:aws:iam::{acme.management}:role/auditor"),
    ):
        trust = {**allow("sts:AssumeRole"), "Principal": {"AWS": who}}
        del trust["Resource"]
        team.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=write(trust))
    add_what_few_have(member)
    add_what_few_organizations_have(management, acme.accounts["log-archive"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", CREDENTIALS["AccessKeyId"])
        patch.setenv("AWS_SECRET_ACCESS_KEY", CREDENTIALS["SecretAccessKey"])
        for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
            patch.delenv(name, raising=False)
        yield Auditor(app, (management, member))


def add_what_few_have(team: Team) -> None:
    """Make what Acme's accounts lack, so that every call of the page is made."""
    entry = {"Cidr": "203.0.113.0/24", "Description": "office"}
    team.client("ec2", REGION).create_managed_prefix_list(
        PrefixListName="office", MaxEntries=2, AddressFamily="IPv4", Entries=[entry]
    )
    container = {"name": "job", "image": "job:1", "memory": 128}
    team.client("ecs", REGION).register_task_definition(
        family="job", containerDefinitions=[container]
    )
    team.client("iam").create_open_id_connect_provider(
        Url="https://token.example.com", ClientIDList=["sts"], ThumbprintList=["a" * 40]
    )

    source = {"Owner": "AWS", "SourceIdentifier": "ROOT_ACCOUNT_MFA_ENABLED"}
    rule = {"ConfigRuleName": "root-mfa", "Source": source}
    resource = {"Type": "AWS::Config::ConfigRule", "Properties": rule}
    team.client("config", REGION).put_conformance_pack(
        ConformancePackName="few", TemplateBody=json.dumps({"Resources": {"Mfa": resource}})
    )


def add_what_few_organizations_have(team: Team, logs: str) -> None:
    """Make Identity Center, a landing zone and a budget: Acme has none of them."""
    instance = team.app.enable_identity_center(REGION)
    sso, tower = team.client("sso-admin", REGION), team.client("controltower", REGION)
    store = sso.list_instances()["Instances"][0]["IdentityStoreId"]
    group = team.client("identitystore", REGION).create_group(
        IdentityStoreId=store, DisplayName="Audit"
    )["GroupId"]
    made = sso.create_permission_set(InstanceArn=instance, Name="Audit")["PermissionSet"]
    sso.create_account_assignment(
        InstanceArn=instance,
        PermissionSetArn=made["PermissionSetArn"],
        TargetId=logs,
        TargetType="AWS_ACCOUNT",
        PrincipalType="GROUP",
        PrincipalId=group,
    )
    team.client("macie2", REGION).enable_macie()
    team.client("budgets").create_budget(
        AccountId=team.account_id,
        Budget={
            "BudgetName": "all",
            "BudgetType": "COST",
            "TimeUnit": "MONTHLY",
            "BudgetLimit": {"Amount": "100", "Unit": "USD"},
        },
    )
    trust = {**allow("sts:AssumeRole"), "Principal": {"Service": "controltower.amazonaws.com"}}
    del trust["Resource"]
    for name in ("Admin", "CloudTrailRole", "StackSetRole"):
        team.client("iam").create_role(
            RoleName=f"AWSControlTower{name}",
            Path="/service-role/",
            AssumeRolePolicyDocument=write(trust),
        )
    days = {"retentionDays": 365}
    tower.create_landing_zone(
        version="4.0",
        manifest={
            "governedRegions": [REGION],
            "centralizedLogging": {
                "accountId": logs,
                "enabled": True,
                "configurations": {"loggingBucket": days, "accessLoggingBucket": days},
            },
            "securityRoles": {"accountId": logs, "enabled": True},
            "accessManagement": {"enabled": True},
        },
    )
    client = team.client("organizations")
    root = client.list_roots()["Roots"][0]["Id"]
    unit = client.create_organizational_unit(ParentId=root, Name="Registered")
    target = {"targetIdentifier": unit["OrganizationalUnit"]["Arn"]}
    place = f"arn:aws:controltower:{REGION}::"
    tower.enable_baseline(
        baselineIdentifier=f"{place}baseline/17BSJV3IGJ2QSGA2", baselineVersion="4.0", **target
    )
    tower.enable_control(controlIdentifier=f"{place}control/AWS-GR_ENCRYPTED_VOLUMES", **target)


def find_denied(coverage: list[Coverage]) -> set[str]:
    return {f"{row.subject}: {row.error}" for row in coverage if row.status == "denied"}


def test_the_role_of_the_page_reads_everything(auditor: Auditor) -> None:
    auditor.give(ACTIONS)
    assert find_denied(auditor.collect()) == set()


def find_unused(auditor: Auditor, actions: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of some permissions without which nothing is denied.

    Many are taken away at once: a call that is denied while others are missing, too, is made and
    denied as well where they are not.
    """
    auditor.give(tuple(action for action in ACTIONS if action not in actions))
    errors = "\n".join(find_denied(auditor.collect()))
    left = tuple(a for a in actions if not re.search(rf"{re.escape(a)}(?!\w)", errors))
    if not left or len(actions) == 1:
        return left
    if len(left) < len(actions):
        return find_unused(auditor, left)
    middle = len(left) // 2
    return (*find_unused(auditor, left[:middle]), *find_unused(auditor, left[middle:]))


@pytest.mark.parametrize("part", [QUICK, pytest.param(ACTIONS, marks=pytest.mark.slow)], ids=len)
def test_without_any_one_permission_there_is_a_gap(auditor: Auditor, part: tuple[str, ...]) -> None:
    known = {*STAND_INS, *NAMES_ALONE}
    assert find_unused(auditor, tuple(one for one in part if one not in known)) == ()


def test_without_both_lists_of_regions_it_is_said_that_they_are_not_known(auditor: Auditor) -> None:
    for one in STAND_INS:
        auditor.give(tuple(action for action in ACTIONS if action != one))
        assert auditor.choose().unlisted == {}
    auditor.give(tuple(action for action in ACTIONS if action not in STAND_INS))
    assert {status for status, _ in auditor.choose().unlisted.values()} == {"denied"}
