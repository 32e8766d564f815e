"""Security services in an organization: an administrator in each Region, and its members.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services.html
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from moto.core.utils import unix_time
from moto.organizations.models import FakeDelegatedAdministrator

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.state import EmulatorState

AutoEnable = Literal["ALL", "NEW", "NONE"]
MembershipStatus = Literal["created", "enabled", "paused", "removed", "resigned"]
"""What an administrator's list says of a member; each service has its own words for it."""
RefusalReason = Literal[
    "no_organization", "not_management", "unknown_account", "already", "another", "not_admin"
]
ASSOCIATED: frozenset[MembershipStatus] = frozenset({"enabled", "paused"})


class DelegationRefused(Exception):
    """An administrator cannot be appointed or dismissed; each service has its error for it."""

    def __init__(self, reason: RefusalReason) -> None:
        super().__init__(reason)
        self.reason: RefusalReason = reason


@dataclass
class MemberRecord:
    """A member account as its administrator's list has it."""

    account_id: str
    email: str
    status: MembershipStatus
    invited: datetime
    updated: datetime

    @property
    def is_associated(self) -> bool:
        """Whether the administrator manages the account."""
        return self.status in ASSOCIATED


@dataclass
class Delegation:
    """How an organization uses a service in a Region."""

    admin: str = ""
    """The administrator's account id; '' while there is none."""
    members: dict[str, MemberRecord] = field(default_factory=dict)
    auto_enable: AutoEnable = "NONE"
    seen: set[str] = field(default_factory=set)
    """Accounts of the organization that auto-enable has already dealt with."""

    def put(self, account_id: str, email: str, status: MembershipStatus) -> MemberRecord:
        """Add a member, or change its status."""
        now = datetime.now(UTC)
        held = self.members.get(account_id)
        invited = held.invited if held is not None else now
        record = MemberRecord(account_id, email, status, invited, now)
        self.members[account_id] = record
        return record

    def associated(self) -> list[MemberRecord]:
        """Return the members that the administrator manages."""
        return [record for record in self.members.values() if record.is_associated]


