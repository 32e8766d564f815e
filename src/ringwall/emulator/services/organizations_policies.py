"""Organizations: policies of every type, where they are attached, and what is in effect."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from moto.organizations.models import FakePolicy
from moto.organizations.utils import make_random_policy_id

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.organizations.effective_policies import (
    EffectivePolicyFlaw,
    compute_effective,
    find_attached,
    find_flaws,
    is_type_enabled,
)
from ringwall.emulator.organizations.members import (
    NO_PERMISSION,
    find_account,
    find_target,
    find_target_path,
    is_management,
    refuse_input,
    require_all_features,
    require_organization,
    violate,
)
from ringwall.emulator.organizations.policy_documents import read_document
from ringwall.emulator.paging import cut_page
from ringwall.emulator.state import EmulatorState
from ringwall.model.organization_policy import (
    OF_EACH_TYPE,
    OF_SCPS,
    POLICY_TYPES,
    SCP,
    OrganizationPolicyType,
)

RCP_FULL_ACCESS_ID = "p-RCPFullAWSAccess"


class ManagementPolicy(FakePolicy):
    """A policy of any type: moto makes four types of them."""

    def __init__(self, organization: Any, **given: Any) -> None:
        """Make a policy of the type that `Type` says."""
        kind = given["Type"]
        super().__init__(organization, **given | {"Type": SCP})
        self.type = kind
        self.id = make_random_policy_id()
        place = f"{{0}}:organizations::{{1}}:policy/{{2}}/{kind.lower()}/{{3}}"
        self._arn_format = f"arn:{place}"


@emulates("organizations", "EnablePolicyType", "DisablePolicyType")
def choose_policy_type(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Enable or disable a type of policy in the root; disabling detaches all of that type."""
    organization = require_all_features(call)
    root = next((o for o in organization.ou if o.id == call.parameters["RootId"]), None)
    if root is None or root.type != "ROOT":
        raise Fault("RootNotFoundException", "You specified a root that doesn't exist.")
    kind = _find_type(call.parameters["PolicyType"]).name
    is_enabled = is_type_enabled(root, kind)
    if call.operation == "EnablePolicyType":
        if is_enabled:
            message = "The specified policy type is already enabled."
            raise Fault("PolicyTypeAlreadyEnabledException", message)
        root.policy_types.append({"Type": kind, "Status": "ENABLED"})
        return {"Root": root.describe()}
    if not is_enabled:
        message = "This operation can be performed only for enabled policy types."
        raise Fault("PolicyTypeNotEnabledException", message)
    root.policy_types.remove({"Type": kind, "Status": "ENABLED"})
    for policy in organization.policies:
        if policy.type == kind and not policy.aws_managed:
            for target in list(policy.attachments):
                _detach(policy, target)
    return {"Root": root.describe()}


def _find_type(name: str) -> OrganizationPolicyType:
    found = POLICY_TYPES.get(name)
    if found is None:
        raise refuse_input("INVALID_ENUM_POLICY_TYPE")
    return found


