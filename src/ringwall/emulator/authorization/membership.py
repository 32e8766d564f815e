"""Who may ask Organizations what: members little, delegated administrators more.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html
https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html
"""

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import EmulatedCall, Fault

FOR_MEMBERS = frozenset(
    {
        "AcceptHandshake",
        "CreateOrganization",
        "DeclineHandshake",
        "DescribeEffectivePolicy",
        "DescribeHandshake",
        "DescribeOrganization",
        "LeaveOrganization",
        "ListHandshakesForAccount",
    }
)
"""What every account may ask, as far as its own policies allow."""
READS = ("Describe", "List")


def find_answering_account(call: EmulatedCall) -> str:
    """Return the account that answers a call of Organizations: the management account.

    Fault for a member that AWS would not answer: one that is no delegated administrator.
    """
    organization = find_organization(call.account_id)
    if organization is None or organization.org.master_account_id == call.account_id:
        return call.account_id
    if call.operation in FOR_MEMBERS:
        return call.account_id
    account = next(a for a in organization.accounts if a.id == call.account_id)
    is_delegated = any(
        found.account.id == account.id for found in organization.admins if found.services
    )
    if not (is_delegated and call.operation.startswith(READS)):
        message = "You don't have permissions to access this resource."
        raise Fault("AccessDeniedException", message)
    management: str = organization.org.master_account_id
    return management
