"""The role of docs/howto/credentials.md, under enforcement: enough, and nothing too much."""

import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from blueprint_world import FOUNDATION, BlueprintWorld, write_full_blueprint
from botocore.session import Session
from built_acme import BuiltAcme
from exposed_resources import CREDENTIALS, expose_resources
from policy_texts import allow, deny, trust, trust_principal, write
from recorded_estate import HeldRows
from responder_package import put_package

from ringwall.aws.discover import discover
from ringwall.aws.session import Sessions
from ringwall.catalog.loader import load_tables
from ringwall.catalog.managed_policies import split_policies
from ringwall.catalog.permissions import STAYS_ENCRYPTED
from ringwall.collect.api import ApiSource
from ringwall.collect.live import Target, collect
from ringwall.emulator.acme.team import Team, join_account, make_session
from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach
from ringwall.jobs.blueprint.demands import read_demands
from ringwall.jobs.target import choose_target
from ringwall.model.coverage import Coverage

PAGE = Path(__file__).parent.parent / "docs" / "howto" / "credentials.md"
ROLE = "RingwallReadOnly"
REGION = "us-east-1"


def read_actions() -> tuple[str, ...]:
    """Return the actions of the policy for reading."""
    page = PAGE.read_text("utf-8")
    section = re.search(r"<!-- begin read:(.*?)<!-- end read", page, re.DOTALL)
    assert section
    blocks = re.findall(r"```json\n(.*?)```", section[1], re.DOTALL)
    statements = [one for block in blocks for one in json.loads(block)["Statement"]]
    assert STAYS_ENCRYPTED in statements
    allowed = [one for one in statements if one != STAYS_ENCRYPTED]
    return tuple(action for one in allowed for action in one["Action"])


ACTIONS = read_actions()
STAND_INS = ("account:ListRegions", "ec2:DescribeRegions")
"""Each says which Regions are enabled: only without both is that not known."""
NAMES_ALONE = ("iam:ListAccountAliases",)
"""Names an account that is in no organization; without it, the account has its id as its name."""
NEEDED = tuple(one for one in ACTIONS if one not in {*STAND_INS, *NAMES_ALONE})
QUICK = tuple(one for one in NEEDED if zlib.crc32(one.encode()) % 64 == 0)


@dataclass(frozen=True)
class Auditor:
    """Collects accounts of an organization with roles that have what they are given, no more."""

    app: Emulator
    accounts: Mapping[str, Any]
    """A client of IAM in each, the management account first: its role may enter the others."""
    blueprint: Path | None = None
    """What is to be planned: what its plan alone needs is read, too."""

    @property
    def _management(self) -> str:
        return next(iter(self.accounts))

    def make_roles(self) -> None:
        own = f"arn:aws:iam::{self._management}"
        for account, client in self.accounts.items():
            who = f"{own}:root" if account == self._management else f"{own}:role/{ROLE}"
            client.create_role(RoleName=ROLE, AssumeRolePolicyDocument=trust_principal(who))

    def give(self, actions: tuple[str, ...]) -> None:
        more = allow("sts:AssumeRole", resource=f"arn:aws:iam::*:role/{ROLE}")
        allowed = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
        documents = [json.dumps(one) for one in split_policies([allowed, STAYS_ENCRYPTED])]
        for account, client in self.accounts.items():
            client.put_role_policy(RoleName=ROLE, PolicyName="enter", PolicyDocument=write(more))
            attached = client.list_attached_role_policies(RoleName=ROLE)["AttachedPolicies"]
            for one in attached:
                client.detach_role_policy(RoleName=ROLE, PolicyArn=one["PolicyArn"])
                client.delete_policy(PolicyArn=one["PolicyArn"])
            for number, document in enumerate(documents):
                client.create_policy(PolicyName=f"read-{number}", PolicyDocument=document)
                arn = f"arn:aws:iam::{account}:policy/read-{number}"
                client.attach_role_policy(RoleName=ROLE, PolicyArn=arn)

    def choose(self, *regions: str) -> Target:
        """Return what would be collected: these accounts, in some Regions or in all."""
        return self._choose(self._sessions(), regions)

    def _sessions(self) -> Sessions:
        chain = (f"arn:aws:iam::{self._management}:role/{ROLE}",)
        return Sessions(region=REGION, chain=chain, role=ROLE, transport=self._attach)

    def _attach(self, session: Session) -> None:
        attach(session, self.app)
        session.register("after-call.service-quotas.ListServiceQuotas", leave_first_out)

    def _choose(self, sessions: Sessions, regions: tuple[str, ...]) -> Target:
        found = discover(sessions)
        target = choose_target(sessions, found, tuple(self.accounts), regions)
        if self.blueprint is None:
            return target
        demands = read_demands(self.blueprint, found, target.accounts, target.regions)
        return replace(target, demands=demands)

    def collect(self) -> list[Coverage]:
        sessions = self._sessions()
        source = ApiSource(sessions.reader, sessions.home_region)
        held = HeldRows()
        collect(self._choose(sessions, (REGION,)), load_tables(), source, held)
        return held.coverage


