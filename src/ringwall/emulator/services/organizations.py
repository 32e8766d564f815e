"""Organizations: the role in a new account, and delegated administrators."""

from collections.abc import Mapping
from typing import Any

from moto.organizations.models import FakeDelegatedAdministrator, FakeServiceAccess

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.moto_client import moto_backend
from ringwall.emulator.services.iam import load_managed_policy
from ringwall.emulator.state import EmulatorState

ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"


@emulates("organizations", "CreateAccount")
def create_account(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Attach the policy to the role for the management account, as AWS does."""
    answer = state.ask_moto(call)
    account_id = answer["CreateAccountStatus"]["AccountId"]
    administrator = ADMINISTRATOR.replace("arn:aws:", f"arn:{call.partition}:")
    _move_role(account_id, call.partition)
    load_managed_policy(account_id, administrator)
    role = call.parameters.get("RoleName") or "OrganizationAccountAccessRole"
    moto_backend("iam", account_id).attach_role_policy(administrator, role)
    return answer


def _move_role(account_id: str, partition: str) -> None:
    """Let the role be in the account's partition; moto makes it in that of AWS."""
    if partition == "aws":
        return
    made, target = (moto_backend("iam", account_id, place).roles for place in ("aws", partition))
    for role in made.values():
        role.partition = partition
        trust = role.assume_role_policy_document
        role.assume_role_policy_document = trust.replace("arn:aws:", f"arn:{partition}:")
    target.update(made)
    made.clear()


@emulates("organizations", "ListPolicies", "ListPoliciesForTarget", "DescribePolicy")
def show_policies(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the policies of AWS under AWS's own ARNs; moto has them in the organization."""
    answer = state.ask_moto(call)
    found = answer.get("Policies") or [answer.get("Policy", {}).get("PolicySummary", {})]
    for policy in found:
        if policy.get("AwsManaged"):
            kind, policy_id = policy["Type"].lower(), policy["Id"]
            policy["Arn"] = f"arn:{call.partition}:organizations::aws:policy/{kind}/{policy_id}"
    return answer


@emulates("organizations", "RegisterDelegatedAdministrator")
def allow_delegation(_state: EmulatorState, call: EmulatedCall) -> None:
    """Allow all trusted services to be delegated; moto allows six."""
    principal = call.parameters["ServicePrincipal"]
    supported = FakeDelegatedAdministrator.SUPPORTED_SERVICES
    if principal in FakeServiceAccess.TRUSTED_SERVICES and principal not in supported:
        supported.append(principal)
