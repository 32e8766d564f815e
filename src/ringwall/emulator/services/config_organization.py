"""Config: rules and conformance packs that an organization deploys to its accounts.

https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConfigRule.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.behavior.pending import PendingThing
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.configuration.conformance_packs import MOST, check_template, make_suffix
from ringwall.emulator.configuration.deployers import (
    read_given_template,
    require_deployer,
    trust_service,
)
from ringwall.emulator.configuration.organization_deployments import (
    METADATA,
    DeploymentKind,
    MemberDeployment,
    OrganizationDeployment,
    complete_deployment,
    deployments_in,
    find_deployment,
    list_deployments,
    list_pending_members,
    settle_deployments,
)
from ringwall.emulator.configuration.places import place_of
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import make_arn
from ringwall.emulator.paging import cut_page
from ringwall.emulator.services.config_items import TOKEN_FAULT
from ringwall.emulator.state import EmulatorState

MOST_RULES = 150
"""Rules of an organization: https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html."""
_SUFFIX = 8
IN_USE = "The {} is being created, updated or deleted. Please try again later."
NOUNS: Mapping[DeploymentKind, str] = {
    "rule": "organization config rule",
    "pack": "organization conformance pack",
}
MISSING: Mapping[DeploymentKind, str] = {
    "rule": "NoSuchOrganizationConfigRuleException",
    "pack": "NoSuchOrganizationConformancePackException",
}
MEMBERS: Mapping[DeploymentKind, str] = {
    "rule": "OrganizationConfigRule",
    "pack": "OrganizationConformancePack",
}
"""What members of requests and answers begin with."""


def _kind_of(call: EmulatedCall) -> DeploymentKind:
    return "pack" if "ConformancePack" in call.operation else "rule"


def _require(state: EmulatorState, call: EmulatedCall, name: str) -> OrganizationDeployment:
    kind = _kind_of(call)
    found = find_deployment(state, place_of(call), kind, name)
    if found is None:
        message = (
            f"One or more {NOUNS[kind]}s with specified names are not present: {name}. Ensure "
            "your names are correct and try your request again later."
        )
        raise Fault(MISSING[kind], message)
    return found


@emulates("config", "PutOrganizationConfigRule")
def put_rule(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Begin to deploy a rule, or to change it."""
    trust_service(state, call, require_deployer(call))
    given = [name for name in METADATA if call.parameters.get(name)]
    if len(given) != 1:
        message = f"You must specify exactly one of {', '.join(METADATA)}."
        raise Fault("InvalidParameterValueException", message)
    settings = {name: call.parameters[name] for name in (*given, "ExcludedAccounts")
                if call.parameters.get(name)}  # fmt: skip
    found = _put(state, call, settings, "", MOST_RULES)
    return {"OrganizationConfigRuleArn": found.arn}


