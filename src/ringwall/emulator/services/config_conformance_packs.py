"""Config: conformance packs of an account.

https://docs.aws.amazon.com/config/latest/APIReference/API_PutConformancePack.html
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.behavior.pending import PendingThing
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.configuration.conformance_packs import (
    MOST,
    ConformancePack,
    check_template,
    deploy_pack,
    make_pack,
    packs_of,
    remove_pack,
)
from ringwall.emulator.configuration.deployers import read_given_template
from ringwall.emulator.configuration.evaluations import evaluate_now, judge, show_evaluation
from ringwall.emulator.configuration.organization_deployments import settle_deployments
from ringwall.emulator.configuration.places import ConfigPlace, place_of
from ringwall.emulator.configuration.rule_checks import RuleEvaluation
from ringwall.emulator.configuration.rules import OWNED, rules_of
from ringwall.emulator.handlers import emulates
from ringwall.emulator.paging import cut_page
from ringwall.emulator.services.config_items import TOKEN_FAULT
from ringwall.emulator.state import EmulatorState

SHOWN = (
    "DeliveryS3Bucket",
    "DeliveryS3KeyPrefix",
    "ConformancePackInputParameters",
    "TemplateSSMDocumentDetails",
    "Scope",
)
TEMPLATES = ("TemplateBody", "TemplateS3Uri", "TemplateSSMDocumentDetails")
IN_USE = "The conformance pack is being created, updated or deleted. Please try again later."


def list_packs(state: EmulatorState, call: EmulatedCall) -> list[ConformancePack]:
    """Return the packs of the call's account and Region, those of its organization too."""
    settle_deployments(state, call.region)
    return list(packs_of(state, place_of(call)).values())


def require_pack(state: EmulatorState, call: EmulatedCall, name: str) -> ConformancePack:
    """Return a pack; Fault where there is none."""
    found = next((pack for pack in list_packs(state, call) if pack.name == name), None)
    if found is None:
        message = (
            f"One or more conformance packs with specified names are not present: {name}. Ensure "
            "your names are correct and try your request again later."
        )
        raise Fault("NoSuchConformancePackException", message)
    return found


