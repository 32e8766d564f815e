"""Who may ask Organizations what: members little, delegated administrators more.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html
https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html
"""

from typing import Any

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import EmulatedCall, Fault

FOR_MEMBERS = frozenset(
    {
        "AcceptHandshake",
        "CancelHandshake",
        "CreateOrganization",
        "DeclineHandshake",
        "DescribeHandshake",
        "DescribeOrganization",
        "LeaveOrganization",
        "ListHandshakesForAccount",
    }
)
"""What every account may ask, as far as its own policies allow."""
READS = ("Describe", "List")


def may_ask(organization: Any, call: EmulatedCall) -> bool:
    """Whether the call's account may ask without a resource policy that says so."""
    account = call.account_id
    if organization.org.master_account_id == account or _is_of_members(call):
        return True
    is_delegated = any(found.account.id == account for found in organization.admins)
    return is_delegated and call.operation.startswith(READS)


def _is_of_members(call: EmulatedCall) -> bool:
    if call.operation == "DescribeEffectivePolicy":
        return call.parameters.get("TargetId") in {None, call.account_id}
    return call.operation in FOR_MEMBERS


def find_answering_account(call: EmulatedCall) -> str:
    """Return the account that answers a call: of Organizations it is the management account.

    Fault for a member that AWS would not answer: one that is no delegated administrator.
    """
    if call.service != "organizations":
        return call.account_id
    organization = find_organization(call.account_id)
    if organization is None or _is_of_members(call):
        return call.account_id
    if not may_ask(organization, call):
        message = "You don't have permissions to access this resource."
        raise Fault("AccessDeniedException", message)
    management: str = organization.org.master_account_id
    return management
