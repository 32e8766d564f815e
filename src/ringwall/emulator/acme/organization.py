"""Acme's accounts, organizational units and service control policies."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ringwall.emulator.acme.team import HOME, MEMBER_ROLE, Team, join_account, make_session
from ringwall.emulator.app import Emulator
from ringwall.emulator.on_moto.moto_client import moto_backend

REGIONS = ("us-east-1", "eu-west-1", "eu-central-1")
MEMBERS = {
    "security": "Security",
    "log-archive": "Security",
    "network": "Infrastructure",
    "prod": "Workloads/Prod",
    "staging": "Workloads/NonProd",
    "dev": "Workloads/NonProd",
}
"""Member accounts and the organizational unit of each."""


@dataclass(frozen=True)
class Acme:
    """The organization that was built: the ids that a test or a demo needs."""

    management: str
    """Account id of the management account."""
    accounts: Mapping[str, str]
    """Account ids by name, with that of the management account."""
    organization_id: str
    regions: tuple[str, ...] = REGIONS
    crown_jewels: tuple[str, ...] = ()
    """ARNs of the data stores that matter most; tagged `crown-jewel`."""


def _deny(sid: str, *actions: str, **condition: Any) -> dict[str, Any]:
    statement = {"Sid": sid, "Effect": "Deny", "Action": [*actions], "Resource": "*"}
    return statement | ({"Condition": condition} if condition else {})


PLATFORM = {"aws:PrincipalArn": f"arn:aws:iam::*:role/{MEMBER_ROLE}"}
"""The role of the team that runs trails and detectors, which guardrails do not bind."""
GUARDRAILS = (
    _deny("DenyLeaving", "organizations:LeaveOrganization"),
    _deny("ProtectTrail", "cloudtrail:StopLogging", "cloudtrail:DeleteTrail", ArnNotLike=PLATFORM),
    _deny(
        "ProtectDetection",
        "guardduty:DeleteDetector",
        "securityhub:DisableSecurityHub",
        ArnNotLike=PLATFORM,
    ),
)
PRODUCTION = (
    *GUARDRAILS,
    _deny("DenyRoot", "*", StringLike={"aws:PrincipalArn": "arn:aws:iam::*:root"}),
    _deny("DenyUsers", "iam:CreateUser", "iam:CreateAccessKey"),
    _deny(
        "OtherRegions",
        *("ec2:*", "rds:*", "lambda:*"),
        StringNotEquals={"aws:RequestedRegion": [*REGIONS]},
    ),
)


def found_organization(app: Emulator) -> tuple[Acme, dict[str, Team]]:
    """Create the organization and return it, with clients of each account by name."""
    credentials = {"AccessKeyId": "AKIAACMEPLATFORM0001", "SecretAccessKey": "made-up"}
    session = make_session(app, credentials)
    sts: Any = session.create_client("sts", region_name=HOME)
    management_id = sts.get_caller_identity()["Account"]
    management = Team(app, management_id, "management", session)
    client = management.client("organizations")
    organization = client.create_organization(FeatureSet="ALL")["Organization"]
    root = client.list_roots()["Roots"][0]["Id"]
    client.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
    _name_management(management)
    teams = {"management": management}
    units = _make_units(client, root)
    for name, unit in MEMBERS.items():
        account_id = _create_account(client, name)
        client.move_account(
            AccountId=account_id, SourceParentId=root, DestinationParentId=units[unit]
        )
        teams[name] = join_account(management, account_id, name)
    _create_policy(client, "acme-guardrails", GUARDRAILS)
    _create_policy(client, "acme-production", PRODUCTION)
    _delegate(client, teams["security"].account_id)
    ids = MappingProxyType({name: team.account_id for name, team in teams.items()})
    return Acme(management_id, ids, organization["Id"]), teams


def _name_management(management: Team) -> None:
    """Name the management account, which no API can; moto names it "master"."""
    with management.app.mounted():
        backend = moto_backend("organizations", management.account_id)
        backend.accounts[0].name = "management"
        backend.accounts[0].email = "aws-management@acme.example"


def _create_account(client: Any, name: str) -> str:
    status = client.create_account(AccountName=name, Email=f"aws-{name}@acme.example")
    account_id: str = status["CreateAccountStatus"]["AccountId"]
    return account_id


def _make_units(client: Any, root: str) -> dict[str, str]:
    units: dict[str, str] = {"": root}
    for path in ("Security", "Infrastructure", "Workloads", "Workloads/Prod", "Workloads/NonProd"):
        parent, _, name = path.rpartition("/")
        made = client.create_organizational_unit(ParentId=units[parent], Name=name)
        units[path] = made["OrganizationalUnit"]["Id"]
    return units


def attach_policies(teams: Mapping[str, Team]) -> None:
    """Attach the SCPs, which came later than some of what they forbid: an old user, its key."""
    client = teams["management"].client("organizations")
    listed = client.list_policies(Filter="SERVICE_CONTROL_POLICY")["Policies"]
    ids = {policy["Name"]: policy["Id"] for policy in listed}

    def attach(name: str, target: str) -> None:
        client.attach_policy(PolicyId=ids[name], TargetId=target)

    for account in ("security", "network"):
        attach("acme-guardrails", _find_unit(client, teams[account]))
    attach("acme-production", _find_unit(client, teams["prod"]))
    # Staging has its guardrails on the account itself; NonProd has none, so dev has none either.
    attach("acme-guardrails", teams["staging"].account_id)


def _find_unit(client: Any, team: Team) -> str:
    """Return the id of the organizational unit that an account is in."""
    unit: str = client.list_parents(ChildId=team.account_id)["Parents"][0]["Id"]
    return unit


def _create_policy(client: Any, name: str, statements: tuple[dict[str, Any], ...]) -> None:
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    client.create_policy(
        Name=name, Description=name, Type="SERVICE_CONTROL_POLICY", Content=document
    )


def _delegate(client: Any, security: str) -> None:
    for service in ("access-analyzer", "cloudtrail", "config", "guardduty", "securityhub"):
        principal = f"{service}.amazonaws.com"
        client.enable_aws_service_access(ServicePrincipal=principal)
        client.register_delegated_administrator(AccountId=security, ServicePrincipal=principal)