@emulates("config", "PutConformancePack")
def put_pack(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Begin to make or to change a pack; tags are those that it was made with."""
    given, place = call.parameters, place_of(call)
    if given.get("Source"):
        message = "templates of AWS are not emulated"
        raise Fault("UnknownOperationException", f"{call.name}: {message}", 501)
    if sum(bool(given.get(name)) for name in TEMPLATES) != 1:
        message = f"You must specify only one of {', '.join(TEMPLATES)}."
        raise Fault("InvalidParameterValueException", message)
    name = str(given["ConformancePackName"])
    held = packs_of(state, place)
    pack = held.get(name)
    if pack is not None:
        _refuse_in_progress(pack)
        _refuse_service_s(pack)
    elif len(held) >= MOST:
        message = f"The account already has the maximum number of {MOST} conformance packs."
        raise Fault("MaxNumberOfConformancePacksExceededException", message)
    text = read_given_template(state, call)
    settings = {n: given[n] for n in SHOWN if given.get(n)}
    new = make_pack(place, name, settings, text)
    check_template(text, new.parameters, place)
    if pack is None:
        new.tags = {tag["Key"]: tag["Value"] for tag in given.get("Tags") or ()}
        pack = held[name] = new
    else:
        pack.settings, pack.template, pack.state = settings, text, "UPDATE_IN_PROGRESS"
        pack.requested = datetime.now(UTC)
    state.pending.start(state, call, f"conformance-pack/{name}", finish_pack, name)
    return {"ConformancePackArn": pack.arn}


def _refuse_in_progress(pack: ConformancePack) -> None:
    if pack.is_in_progress:
        raise Fault("ResourceInUseException", IN_USE)


def _refuse_service_s(pack: ConformancePack) -> None:
    if pack.created_by:
        raise Fault("AccessDeniedException", OWNED.replace("ConfigRule", "ConformancePack"))


def finish_pack(state: EmulatorState, thing: PendingThing) -> None:
    """End the creation, update or deletion of a pack."""
    place = (thing.account_id, thing.region)
    pack = packs_of(state, place).get(thing.held)
    if pack is None:
        return
    if pack.state == "DELETE_IN_PROGRESS":
        remove_pack(state, place, pack)
    else:
        deploy_pack(state, place, pack)


@emulates("config", "DeleteConformancePack")
def delete_pack(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Begin to delete a pack."""
    pack = require_pack(state, call, str(call.parameters["ConformancePackName"]))
    _refuse_in_progress(pack)
    _refuse_service_s(pack)
    pack.state, pack.requested = "DELETE_IN_PROGRESS", datetime.now(UTC)
    state.pending.start(state, call, f"conformance-pack/{pack.name}", finish_pack, pack.name)
    return {}


@emulates("config", "DescribeConformancePacks")
def describe_packs(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return packs by name, or all."""
    names = call.parameters.get("ConformancePackNames")
    found = [require_pack(state, call, n) for n in names] if names else list_packs(state, call)
    shown = [
        {
            "ConformancePackName": pack.name,
            "ConformancePackArn": pack.arn,
            "ConformancePackId": pack.pack_id,
            "LastUpdateRequestedTime": pack.requested,
            "ConformancePackInputParameters": [],
            "Type": "CUSTOM",
            **pack.settings,
            **({"CreatedBy": pack.created_by} if pack.created_by else {}),
        }
        for pack in _of_types(call, found)
    ]
    page, more = cut_page(call, shown, 20, fault=TOKEN_FAULT)
    return {"ConformancePackDetails": page, **more}


def _of_types(call: EmulatedCall, packs: list[ConformancePack]) -> list[ConformancePack]:
    wanted = (call.parameters.get("Filters") or {}).get("Types")
    return packs if not wanted or "CUSTOM" in wanted else []


@emulates("config", "DescribeConformancePackStatus")
def describe_status(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return how packs are; those that do not exist are left out."""
    names = call.parameters.get("ConformancePackNames")
    found = [p for p in list_packs(state, call) if not names or p.name in names]
    shown = [
        {
            "ConformancePackName": pack.name,
            "ConformancePackId": pack.pack_id,
            "ConformancePackArn": pack.arn,
            "ConformancePackState": pack.state,
            "LastUpdateRequestedTime": pack.requested,
            "Type": "CUSTOM",
            **({"ConformancePackStatusReason": pack.reason} if pack.reason else {}),
            **({"LastUpdateCompletedTime": pack.completed} if pack.completed else {}),
        }
        for pack in _of_types(call, found)
    ]
    page, more = cut_page(call, shown, 20, fault=TOKEN_FAULT)
    return {"ConformancePackStatusDetails": page, **more}


def _evaluate(
    state: EmulatorState, place: ConfigPlace, pack: ConformancePack
) -> Iterator[tuple[str, list[RuleEvaluation]]]:
    """Yield each rule of a pack, and what it says of each resource."""
    rules = rules_of(place)
    for name in pack.rules:
        if name in rules:
            yield name, evaluate_now(state, place, rules[name])


def _evaluate_wanted(
    state: EmulatorState, call: EmulatedCall
) -> list[tuple[str, list[RuleEvaluation]]]:
    pack = require_pack(state, call, str(call.parameters["ConformancePackName"]))
    wanted = (call.parameters.get("Filters") or {}).get("ConfigRuleNames")
    for name in wanted or ():
        if name not in pack.rules:
            message = f"The conformance pack {pack.name} has no rule {name}."
            raise Fault("NoSuchConfigRuleInConformancePackException", message)
    found = _evaluate(state, place_of(call), pack)
    return [(name, verdicts) for name, verdicts in found if not wanted or name in wanted]


@emulates("config", "DescribeConformancePackCompliance")
def describe_compliance(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return whether each rule of a pack is met."""
    wanted = (call.parameters.get("Filters") or {}).get("ComplianceType")
    shown = [
        {"ConfigRuleName": name, "ComplianceType": judge(found)["ComplianceType"], "Controls": []}
        for name, found in _evaluate_wanted(state, call)
        if wanted in {None, judge(found)["ComplianceType"]}
    ]
    page, more = cut_page(call, shown, 1000, fault=TOKEN_FAULT)
    return {
        "ConformancePackName": call.parameters["ConformancePackName"],
        "ConformancePackRuleComplianceList": page,
        **more,
    }


@emulates("config", "GetConformancePackComplianceDetails")
def get_details(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what the rules of a pack say of each resource."""
    filters = call.parameters.get("Filters") or {}
    if filters.get("ResourceIds") and not filters.get("ResourceType"):
        message = "ResourceIds can be given with a ResourceType alone."
        raise Fault("InvalidParameterValueException", message)
    shown = [
        show_evaluation(name, verdict)
        for name, found in _evaluate_wanted(state, call)
        for verdict in found
        if filters.get("ComplianceType") in {None, verdict.compliance}
        and filters.get("ResourceType") in {None, verdict.resource_type}
        and verdict.resource_id in (filters.get("ResourceIds") or [verdict.resource_id])
    ]
    page, more = cut_page(call, shown, fault=TOKEN_FAULT)
    return {
        "ConformancePackName": call.parameters["ConformancePackName"],
        "ConformancePackRuleEvaluationResults": page,
        **more,
    }


@emulates("config", "GetConformancePackComplianceSummary")
def get_summary(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return whether packs are met on the whole."""
    shown = []
    for name in call.parameters["ConformancePackNames"]:
        pack = require_pack(state, call, name)
        every = [v for _, found in _evaluate(state, place_of(call), pack) for v in found]
        verdict = judge(every)["ComplianceType"]
        shown.append({"ConformancePackName": name, "ConformancePackComplianceStatus": verdict})
    page, more = cut_page(call, shown, 20, fault=TOKEN_FAULT)
    return {"ConformancePackComplianceSummaryList": page, **more}


@emulates("config", "ListConformancePackComplianceScores")
def list_scores(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what part of all verdicts of each pack is good, in percent."""
    given = call.parameters
    names = (given.get("Filters") or {}).get("ConformancePackNames")
    now = datetime.now(UTC).replace(microsecond=0)
    scored = []
    for pack in list_packs(state, call):
        if names and pack.name not in names:
            continue
        every = [v for _, found in _evaluate(state, place_of(call), pack) for v in found]
        good = sum(verdict.compliance == "COMPLIANT" for verdict in every)
        scored.append((100 * good / len(every) if every else -1.0, pack.name))
    if given.get("SortBy") or given.get("SortOrder"):
        scored.sort(reverse=given.get("SortOrder") != "ASCENDING")
    shown = [
        {
            "ConformancePackName": name,
            "Score": f"{score:.2f}" if score >= 0 else "INSUFFICIENT_DATA",
            "LastUpdatedTime": now,
        }
        for score, name in scored
    ]
    page, more = cut_page(call, shown, 20, fault=TOKEN_FAULT)
    return {"ConformancePackComplianceScores": page, **more}
