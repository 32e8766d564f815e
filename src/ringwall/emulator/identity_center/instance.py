"""The instance of Identity Center that an organization has, and all that is in it.

https://docs.aws.amazon.com/singlesignon/latest/userguide/identity-center-instances.html
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.state import EmulatorState

SERVICE = "sso.amazonaws.com"


@dataclass
class CenterPermissionSet:
    """A permission set; each change of it is a new revision, which accounts get later."""

    arn: str
    name: str
    created: datetime
    description: str = ""
    duration: str = "PT1H"
    relay_state: str = ""
    inline: str = ""
    managed: dict[str, str] = field(default_factory=dict)
    """Managed policies of AWS: names by ARN."""
    customer: list[tuple[str, str]] = field(default_factory=list)
    """Policies of the accounts themselves: name and path."""
    boundary: dict[str, Any] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    revision: int = 0
    provisioned: dict[str, int] = field(default_factory=dict)
    """The revision that each account has."""


@dataclass(frozen=True)
class AccountAssignment:
    """Who may use which permission set in which account."""

    account_id: str
    permission_set: str
    principal_type: str
    principal_id: str


@dataclass
class CenterRequest:
    """An asynchronous request and what became of it."""

    request_id: str
    kind: str
    """`assign`, `unassign` or `provision`."""
    assignment: AccountAssignment
    created: datetime
    status: str = "IN_PROGRESS"
    failure: str = ""


@dataclass
class CenterInstance:
    """One organization's instance: its directory, its permission sets and assignments."""

    arn: str
    store_id: str
    owner: str
    region: str
    created: datetime
    name: str = ""
    sets: dict[str, CenterPermissionSet] = field(default_factory=dict)
    assignments: list[AccountAssignment] = field(default_factory=list)
    requests: dict[str, CenterRequest] = field(default_factory=dict)
    attributes: list[dict[str, Any]] | None = None
    """Attributes for access control; None where they are off."""
    users: dict[str, dict[str, Any]] = field(default_factory=dict)
    groups: dict[str, dict[str, Any]] = field(default_factory=dict)
    memberships: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Group and user by the membership's id."""
    tokens: dict[str, str] = field(default_factory=dict)
    """Users by the access token of their session in the access portal."""
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def instance_id(self) -> str:
        """What tells the instance in the names of roles and providers: 16 characters."""
        return self.arn.rpartition("ssoins-")[2]


def find_instances(state: EmulatorState) -> dict[str, CenterInstance]:
    """Return all instances by ARN."""
    found: dict[str, CenterInstance] = state.settings.setdefault(("", "", "identity_center"), {})
    return found


def administers(instance: CenterInstance, account_id: str) -> bool:
    """Whether an account is the instance's management account or its delegated administrator."""
    if instance.owner == account_id:
        return True
    organization = find_organization(instance.owner)
    return organization is not None and any(
        admin.account.id == account_id and SERVICE in admin.services
        for admin in organization.admins
    )


def require_instance(state: EmulatorState, call: EmulatedCall) -> CenterInstance:
    """Return the instance that a call names; Fault where the account does not administer it."""
    every = find_instances(state)
    # Calls about tags need not name it: there is one.
    wanted = call.parameters.get("InstanceArn") or next(iter(every), "")
    found = every.get(wanted)
    if found is None or found.region != call.region:
        raise Fault("ResourceNotFoundException", f"Instance with ARN {wanted} not found")
    if not administers(found, call.account_id):
        message = f"User is not authorized to perform: sso:{call.operation} on {wanted}"
        raise Fault("AccessDeniedException", message)
    return found


def require_store(state: EmulatorState, call: EmulatedCall) -> CenterInstance:
    """Return the instance whose identity store a call names; Fault as for instances."""
    wanted = call.parameters["IdentityStoreId"]
    for found in find_instances(state).values():
        if found.store_id == wanted and found.region == call.region:
            if not administers(found, call.account_id):
                message = f"User is not authorized to perform: identitystore:{call.operation}"
                raise Fault("AccessDeniedException", message)
            return found
    raise Fault("ResourceNotFoundException", f"IDENTITYSTORE not found: {wanted}")


def require_set(instance: CenterInstance, arn: str) -> CenterPermissionSet:
    """Return a permission set of an instance; Fault where there is none."""
    found = instance.sets.get(arn)
    if found is None:
        raise Fault("ResourceNotFoundException", f"Could not find PermissionSet with id {arn}")
    return found


def find_members(instance: CenterInstance, assignment: AccountAssignment) -> set[str]:
    """Return the users whom an assignment is for."""
    if assignment.principal_type == "USER":
        return {assignment.principal_id}
    members = instance.memberships.values()
    return {user for group, user in members if group == assignment.principal_id}
