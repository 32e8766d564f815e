"""Security Hub: configuration policies, and what they are associated with.

https://docs.aws.amazon.com/securityhub/latest/userguide/configuration-policies-overview.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.paging import cut_page
from ringwall.emulator.security.hub_controls import load_controls
from ringwall.emulator.security.hub_findings import find_aggregator, make_identifier
from ringwall.emulator.security.hub_policies import (
    SELF_MANAGED,
    CentralConfiguration,
    ConfigurationPolicy,
    PolicyAssociation,
    apply_policies,
    find_association,
    find_central,
    find_parents,
    find_targets,
    show_association_status,
)
from ringwall.emulator.security.hubs import (
    find_standards,
    refuse_access,
    refuse_conflict,
    refuse_input,
    refuse_missing,
)
from ringwall.emulator.services.securityhub_organization import require_admin
from ringwall.emulator.state import EmulatorState

MOST = 20
"""Policies of an organization: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub_limits.html."""


def _require_central(state: EmulatorState, call: EmulatedCall) -> CentralConfiguration:
    """Return the central configuration, to its administrator in the home Region."""
    require_admin(state, call)
    central, home = find_central(state, call.account_id), find_aggregator(state, call.account_id)
    if not central.is_central:
        raise refuse_access(
            f"Account {call.account_id} must use central configuration to call {call.operation}"
        )
    if home is None or home.region != call.region:
        raise refuse_access("Central configuration can be used in the home Region alone")
    return central


@emulates("securityhub", "CreateConfigurationPolicy")
def create_policy(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a policy, which configures nothing until it is associated."""
    central, name = _require_central(state, call), str(call.parameters["Name"])
    settings = call.parameters["ConfigurationPolicy"]
    _check(call, settings)
    if any(policy.name == name for policy in central.policies.values()):
        raise refuse_conflict(f"A configuration policy with the name {name} already exists")
    if len(central.policies) >= MOST:
        raise Fault("LimitExceededException", f"At most {MOST} policies are allowed", 429)
    made, now = make_identifier(), datetime.now(UTC)
    place = f"arn:{call.partition}:securityhub:{call.region}:{call.account_id}"
    policy = ConfigurationPolicy(
        arn=f"{place}:configuration-policy/{made}",
        policy_id=made,
        name=name,
        description=call.parameters.get("Description") or "",
        settings=dict(settings),
        created=now,
        updated=now,
        tags=dict(call.parameters.get("Tags") or {}),
    )
    central.policies[made] = policy
    return _show(policy)


def _check(call: EmulatedCall, settings: Mapping[str, Any]) -> None:
    """Refuse a policy that says too little, too much, or names what does not exist."""
    found = settings.get("SecurityHub")
    if not isinstance(found, Mapping) or found.get("ServiceEnabled") is None:
        raise refuse_input("ConfigurationPolicy must say whether the service is enabled")
    standards = found.get("EnabledStandardIdentifiers")
    controls = found.get("SecurityControlsConfiguration")
    if not found["ServiceEnabled"]:
        if standards or controls:
            raise refuse_input("A policy that disables the service cannot configure it")
        return
    if standards is None or controls is None:
        raise refuse_input(
            "EnabledStandardIdentifiers and SecurityControlsConfiguration are required"
        )
    unknown = set(standards) - find_standards(call.region).keys()
    if unknown:
        raise refuse_input(f"Standard {min(unknown)} is not valid")
    on, off = (controls.get(f"{w}SecurityControlIdentifiers") for w in ("Enabled", "Disabled"))
    if on is not None and off is not None:
        raise refuse_input("Controls can be enabled or disabled in a policy, but not both")
    unknown = set(on or off or ()) - load_controls().keys()
    if unknown:
        raise refuse_input(f"Control {min(unknown)} is not valid")


def _show(policy: ConfigurationPolicy) -> dict[str, Any]:
    return {
        "Arn": policy.arn,
        "Id": policy.policy_id,
        "Name": policy.name,
        "Description": policy.description,
        "CreatedAt": policy.created,
        "UpdatedAt": policy.updated,
        "ConfigurationPolicy": policy.settings,
    }


def _find(central: CentralConfiguration, identifier: str) -> ConfigurationPolicy:
    found = central.policies.get(identifier.rpartition("/")[2])
    if found is None or identifier not in {found.arn, found.policy_id}:
        raise refuse_missing("The configuration policy")
    return found