def leave_first_out(**answered: Any) -> None:
    """AWS knows no value of the account's own of some quotas; the emulator does of all."""
    answered["parsed"]["Quotas"] = answered["parsed"].get("Quotas", [])[1:]


@pytest.fixture(scope="module")
def auditor(built_acme: BuiltAcme) -> Iterator[Auditor]:
    """Yield what collects two accounts of Acme."""
    app, acme = built_acme.emulator(), built_acme.acme
    expose_resources(app, acme.accounts["dev"])
    management = Team(app, acme.management, "management", make_session(app, CREDENTIALS))
    member = join_account(management, acme.accounts["dev"], "dev")
    add_what_few_have(member)
    add_what_few_organizations_have(management, acme.accounts["log-archive"])
    auditor = Auditor(app, {team.account_id: team.client("iam") for team in (management, member)})
    auditor.make_roles()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", CREDENTIALS["AccessKeyId"])
        patch.setenv("AWS_SECRET_ACCESS_KEY", CREDENTIALS["SecretAccessKey"])
        for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
            patch.delenv(name, raising=False)
        yield auditor


@pytest.fixture
def planner(world_of: Callable[..., BlueprintWorld], tmp_path: Path) -> Auditor:
    """Return what collects an organization that a blueprint has built, for its next plan."""
    world, file = world_of(REGION), tmp_path / "ringwall.yaml"
    put_package(world, region=REGION)
    text = write_full_blueprint(REGION).replace("home_region: eu-west-1", f"home_region: {REGION}")
    text = text.replace("resolver_logs: {enabled: false}", "resolver_logs: {}")
    file.write_text(text, encoding="utf-8")
    world.build(text, *FOUNDATION)
    world.enable_identity_center(REGION)
    management = world.client("sts").get_caller_identity()["Account"]
    members = {each["Id"] for each in world.client("organizations").list_accounts()["Accounts"]}
    accounts = {management: world.client("iam")}
    accounts |= {each: world.enter(each, "iam") for each in sorted(members - {management})}
    for client in accounts.values():  # the permission set has a policy of the accounts'
        client.create_policy(PolicyName="audit", Path="/ops/", PolicyDocument=write(deny("s3:*")))
    world.build(text)
    planner = Auditor(world.emulator, accounts, file)
    planner.make_roles()
    return planner


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
    team.client("ec2", REGION).create_launch_template(
        LaunchTemplateName="job", LaunchTemplateData={"InstanceType": "t3.micro"}
    )
    team.client("route53").create_hosted_zone(Name="few.example.com", CallerReference="few")


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
    for name in ("Admin", "CloudTrailRole", "StackSetRole"):
        team.client("iam").create_role(
            RoleName=f"AWSControlTower{name}",
            Path="/service-role/",
            AssumeRolePolicyDocument=trust("controltower"),
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


def find_unused(auditors: tuple[Auditor, ...], actions: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of some permissions without which no auditor is denied anything.

    Many are taken away at once: a call that is denied while others are missing, too, is made and
    denied as well where they are not.
    """
    errors = ""
    for auditor in auditors:
        auditor.give(tuple(action for action in ACTIONS if action not in actions))
        errors += "\n".join(find_denied(auditor.collect()))
    left = tuple(a for a in actions if not re.search(rf"(?<![\w-]){re.escape(a)}(?!\w)", errors))
    if not left or len(actions) == 1:
        return left
    if len(left) < len(actions):
        return find_unused(auditors, left)
    middle = len(left) // 2
    return (*find_unused(auditors, left[:middle]), *find_unused(auditors, left[middle:]))


def test_without_any_of_some_permissions_there_is_a_gap(auditor: Auditor) -> None:
    assert find_unused((auditor,), QUICK) == ()


@pytest.mark.slow
def test_without_any_one_permission_there_is_a_gap(auditor: Auditor, planner: Auditor) -> None:
    planner.give(ACTIONS)
    assert find_denied(planner.collect()) == set()
    assert find_unused((auditor, planner), NEEDED) == ()


def test_without_both_lists_of_regions_it_is_said_that_they_are_not_known(auditor: Auditor) -> None:
    for one in STAND_INS:
        auditor.give(tuple(action for action in ACTIONS if action != one))
        assert auditor.choose().unlisted == {}
    auditor.give(tuple(action for action in ACTIONS if action not in STAND_INS))
    assert {status for status, _ in auditor.choose().unlisted.values()} == {"denied"}
