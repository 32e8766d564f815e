"""Firewall Manager: its administrator, policies, and which members it cannot reach.

https://docs.aws.amazon.com/waf/latest/developerguide/fms-prereq.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backends
from ringwall.emulator.paging import cut_page
from ringwall.emulator.security.delegation import DelegatedService, DelegationRefused, find_accounts
from ringwall.emulator.state import EmulatorState

FIREWALL_MANAGER = DelegatedService("fms.amazonaws.com")
HOME = "us-east-1"
"""Where the administrator is chosen."""
NO_CONFIG = "AWS Config is not enabled for the account in the Region"


def _invalid(message: str) -> Fault:
    return Fault("InvalidOperationException", message, 400)


def _missing(message: str) -> Fault:
    return Fault("ResourceNotFoundException", message, 400)


def show_role_status(_admin: str) -> str:
    """Return the status of the administrator's role: it is ready at once."""
    return "READY"


@emulates("fms", "AssociateAdminAccount")
def associate_admin(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Choose the administrator, from the management account."""
    if call.region != HOME:
        raise _invalid(f"The administrator account can be set in {HOME} alone.")
    FIREWALL_MANAGER.settle(state, call.account_id, HOME)
    try:
        FIREWALL_MANAGER.appoint(state, call, str(call.parameters["AdminAccount"]))
    except DelegationRefused as error:
        if error.reason == "unknown_account":
            message = "The account is not a member of the organization."
            raise Fault("InvalidInputException", message, 400) from error
        reasons = {
            "no_organization": "The account is not part of an organization.",
            "not_management": "The account is not the management account of the organization.",
        }
        default = "The organization already has an administrator account."
        raise _invalid(reasons.get(error.reason, default)) from error
    return {}


@emulates("fms", "GetAdminAccount")
def get_admin(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the administrator, to the management account and to itself."""
    FIREWALL_MANAGER.settle(state, call.account_id, HOME)
    admin = FIREWALL_MANAGER.find(state, call.account_id, HOME).admin
    organization = find_organization(call.account_id)
    management = organization.org.master_account_id if organization is not None else ""
    if not admin:
        raise _missing("No administrator account is associated.")
    if call.account_id not in {admin, management}:
        raise _invalid("The account is neither the management account nor the administrator.")
    return {"AdminAccount": admin, "RoleStatus": show_role_status(admin)}


@emulates("fms", "DisassociateAdminAccount")
def disassociate_admin(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """End the administration: the administrator itself does, once it has no policy."""
    _require_admin(state, call)
    for region in state.regions.every:
        if state.settings.get((call.account_id, region, "fms.policies")):
            raise _invalid("Delete the policies before the administrator is disassociated.")
    FIREWALL_MANAGER.find(state, call.account_id, HOME).admin = ""
    return {}


def _require_admin(state: EmulatorState, call: EmulatedCall) -> None:
    FIREWALL_MANAGER.settle(state, call.account_id, HOME)
    if FIREWALL_MANAGER.find(state, call.account_id, HOME).admin != call.account_id:
        raise _invalid("The account is not the administrator account of Firewall Manager.")


def _find_policies(state: EmulatorState, call: EmulatedCall) -> dict[str, dict[str, Any]]:
    _require_admin(state, call)
    key = (call.account_id, call.region, "fms.policies")
    found: dict[str, dict[str, Any]] = state.settings.setdefault(key, {})
    return found


@emulates("fms", "PutPolicy")
def put_policy(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a policy, or change one: the token says which version was read."""
    held, given = _find_policies(state, call), dict(call.parameters["Policy"])
    policy_id = given.get("PolicyId")
    token = mock_random.get_random_hex(32)
    if policy_id is None:
        if any(kept["PolicyName"] == given["PolicyName"] for kept in held.values()):
            raise Fault("InvalidInputException", "A policy with this name already exists.", 400)
        policy_id = str(mock_random.uuid4())
    elif policy_id not in held:
        raise _missing("The policy was not found.")
    elif given.get("PolicyUpdateToken") != held[policy_id]["PolicyUpdateToken"]:
        raise Fault("InvalidInputException", "The PolicyUpdateToken is not current.", 400)
    more = {"PolicyId": policy_id, "PolicyUpdateToken": token, "PolicyStatus": "ACTIVE"}
    held[policy_id] = {n: v for n, v in given.items() if v is not None} | more
    if tags := call.parameters.get("TagList"):
        _find_tags(state, call)[_arn(call, policy_id)] = {t["Key"]: t["Value"] for t in tags}
    return {"Policy": held[policy_id], "PolicyArn": _arn(call, policy_id)}


def _arn(call: EmulatedCall, policy_id: str) -> str:
    return f"arn:{call.partition}:fms:{call.region}:{call.account_id}:policy/{policy_id}"


def _require_policy(state: EmulatorState, call: EmulatedCall) -> dict[str, Any]:
    found = _find_policies(state, call).get(str(call.parameters["PolicyId"]))
    if found is None:
        raise _missing("The policy was not found.")
    return found


@emulates("fms", "GetPolicy")
def get_policy(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a policy."""
    found = _require_policy(state, call)
    return {"Policy": found, "PolicyArn": _arn(call, found["PolicyId"])}


@emulates("fms", "DeletePolicy")
def delete_policy(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a policy."""
    found = _require_policy(state, call)
    del _find_policies(state, call)[found["PolicyId"]]
    return {}


@emulates("fms", "ListPolicies")
def list_policies(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the policies of the Region."""
    names = (
        *("PolicyId", "PolicyName", "ResourceType", "RemediationEnabled"),
        *("DeleteUnusedFMManagedResources", "PolicyStatus"),
    )
    found = [
        {n: kept[n] for n in names if n in kept}
        | {
            "PolicyArn": _arn(call, kept["PolicyId"]),
            "SecurityServiceType": kept["SecurityServicePolicyData"]["Type"],
        }
        for kept in _find_policies(state, call).values()
    ]
    page, more = cut_page(call, found, 100)
    return {"PolicyList": page} | more


def _find_tags(state: EmulatorState, call: EmulatedCall) -> dict[str, dict[str, str]]:
    key = (call.account_id, call.region, "fms.tags")
    found: dict[str, dict[str, str]] = state.settings.setdefault(key, {})
    return found


@emulates("fms", "TagResource", "UntagResource", "ListTagsForResource")
def tag_policy(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Read and change the tags of a policy; of other resources they are not kept."""
    arn, policies = str(call.parameters["ResourceArn"]), _find_policies(state, call)
    if arn.rpartition("/")[2] not in policies:
        raise _missing("The resource was not found.")
    tags = _find_tags(state, call).setdefault(arn, {})
    tags.update({t["Key"]: t["Value"] for t in call.parameters.get("TagList") or ()})
    for key in call.parameters.get("TagKeys") or ():
        tags.pop(key, None)
    if call.operation.startswith("List"):
        return {"TagList": [{"Key": key, "Value": value} for key, value in tags.items()]}
    return {}


@emulates("fms", "ListComplianceStatus")
def list_compliance(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the members that a policy is for, and those without AWS Config.

    What complies is not computed here: there are no evaluation results.
    """
    policy = _require_policy(state, call)
    organization = find_organization(call.account_id)
    only = (policy.get("IncludeMap") or {}).get("ACCOUNT")
    never = (policy.get("ExcludeMap") or {}).get("ACCOUNT") or ()
    found = [
        {
            "PolicyOwner": call.account_id,
            "PolicyId": policy["PolicyId"],
            "PolicyName": policy["PolicyName"],
            "MemberAccount": account_id,
            "EvaluationResults": [],
            "LastUpdated": datetime.now(UTC),
            "IssueInfoMap": {} if _records(account_id, call.region) else {"AWSCONFIG": NO_CONFIG},
        }
        for account_id in (find_accounts(organization) if organization is not None else ())
        if account_id not in never and (not only or account_id in only)
    ]
    page, more = cut_page(call, found, 100)
    return {"PolicyComplianceStatusList": page} | more


def _records(account_id: str, region: str) -> bool:
    """Whether AWS Config records in an account and Region."""
    owners = moto_backends("config")
    if account_id not in owners or region not in owners[account_id]:
        return False
    recorders = owners[account_id][region].recorders.values()
    return any(recorder.status.recording for recorder in recorders)


@emulates("fms", "ListMemberAccounts")
def list_members(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the accounts of the organization, to its administrator."""
    _require_admin(state, call)
    organization = find_organization(call.account_id)
    accounts = [a for a in find_accounts(organization) if a != call.account_id]
    page, more = cut_page(call, accounts, 100)
    return {"MemberAccounts": page} | more


@emulates("fms", "PutNotificationChannel", "GetNotificationChannel", "DeleteNotificationChannel")
def keep_channel(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Choose, read or forget the topic that Firewall Manager writes to."""
    _require_admin(state, call)
    if call.operation.startswith("Put"):
        names = ("SnsTopicArn", "SnsRoleName")
        state.set(call, "channel", {n: call.parameters[n] for n in names})
    elif call.operation.startswith("Get"):
        channel: dict[str, str] = state.setting(call, "channel", {})
        return channel
    else:
        state.set(call, "channel", {})
    return {}