@emulates("organizations", "CreatePolicy")
def create_policy(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a policy, if its document is one of its type."""
    organization = require_all_features(call)
    given = call.parameters
    kind = _find_type(given["Type"])
    read_document(kind, given["Content"])
    held = [policy for policy in organization.policies if policy.type == kind.name]
    _check_name(held, given["Name"])
    if len(held) >= (OF_SCPS if kind.name == SCP else OF_EACH_TYPE):
        message = "You have exceeded the maximum number of policies in an organization."
        raise violate("POLICY_NUMBER_LIMIT_EXCEEDED", message)
    policy = ManagementPolicy(organization.org, **{**given, "Tags": given.get("Tags") or []})
    organization.policies.append(policy)
    return _describe(policy)


def _check_name(held: list[Any], name: str) -> None:
    if any(policy.name == name for policy in held):
        message = "A policy with the same name already exists."
        raise Fault("DuplicatePolicyException", message)


@emulates("organizations", "UpdatePolicy")
def update_policy(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change a policy's name, description or document."""
    organization = require_all_features(call)
    policy, given = _find_policy(organization, call), call.parameters
    if policy.aws_managed:
        raise refuse_input("IMMUTABLE_POLICY", "You can't modify an AWS managed policy.")
    if given.get("Content") is not None:
        read_document(POLICY_TYPES[policy.type], given["Content"])
    if given.get("Name") is not None:
        same = [p for p in organization.policies if p.type == policy.type and p is not policy]
        _check_name(same, given["Name"])
    for member in ("Name", "Description", "Content"):
        if given.get(member) is not None:
            setattr(policy, member.lower(), given[member])
    return _describe(policy)


@emulates("organizations", "DeletePolicy")
def delete_policy(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a policy that is attached nowhere."""
    organization = require_all_features(call)
    policy = _find_policy(organization, call)
    if policy.aws_managed:
        raise refuse_input("IMMUTABLE_POLICY", "You can't delete an AWS managed policy.")
    if policy.attachments:
        message = (
            "The policy is attached to one or more entities. You must detach it from all roots, "
            "OUs, and accounts before performing this operation."
        )
        raise Fault("PolicyInUseException", message)
    organization.policies.remove(policy)
    return {}


def _find_policy(organization: Any, call: EmulatedCall) -> Any:
    for policy in organization.policies:
        if policy.id == call.parameters["PolicyId"]:
            return policy
    message = "You specified a policy that doesn't exist."
    raise Fault("PolicyNotFoundException", message)


@emulates("organizations", "AttachPolicy")
def attach_policy(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Attach a policy of an enabled type, as far as the target has room."""
    organization = require_all_features(call)
    policy = _find_policy(organization, call)
    target = find_target(organization, call.parameters["TargetId"])
    root = find_target_path(organization, target)[0]
    if not is_type_enabled(root, policy.type):
        message = "This operation can be performed only for enabled policy types."
        raise Fault("PolicyTypeNotEnabledException", message)
    if policy in target.attached_policies:
        message = "The selected policy is already attached to the specified target."
        raise Fault("DuplicatePolicyAttachmentException", message)
    if len(find_attached(target, policy.type)) >= POLICY_TYPES[policy.type].attachments:
        message = (
            "You have attained the maximum number of policies of this type that you can attach "
            "to this target."
        )
        raise violate("MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", message)
    target.attached_policies.append(policy)
    policy.attachments.append(target)
    return {}


@emulates("organizations", "DetachPolicy")
def detach_policy(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Detach a policy; the last SCP of a target stays, and so does AWS's RCP."""
    organization = require_all_features(call)
    policy = _find_policy(organization, call)
    target = find_target(organization, call.parameters["TargetId"])
    if policy.id == RCP_FULL_ACCESS_ID:
        raise refuse_input("NON_DETACHABLE_POLICY", "You can't detach this policy.")
    if policy not in target.attached_policies:
        message = "The policy isn't attached to the specified target in the specified root."
        raise Fault("PolicyNotAttachedException", message)
    if policy.type == SCP and len(find_attached(target, SCP)) == 1:
        message = (
            "You cannot remove the last policy attached to the specified target. You should have "
            "at least one attached policy of type SERVICE_CONTROL_POLICY."
        )
        raise violate("MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", message)
    _detach(policy, target)
    return {}


def _detach(policy: Any, target: Any) -> None:
    target.attached_policies.remove(policy)
    policy.attachments.remove(target)


@emulates("organizations", "DescribePolicy")
def describe_policy(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a policy with its document."""
    return _describe(_find_policy(require_organization(call), call))


@emulates("organizations", "ListPolicies")
def list_policies(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the policies of a type."""
    organization = require_organization(call)
    kind = _find_type(call.parameters["Filter"]).name
    found = [_summarize(policy) for policy in organization.policies if policy.type == kind]
    page, more = cut_page(call, found, 20)
    return {"Policies": page, **more}


@emulates("organizations", "ListPoliciesForTarget")
def list_policies_for_target(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the policies of a type that are attached to a target itself."""
    organization = require_organization(call)
    target = find_target(organization, call.parameters["TargetId"])
    kind = _find_type(call.parameters["Filter"]).name
    page, more = cut_page(call, [_summarize(policy) for policy in find_attached(target, kind)], 20)
    return {"Policies": page, **more}


@emulates("organizations", "ListTargetsForPolicy")
def list_targets(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what a policy is attached to."""
    policy = _find_policy(require_organization(call), call)
    found = [
        {"TargetId": target.id, "Arn": target.arn, "Name": target.name, "Type": target.type}
        for target in policy.attachments
    ]
    page, more = cut_page(call, found, 20)
    return {"Targets": page, **more}


def _describe(policy: Any) -> dict[str, Any]:
    return {"Policy": {"PolicySummary": _summarize(policy), "Content": policy.content}}


def _summarize(policy: Any) -> dict[str, Any]:
    """Return a policy as lists have it; AWS's own ones belong to no organization."""
    summary: dict[str, Any] = policy.describe()["Policy"]["PolicySummary"]
    if policy.aws_managed:
        kind, policy_id = policy.type.lower(), policy.id
        summary["Arn"] = f"arn:{own_partition()}:organizations::aws:policy/{kind}/{policy_id}"
    return summary


@emulates("organizations", "DescribeEffectivePolicy")
def describe_effective(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what is in effect for an account; a member sees its own alone."""
    organization = require_all_features(call)
    kind = _find_inherited(call)
    target_id = call.parameters.get("TargetId") or call.account_id
    if target_id != call.account_id and not is_management(organization, call.account_id):
        raise Fault("AccessDeniedException", NO_PERMISSION)
    target = find_target(organization, target_id)
    found = compute_effective(organization, target, kind)
    if not found:
        raise _not_found()
    shown = {
        "PolicyContent": json.dumps(found, separators=(",", ":")),
        "LastUpdatedTimestamp": datetime.now(UTC).replace(microsecond=0),
        "TargetId": target_id,
        "PolicyType": kind,
    }
    return {"EffectivePolicy": shown}


def _find_inherited(call: EmulatedCall) -> str:
    """Return the type that is asked for; SCPs and RCPs have no effective policy."""
    kind = POLICY_TYPES.get(call.parameters["PolicyType"])
    if kind is None or not kind.is_inherited:
        raise refuse_input("INVALID_ENUM_POLICY_TYPE")
    return kind.name


def _not_found() -> Fault:
    message = "The effective policy was not found for the specified policy type."
    return Fault("EffectivePolicyNotFoundException", message)


def _flaws(organization: Any, account: Any, kind: str) -> Iterator[EffectivePolicyFlaw]:
    yield from find_flaws(kind, compute_effective(organization, account, kind))


@emulates("organizations", "ListAccountsWithInvalidEffectivePolicy")
def list_invalid_accounts(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the accounts whose effective policy of a type is invalid."""
    organization = require_all_features(call)
    kind = _find_inherited(call)
    found = [a.describe() for a in organization.accounts if any(_flaws(organization, a, kind))]
    page, more = cut_page(call, found, 20)
    return {"Accounts": page, "PolicyType": kind, **more}


@emulates("organizations", "ListEffectivePolicyValidationErrors")
def list_validation_errors(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what is wrong with an account's effective policy."""
    organization = require_all_features(call)
    kind = _find_inherited(call)
    account = find_account(organization, call.parameters["AccountId"])
    path = find_target_path(organization, account)
    if not compute_effective(organization, account, kind):
        raise _not_found()
    contributing = [policy.id for node in path for policy in find_attached(node, kind)]
    found = [
        {
            "ErrorCode": flaw.code,
            "ErrorMessage": flaw.message,
            "PathToError": flaw.path,
            "ContributingPolicies": contributing,
        }
        for flaw in _flaws(organization, account, kind)
    ]
    page, more = cut_page(call, found, 20)
    ids = "/".join(node.id for node in path)
    return {
        "AccountId": account.id,
        "PolicyType": kind,
        "Path": f"{organization.org.id}/{ids}/",
        "EvaluationTimestamp": datetime.now(UTC).replace(microsecond=0),
        "EffectivePolicyValidationErrors": page,
        **more,
    }
