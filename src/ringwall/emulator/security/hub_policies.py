"""Central configuration of Security Hub: policies for accounts, units and the whole organization.

https://docs.aws.amazon.com/securityhub/latest/userguide/central-configuration-intro.html
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.security.delegation import find_accounts, find_email
from ringwall.emulator.security.hub_findings import find_aggregator
from ringwall.emulator.security.hubs import (
    SECURITY_HUB,
    enable_standards_of,
    find_hub,
    make_hub,
    remove_hub,
    subscription_of,
)
from ringwall.emulator.state import EmulatorState

SELF_MANAGED = "SELF_MANAGED_SECURITY_HUB"
"""What stands for a policy where accounts configure themselves."""
TargetType = Literal["ACCOUNT", "ORGANIZATIONAL_UNIT", "ROOT"]


@dataclass
class ConfigurationPolicy:
    """A policy: whether Security Hub is on, with which standards and controls."""

    arn: str
    policy_id: str
    name: str
    description: str
    settings: dict[str, Any]
    """The policy as the API writes it: `{"SecurityHub": {...}}`."""
    created: datetime
    updated: datetime
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def is_on(self) -> bool:
        """Whether the policy turns Security Hub on."""
        return bool((self.settings.get("SecurityHub") or {}).get("ServiceEnabled"))


@dataclass
class CentralConfiguration:
    """The policies of an organization, and what they are associated with."""

    is_central: bool = False
    policies: dict[str, ConfigurationPolicy] = field(default_factory=dict)
    associations: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    """Policies that are applied directly, by target."""
    applied: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    """What each account was last configured with."""


@dataclass(frozen=True)
class PolicyAssociation:
    """The policy that a target has, applied or inherited."""

    target: str
    kind: TargetType
    policy_id: str
    is_inherited: bool
    updated: datetime


def find_central(state: EmulatorState, account_id: str) -> CentralConfiguration:
    """Return the central configuration of an account's organization; nothing kept without one."""
    organization = find_organization(account_id)
    if organization is None:
        return CentralConfiguration()
    key = (str(organization.org.master_account_id), "", "securityhub.central")
    found: CentralConfiguration = state.settings.setdefault(key, CentralConfiguration())
    return found


def find_parents(account_id: str, target: str) -> Iterator[tuple[str, TargetType]]:
    """Yield a target and what is above it, up to the root; nothing for what does not exist."""
    organization = find_organization(account_id)
    units = {unit.id: unit for unit in organization.ou} if organization is not None else {}
    accounts = find_accounts(organization) if organization is not None else {}
    at = target
    if at in accounts:
        yield at, "ACCOUNT"
        at = accounts[at].parent_id
    while at in units:
        yield at, "ROOT" if at.startswith("r-") else "ORGANIZATIONAL_UNIT"
        at = getattr(units[at], "parent_id", "")


def find_association(
    state: EmulatorState, account_id: str, target: str
) -> PolicyAssociation | None:
    """Return the association of a target, its own or that of the nearest parent that has one."""
    central = find_central(state, account_id)
    path = [*find_parents(account_id, target)]
    for holder, _ in path:
        held = central.associations.get(holder)
        if held is not None:
            policy_id, updated = held
            return PolicyAssociation(target, path[0][1], policy_id, holder != target, updated)
    return None


def show_association_status(_association: PolicyAssociation) -> str:
    """Return the status of an association: it succeeds at once."""
    return "SUCCESS"


def find_targets(account_id: str) -> Iterator[str]:
    """Yield all that a policy can be associated with in an organization."""
    organization = find_organization(account_id)
    if organization is not None:
        yield from (unit.id for unit in organization.ou)
        yield from find_accounts(organization)


def apply_policies(state: EmulatorState, account_id: str) -> None:
    """Configure the accounts whose policy is another one than before, in all linked Regions."""
    central = find_central(state, account_id)
    organization = find_organization(account_id)
    if not central.is_central or organization is None:
        return
    for member in find_accounts(organization):
        association = find_association(state, account_id, member)
        policy = central.policies.get(association.policy_id) if association else None
        if policy is None:
            central.applied.pop(member, None)
            continue
        version = (policy.policy_id, policy.updated)
        if central.applied.get(member) != version:
            central.applied[member] = version
            for admin, region in _find_places(state, organization):
                _configure(state, admin, member, region, policy)


def _find_places(state: EmulatorState, organization: Any) -> Iterator[tuple[str, str]]:
    """Yield the administrator and each Region of central configuration: home and linked."""
    management = str(organization.org.master_account_id)
    for region in state.regions.every:
        admin = SECURITY_HUB.find(state, management, region).admin
        home = find_aggregator(state, admin) if admin else None
        if home is not None and (region == home.region or home.links(region, state, admin)):
            yield admin, region


def _configure(
    state: EmulatorState, admin: str, account_id: str, region: str, policy: ConfigurationPolicy
) -> None:
    if not state.regions.is_enabled(account_id, region):
        return
    if not policy.is_on:
        remove_hub(state, account_id, region)
        return
    if account_id != admin:
        delegation = SECURITY_HUB.find(state, admin, region)
        delegation.put(account_id, find_email(account_id), "enabled")
    wanted = policy.settings["SecurityHub"].get("EnabledStandardIdentifiers") or []
    names = [_in_region(arn, region) for arn in wanted]
    hub = find_hub(state, account_id, region) or make_hub(state, account_id, region, ())
    kept = {subscription_of(hub, arn) for arn in names}
    hub.standards = {s: held for s, held in hub.standards.items() if s in kept}
    enable_standards_of(hub, names)


def _in_region(arn: str, region: str) -> str:
    """Return a standard's ARN in another Region than the home Region's."""
    fields = arn.split(":")
    if fields[3]:
        fields[3] = region
    return ":".join(fields)


def refuse_if_managed(state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a local change in an account that a policy configures."""
    central = find_central(state, call.account_id)
    if central.is_central and call.account_id in central.applied:
        message = (
            f"Account {call.account_id} is centrally managed: its Security Hub configuration "
            "policy cannot be overridden locally"
        )
        raise Fault("AccessDeniedException", message, 403)