@emulates("config", "PutOrganizationConformancePack")
def put_pack(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Begin to deploy a conformance pack, or to change it."""
    trust_service(state, call, require_deployer(call))
    given = call.parameters
    if not given.get("TemplateBody") and not given.get("TemplateS3Uri"):
        message = "You must specify either the TemplateS3Uri or the TemplateBody."
        raise Fault("ValidationException", message)
    text = read_given_template(state, call)
    pairs = given.get("ConformancePackInputParameters") or ()
    try:
        values = {pair["ParameterName"]: pair["ParameterValue"] for pair in pairs}
        check_template(text, values, place_of(call))
    except Fault as fault:
        raise Fault(f"Organization{fault.code}", fault.message) from fault
    names = ("DeliveryS3Bucket", "DeliveryS3KeyPrefix", "ConformancePackInputParameters",
             "ExcludedAccounts")  # fmt: skip
    settings = {name: given[name] for name in names if given.get(name)}
    return {"OrganizationConformancePackArn": _put(state, call, settings, text, MOST).arn}


def _put(
    state: EmulatorState, call: EmulatedCall, settings: Mapping[str, Any], template: str, most: int
) -> OrganizationDeployment:
    kind, place, now = _kind_of(call), place_of(call), datetime.now(UTC)
    name = str(call.parameters[f"{MEMBERS[kind]}Name"])
    found = find_deployment(state, place, kind, name)
    if found is not None:
        _refuse_in_progress(found)
        found.settings, found.template, found.updated = settings, template, now
        found.verb, found.is_in_progress = "UPDATE", True
    else:
        if len(list_deployments(state, place, kind)) >= most:
            message = f"At most {most} {NOUNS[kind]}s are allowed."
            raise Fault(f"MaxNumberOf{MEMBERS[kind]}sExceededException", message)
        unique = f"{name}-{make_suffix(_SUFFIX)}"
        noun = NOUNS[kind].replace(" ", "-")
        tags = {tag["Key"]: tag["Value"] for tag in call.parameters.get("Tags") or ()}
        found = OrganizationDeployment(
            kind, call.account_id, call.region, name, unique, make_arn(call, f"{noun}/{unique}"),
            settings, template, now, tags,
        )  # fmt: skip
        deployments_in(state, call.region)[found.arn] = found
    state.pending.start(state, call, found.arn, finish_deployment)
    return found


def _refuse_in_progress(found: OrganizationDeployment) -> None:
    if found.is_in_progress:
        raise Fault("ResourceInUseException", IN_USE.format(NOUNS[found.kind]))


def finish_deployment(state: EmulatorState, thing: PendingThing) -> None:
    """End what was in progress, in all accounts."""
    found = deployments_in(state, thing.region).get(thing.name)
    if found is not None:
        complete_deployment(state, found)


@emulates("config", "DeleteOrganizationConfigRule", "DeleteOrganizationConformancePack")
def delete(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Begin to delete a rule or pack in all accounts."""
    require_deployer(call)
    found = _require(state, call, str(call.parameters[f"{MEMBERS[_kind_of(call)]}Name"]))
    _refuse_in_progress(found)
    found.verb, found.is_in_progress, found.updated = "DELETE", True, datetime.now(UTC)
    state.pending.start(state, call, found.arn, finish_deployment)
    return {}


def _list_wanted(state: EmulatorState, call: EmulatedCall) -> list[OrganizationDeployment]:
    require_deployer(call)
    settle_deployments(state, call.region)
    kind = _kind_of(call)
    names = call.parameters.get(f"{MEMBERS[kind]}Names")
    if names:
        return [_require(state, call, name) for name in names]
    return list_deployments(state, place_of(call), kind)


@emulates("config", "DescribeOrganizationConfigRules", "DescribeOrganizationConformancePacks")
def describe(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the rules or packs that the account deploys; a policy's text is asked for apart."""
    noun = MEMBERS[_kind_of(call)]
    shown = [
        {
            f"{noun}Name": found.name,
            f"{noun}Arn": found.arn,
            "LastUpdateTime": found.updated,
            **{name: _shorten(value) for name, value in found.settings.items()},
        }
        for found in _list_wanted(state, call)
    ]
    page, more = cut_page(call, shown, fault=TOKEN_FAULT)
    return {f"{noun}s": page, **more}


def _shorten(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: inner for name, inner in value.items() if name != "LibraryText"}
    return value


@emulates(
    "config",
    "DescribeOrganizationConfigRuleStatuses",
    "DescribeOrganizationConformancePackStatuses",
)
def describe_statuses(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return how the deployments went in all accounts together."""
    kind = _kind_of(call)
    member = "OrganizationRuleStatus" if kind == "rule" else "Status"
    shown = [
        {
            f"{MEMBERS[kind]}Name": found.name,
            member: found.status,
            "LastUpdateTime": found.updated,
            **_show_error(found),
        }
        for found in _list_wanted(state, call)
    ]
    page, more = cut_page(call, shown, fault=TOKEN_FAULT)
    return {f"{MEMBERS[kind]}Statuses": page, **more}


def _show_error(found: OrganizationDeployment) -> dict[str, str]:
    if not found.status.endswith("_FAILED"):
        return {}
    failed = [a for a, m in found.members.items() if m.status.endswith("_FAILED")]
    code = found.members[failed[0]].code
    return {"ErrorCode": code, "ErrorMessage": f"It failed in the accounts {', '.join(failed)}."}


@emulates(
    "config",
    "GetOrganizationConfigRuleDetailedStatus",
    "GetOrganizationConformancePackDetailedStatus",
)
def get_status(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return how a deployment went in each account."""
    kind = _kind_of(call)
    require_deployer(call)
    settle_deployments(state, call.region)
    found = _require(state, call, str(call.parameters[f"{MEMBERS[kind]}Name"]))
    member = "MemberAccountRuleStatus" if kind == "rule" else "Status"
    noun = "ConfigRuleName" if kind == "rule" else "ConformancePackName"
    members = dict(found.members)
    for account in list_pending_members(found):
        members[account] = MemberDeployment(found.status, found.updated)
    filters = call.parameters.get("Filters") or {}
    shown = [
        {
            "AccountId": account,
            noun: found.member_name,
            member: held.status,
            "LastUpdateTime": held.updated,
            **({"ErrorCode": held.code, "ErrorMessage": held.message} if held.code else {}),
        }
        for account, held in sorted(members.items())
        if filters.get("AccountId") in {None, account}
        and filters.get(member) in {None, held.status}
    ]
    page, more = cut_page(call, shown, fault=TOKEN_FAULT)
    plural = "es" if kind == "pack" else ""
    return {f"{MEMBERS[kind]}DetailedStatus{plural}": page, **more}


@emulates("config", "GetOrganizationCustomRulePolicy")
def get_policy(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the text of an organization's rule in Guard."""
    require_deployer(call)
    found = _require(state, call, str(call.parameters["OrganizationConfigRuleName"]))
    given = found.settings.get("OrganizationCustomPolicyRuleMetadata")
    if given is None:
        message = f"The rule {found.name} is no custom policy rule."
        raise Fault("NoSuchOrganizationConfigRuleException", message)
    return {"LibraryText": given["LibraryText"]}
