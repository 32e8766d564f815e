"""Rules and conformance packs of an organization, and what has become of them in its accounts.

Each is of one Region. An account that joins gets them and one that leaves loses them; where it
failed, it is tried again. All of this is done when somebody looks.
https://docs.aws.amazon.com/config/latest/developerguide/config-rule-multi-account-deployment.html
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import Fault
from ringwall.emulator.configuration.conformance_packs import (
    NO_RECORDER,
    deploy_pack,
    make_pack,
    packs_of,
    remove_pack,
)
from ringwall.emulator.configuration.items import find_recorder
from ringwall.emulator.configuration.places import ConfigPlace
from ringwall.emulator.configuration.rules import MULTI_ACCOUNT, delete_rule, put_rule
from ringwall.emulator.linked_roles import make_linked_role
from ringwall.emulator.state import EmulatorState

DeploymentKind = Literal["rule", "pack"]
METADATA = {
    "OrganizationManagedRuleMetadata": "AWS",
    "OrganizationCustomRuleMetadata": "CUSTOM_LAMBDA",
    "OrganizationCustomPolicyRuleMetadata": "CUSTOM_POLICY",
}
"""What a rule is made from, and the owner of its source."""


@dataclass
class MemberDeployment:
    """What has become of a rule or pack in one account."""

    status: str
    updated: datetime
    code: str = ""
    message: str = ""


@dataclass
class OrganizationDeployment:
    """A rule or conformance pack for the accounts of an organization."""

    kind: DeploymentKind
    owner: str
    """The account that deploys it: the management account or a delegated administrator."""
    region: str
    name: str
    unique_name: str
    """The name with a suffix, which the ARN and the name in the accounts have."""
    arn: str
    settings: Mapping[str, Any]
    """As the request gave it."""
    template: str
    updated: datetime
    tags: dict[str, str] = field(default_factory=dict)
    verb: str = "CREATE"
    is_in_progress: bool = True
    members: dict[str, MemberDeployment] = field(default_factory=dict)

    @property
    def member_name(self) -> str:
        """What it is called in the accounts."""
        prefix = "OrgConfigRule" if self.kind == "rule" else "OrgConformsPack"
        return f"{prefix}-{self.unique_name}"

    @property
    def status(self) -> str:
        """How it went in all accounts together."""
        if self.is_in_progress:
            return f"{self.verb}_IN_PROGRESS"
        failed = any(member.status.endswith("_FAILED") for member in self.members.values())
        return f"{self.verb}_{'FAILED' if failed else 'SUCCESSFUL'}"


Deployments = dict[str, OrganizationDeployment]


def deployments_in(state: EmulatorState, region: str) -> Deployments:
    """Return what all organizations deploy in a Region, by ARN: a change to it stays."""
    found: Deployments = state.settings.setdefault(("", region, "config.deployments"), {})
    return found


def find_deployment(
    state: EmulatorState, place: ConfigPlace, kind: DeploymentKind, name: str
) -> OrganizationDeployment | None:
    """Return what an account deploys by a name; None where there is none."""
    for held in list_deployments(state, place, kind):
        if held.name == name:
            return held
    return None


def list_deployments(
    state: EmulatorState, place: ConfigPlace, kind: DeploymentKind
) -> list[OrganizationDeployment]:
    """Return what an account deploys in a Region."""
    account, region = place
    held = deployments_in(state, region).values()
    return [found for found in held if (found.owner, found.kind) == (account, kind)]


def settle_deployments(state: EmulatorState, region: str) -> None:
    """Bring the accounts of organizations to what is deployed to them."""
    held = state.settings.get(("", region, "config.deployments"))
    for found in list(held.values()) if held else ():
        if found.is_in_progress:
            continue
        wanted = _find_accounts(found)
        for account in [a for a in found.members if a not in wanted]:
            _remove(state, found, account)
            del found.members[account]
        for account in wanted:
            member = found.members.get(account)
            if member is None or member.status.endswith("_FAILED"):
                _deploy(state, found, account)


def complete_deployment(state: EmulatorState, found: OrganizationDeployment) -> None:
    """End what was in progress, in each account."""
    found.is_in_progress = False
    if found.verb == "DELETE":
        for account in found.members:
            _remove(state, found, account)
        deployments_in(state, found.region).pop(found.arn, None)
        return
    wanted = _find_accounts(found)
    for account in [a for a in found.members if a not in wanted]:
        _remove(state, found, account)
        del found.members[account]
    for account in wanted:
        _deploy(state, found, account)


def _find_accounts(found: OrganizationDeployment) -> list[str]:
    organization = find_organization(found.owner)
    excluded = set(found.settings.get("ExcludedAccounts") or ())
    accounts = organization.accounts if organization is not None else ()
    return [a.id for a in accounts if a.status == "ACTIVE" and a.id not in excluded]


def list_pending_members(found: OrganizationDeployment) -> list[str]:
    """Return the accounts in which something is in progress."""
    return _find_accounts(found) if found.is_in_progress else []


def _deploy(state: EmulatorState, found: OrganizationDeployment, account: str) -> None:
    place, now = (account, found.region), datetime.now(UTC)
    verb = "UPDATE" if account in found.members and found.verb == "UPDATE" else "CREATE"
    try:
        _require_recorder(place)
        make_linked_role(account, MULTI_ACCOUNT)
        if found.kind == "rule":
            put_rule(state, place, write_rule(found), MULTI_ACCOUNT)
        else:
            _deploy_pack(state, place, found)
    except Fault as fault:
        failed = MemberDeployment(f"{verb}_FAILED", now, fault.code, fault.message)
        found.members[account] = failed
    else:
        found.members[account] = MemberDeployment(f"{verb}_SUCCESSFUL", now)


def _require_recorder(place: ConfigPlace) -> None:
    if find_recorder(*place) is None:
        message = "There is no configuration recorder in the account and Region."
        raise Fault(NO_RECORDER, message)


def _deploy_pack(state: EmulatorState, place: ConfigPlace, found: OrganizationDeployment) -> None:
    held, name = packs_of(state, place), found.member_name
    settings = {n: v for n, v in found.settings.items() if n in {
        "DeliveryS3Bucket", "DeliveryS3KeyPrefix", "ConformancePackInputParameters",
    }}  # fmt: skip
    pack = held.get(name)
    if pack is None:
        pack = held[name] = make_pack(place, name, settings, found.template, MULTI_ACCOUNT)
    else:
        pack.settings, pack.template, pack.state = settings, found.template, "UPDATE_IN_PROGRESS"
    deploy_pack(state, place, pack)
    if pack.state.endswith("_FAILED"):
        if pack.state.startswith("CREATE"):
            del held[name]
        raise Fault(pack.reason.partition(":")[0], pack.reason)


def write_rule(found: OrganizationDeployment) -> dict[str, Any]:
    """Return an organization's rule as PutConfigRule takes it."""
    member, owner = next((m, o) for m, o in METADATA.items() if found.settings.get(m))
    given = found.settings[member]
    rule = {
        "ConfigRuleName": found.member_name,
        "Description": given.get("Description"),
        "InputParameters": given.get("InputParameters"),
        "Scope": _write_scope(given),
        "Source": _write_source(owner, given),
    }
    if owner == "AWS":
        rule["MaximumExecutionFrequency"] = given.get("MaximumExecutionFrequency")
    return {name: value for name, value in rule.items() if value}