@emulates("securityhub", "GetConfigurationPolicy")
def get_policy(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a policy by its id or ARN."""
    return _show(_find(_require_central(state, call), call.parameters["Identifier"]))


@emulates("securityhub", "ListConfigurationPolicies")
def list_policies(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the policies."""
    names = ("Arn", "Id", "Name", "Description", "UpdatedAt")
    found = [
        {name: _show(policy)[name] for name in names} | {"ServiceEnabled": policy.is_on}
        for policy in _require_central(state, call).policies.values()
    ]
    page, more = cut_page(call, found, 100)
    return {"ConfigurationPolicySummaries": page} | more


@emulates("securityhub", "UpdateConfigurationPolicy")
def update_policy(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change a policy, and with it the accounts that have it."""
    central = _require_central(state, call)
    policy = _find(central, call.parameters["Identifier"])
    settings = call.parameters.get("ConfigurationPolicy")
    if settings is not None:
        _check(call, settings)
        policy.settings = dict(settings)
    policy.name = call.parameters.get("Name") or policy.name
    if call.parameters.get("Description") is not None:
        policy.description = call.parameters["Description"]
    policy.updated = datetime.now(UTC)
    apply_policies(state, call.account_id)
    return _show(policy)


@emulates("securityhub", "DeleteConfigurationPolicy")
def delete_policy(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a policy that nothing has."""
    central = _require_central(state, call)
    policy = _find(central, call.parameters["Identifier"])
    if any(held == policy.policy_id for held, _ in central.associations.values()):
        raise refuse_conflict("The configuration policy is associated with accounts or units")
    del central.policies[policy.policy_id]
    return {}


def _read_target(call: EmulatedCall, target: Mapping[str, Any]) -> str:
    """Return the id of a target; Fault where the organization has none such."""
    given = [str(value) for value in target.values() if value]
    if len(given) != 1:
        raise refuse_input("A target is one account, one organizational unit or the root")
    if not [*find_parents(call.account_id, given[0])]:
        raise refuse_missing(f"Target {given[0]}")
    return given[0]


@emulates("securityhub", "StartConfigurationPolicyAssociation")
def associate(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Apply a policy to a target and all below it that has none of its own."""
    central = _require_central(state, call)
    identifier = str(call.parameters["ConfigurationPolicyIdentifier"])
    chosen = SELF_MANAGED if identifier == SELF_MANAGED else _find(central, identifier).policy_id
    target = _read_target(call, call.parameters["Target"])
    central.associations[target] = (chosen, datetime.now(UTC))
    apply_policies(state, call.account_id)
    return _show_association(_require_association(state, call, target))


@emulates("securityhub", "StartConfigurationPolicyDisassociation")
def disassociate(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Take a policy from a target, which then inherits again; what it configured stays."""
    central = _require_central(state, call)
    target = _read_target(call, call.parameters.get("Target") or {})
    held = central.associations.get(target)
    identifier = str(call.parameters["ConfigurationPolicyIdentifier"]).rpartition("/")[2]
    if held is None or held[0] != identifier:
        raise refuse_missing("The association")
    del central.associations[target]
    apply_policies(state, call.account_id)
    return {}


def _require_association(
    state: EmulatorState, call: EmulatedCall, target: str
) -> PolicyAssociation:
    found = find_association(state, call.account_id, target)
    if found is None:
        raise refuse_missing(f"An association of target {target}")
    return found


def _show_association(association: PolicyAssociation) -> dict[str, Any]:
    return {
        "ConfigurationPolicyId": association.policy_id,
        "TargetId": association.target,
        "TargetType": association.kind,
        "AssociationType": "INHERITED" if association.is_inherited else "APPLIED",
        "UpdatedAt": association.updated,
        "AssociationStatus": show_association_status(association),
    }


@emulates("securityhub", "GetConfigurationPolicyAssociation")
def get_association(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the policy of a target, applied or inherited."""
    _require_central(state, call)
    target = _read_target(call, call.parameters["Target"])
    return _show_association(_require_association(state, call, target))


@emulates("securityhub", "BatchGetConfigurationPolicyAssociations")
def get_associations(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the policies of several targets."""
    _require_central(state, call)
    found, failed = [], []
    for identifier in call.parameters["ConfigurationPolicyAssociationIdentifiers"]:
        try:
            target = _read_target(call, identifier["Target"])
            found.append(_show_association(_require_association(state, call, target)))
        except Fault as error:
            failed.append(
                {
                    "ConfigurationPolicyAssociationIdentifiers": identifier,
                    "ErrorCode": error.code,
                    "ErrorReason": error.message,
                }
            )
    return {
        "ConfigurationPolicyAssociations": found,
        "UnprocessedConfigurationPolicyAssociations": failed,
    }


@emulates("securityhub", "ListConfigurationPolicyAssociations")
def list_associations(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the policies of all accounts and units that have one."""
    _require_central(state, call)
    filters = call.parameters.get("Filters") or {}
    held = (find_association(state, call.account_id, t) for t in find_targets(call.account_id))
    shown = [_show_association(a) for a in held if a is not None]
    found = [s for s in shown if all(v in {None, s.get(n)} for n, v in filters.items())]
    page, more = cut_page(call, found, 100)
    answer = {"ConfigurationPolicyAssociationSummaries": page}
    return answer | more