@dataclass(frozen=True)
class DelegatedService:
    """A service that an organization delegates, by its principal: `guardduty.amazonaws.com`."""

    principal: str
    feature: str = ""
    """What tells it apart from another service of the same principal; '' for most."""

    def find(self, state: EmulatorState, account_id: str, region: str) -> Delegation:
        """Return how the account's organization uses the service; nothing kept without one."""
        organization = find_organization(account_id)
        if organization is None:
            return Delegation()
        key = (
            str(organization.org.master_account_id),
            region,
            f"{self.principal}{self.feature}.delegation",
        )
        found: Delegation = state.settings.setdefault(key, Delegation())
        return found

    def find_own(self, state: EmulatorState, call: EmulatedCall) -> Delegation | None:
        """Return the delegation that the caller administers; None where it is no administrator."""
        found = self.find(state, call.account_id, call.region)
        return found if found.admin == call.account_id else None

    def find_administrator(
        self, state: EmulatorState, account_id: str, region: str
    ) -> tuple[str, MemberRecord] | None:
        """Return the administrator that manages an account, and its record of it."""
        found = self.find(state, account_id, region)
        record = found.members.get(account_id)
        if not found.admin or record is None or not record.is_associated:
            return None
        return found.admin, record

    def may_list(self, state: EmulatorState, call: EmulatedCall) -> bool:
        """Whether an account may ask who the administrator is: the management account, and it."""
        organization = find_organization(call.account_id)
        management = organization.org.master_account_id if organization is not None else ""
        admin = self.find(state, call.account_id, call.region).admin
        return call.account_id in {management, admin}

    def appoint(
        self, state: EmulatorState, call: EmulatedCall, account_id: str, region: str | None = None
    ) -> Delegation:
        """Make an account the administrator, which AWS also registers with Organizations.

        It is for the call's Region, unless another is given.

        DelegationRefused where the caller is not the management account, and where there is one.
        """
        organization = _require_management(call)
        found = self.find(state, call.account_id, call.region if region is None else region)
        if account_id not in find_accounts(organization):
            raise DelegationRefused("unknown_account")
        registered = _find_registered(organization, self.principal)
        # The same account administers a service in all Regions.
        if found.admin == account_id:
            raise DelegationRefused("already")
        if found.admin or registered not in {"", account_id}:
            raise DelegationRefused("another")
        _register(organization, self.principal, account_id)
        found.admin = account_id
        found.seen = set(find_accounts(organization))
        return found

    def dismiss(
        self, state: EmulatorState, call: EmulatedCall, account_id: str, region: str | None = None
    ) -> None:
        """End an administrator's work in the Region; its members go on by themselves."""
        organization = _require_management(call)
        found = self.find(state, call.account_id, call.region if region is None else region)
        if account_id not in find_accounts(organization):
            raise DelegationRefused("unknown_account")
        if found.admin != account_id:
            raise DelegationRefused("not_admin")
        _reset(found)

    def settle(self, state: EmulatorState, account_id: str, region: str) -> tuple[str, ...]:
        """Bring members up to date with the organization; return accounts to be enabled now.

        Accounts that left are no members. What Organizations has deregistered is no administrator.
        """
        organization = find_organization(account_id)
        if organization is None:
            return ()
        found = self.find(state, account_id, region)
        accounts = find_accounts(organization)
        management = str(organization.org.master_account_id)
        if found.admin and found.admin != management:
            registered = _find_registered(organization, self.principal)
            if registered != found.admin:
                _reset(found)
        if not found.admin:
            return ()
        for gone in found.members.keys() - accounts.keys():
            del found.members[gone]
        fresh = accounts.keys() - found.seen
        found.seen = set(accounts)
        wanted = {"ALL": set(accounts), "NEW": fresh, "NONE": set()}[found.auto_enable]
        held = {record.account_id for record in found.associated()}
        return tuple(name for name in accounts if name in wanted - held - {found.admin})


def find_accounts(organization: Any) -> Mapping[str, Any]:
    """Return moto's active accounts of an organization by id."""
    return {a.id: a for a in organization.accounts if a.status == "ACTIVE"}


def find_email(account_id: str) -> str:
    """Return the address of an account of an organization; '' where there is none such."""
    organization = find_organization(account_id)
    held = find_accounts(organization).get(account_id) if organization is not None else None
    return str(held.email) if held is not None else ""


def _require_management(call: EmulatedCall) -> Any:
    organization = find_organization(call.account_id)
    if organization is None:
        raise DelegationRefused("no_organization")
    if organization.org.master_account_id != call.account_id:
        raise DelegationRefused("not_management")
    return organization


def _find_registered(organization: Any, principal: str) -> str:
    """Return the account that Organizations has as delegated administrator of a service."""
    held = (a.account.id for a in organization.admins if principal in a.services)
    return next((str(account_id) for account_id in held), "")


def deregister(organization: Any, principal: str) -> None:
    """End what Organizations has as delegated administrator of a service, where it has one."""
    if account_id := _find_registered(organization, principal):
        organization.deregister_delegated_administrator(
            AccountId=account_id, ServicePrincipal=principal
        )


def _register(organization: Any, principal: str, account_id: str) -> None:
    """Let the service into the organization, and register its administrator."""
    organization.enable_aws_service_access(ServicePrincipal=principal)
    if account_id == organization.org.master_account_id:
        return
    held = next((a for a in organization.admins if a.account.id == account_id), None)
    if held is None:
        held = FakeDelegatedAdministrator(organization.get_account_by_id(account_id))
        organization.admins.append(held)
    made = {"ServicePrincipal": principal, "DelegationEnabledDate": unix_time()}
    held.services.setdefault(principal, made)


def _reset(delegation: Delegation) -> None:
    delegation.admin, delegation.auto_enable = "", "NONE"
    delegation.members.clear()