def _write_scope(given: Mapping[str, Any]) -> dict[str, Any]:
    members = {
        "ComplianceResourceTypes": "ResourceTypesScope",
        "ComplianceResourceId": "ResourceIdScope",
        "TagKey": "TagKeyScope",
        "TagValue": "TagValueScope",
    }
    return {name: given[own] for name, own in members.items() if given.get(own)}


def _write_source(owner: str, given: Mapping[str, Any]) -> dict[str, Any]:
    if owner == "AWS":
        return {"Owner": owner, "SourceIdentifier": given["RuleIdentifier"]}
    frequency = given.get("MaximumExecutionFrequency")
    details = [
        {"EventSource": "aws.config", "MessageType": message}
        | ({"MaximumExecutionFrequency": frequency}
           if frequency and message == "ScheduledNotification" else {})
        for message in given.get("OrganizationConfigRuleTriggerTypes") or ()
    ]  # fmt: skip
    source: dict[str, Any] = {"Owner": owner}
    if details:
        source["SourceDetails"] = details
    if owner == "CUSTOM_LAMBDA":
        return source | {"SourceIdentifier": given["LambdaFunctionArn"]}
    names = ("PolicyRuntime", "LibraryText")
    return source | {"CustomPolicyDetails": {name: given[name] for name in names}}


def _remove(state: EmulatorState, found: OrganizationDeployment, account: str) -> None:
    place = (account, found.region)
    if found.kind == "rule":
        delete_rule(state, place, found.member_name)
        return
    pack = packs_of(state, place).get(found.member_name)
    if pack is not None:
        remove_pack(state, place, pack)
