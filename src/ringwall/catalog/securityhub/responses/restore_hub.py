"""Restores Security Hub CSPM in a Region: the hub, its standards and its members."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from ringwall.catalog.audited_calls import AuditedCall, find_named, tell_calls
from ringwall.model.change import UNREAD, Change, Poll, Probe, Write
from ringwall.model.response_playbook import HumanStep, ResponseOption, responds
from ringwall.model.state import read_state
from ringwall.model.table import Reader, Row
from ringwall.model.text import count_of
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import WriteShape

NAME = r"[a-z0-9.-]{1,100}/v/[0-9.]{1,20}"
STANDARD = rf"arn:[a-z-]{{3,20}}:securityhub:[\w-]*::(standards|ruleset)/{NAME}"
SUBSCRIPTION = rf"arn:[a-z-]{{3,20}}:securityhub:{{region}}:{{account_id}}:subscription/{NAME}"
NO_HUB = ("InvalidAccessException", "ResourceNotFoundException")
MOST_MEMBERS = 200
WRITES = (
    WriteShape(
        "securityhub.enable_security_hub",
        {"EnableDefaultStandards": False},
        also=("iam:CreateServiceLinkedRole",),
    ),
    WriteShape("securityhub.disable_security_hub", {}),
    WriteShape(
        "securityhub.batch_enable_standards",
        {"StandardsSubscriptionRequests": [{"StandardsArn": STANDARD}]},
    ),
    WriteShape(
        "securityhub.batch_disable_standards", {"StandardsSubscriptionArns": [SUBSCRIPTION]}
    ),
    WriteShape(
        "securityhub.create_members",
        {"AccountDetails": [{"AccountId": r"\d{12}", "Email": r"[^\s@]+@[^\s@]+"}]},
    ),
    WriteShape("securityhub.disassociate_members", {"AccountIds": [r"\d{12}"]}),
)
_HIDES, _LESS = "findings are not seen, or count less", "nobody is told any more"
AUDITED = (
    AuditedCall("CreateAutomationRule", "ruleName", "Delete the new automation rules: {}", _HIDES),
    AuditedCall(
        "BatchUpdateAutomationRules",
        "updateAutomationRulesRequestItems",
        "Look at the automation rules that changed: {}",
        _HIDES,
    ),
    AuditedCall("UpdateStandardsControl", "standardsControlArn", "Enable these again: {}", _LESS),
    AuditedCall(
        "BatchUpdateStandardsControlAssociations",
        "standardsControlAssociationUpdates",
        "Look at the controls that were turned off: {}",
        _LESS,
    ),
    AuditedCall(
        "BatchUpdateFindings", "findingIdentifiers", "Look at the findings changed: {}", _HIDES
    ),
    AuditedCall(
        "DisableImportFindingsForProduct",
        "productSubscriptionArn",
        "Take in findings of these products again: {}",
        _LESS,
    ),
    AuditedCall(
        "DeleteFindingAggregator", "findingAggregatorArn", "Aggregate Regions again: {}", _LESS
    ),
    AuditedCall("DeleteActionTarget", "actionTargetArn", "Create these actions: {}", _LESS),
    AuditedCall("DeleteMembers", "accountIds", "Add the members again: {}", _LESS),
)


@dataclass(frozen=True)
class _Place:
    """An account and a Region whose Security Hub is restored."""

    account_id: str
    reader: Reader
    since: int

    @property
    def arn(self) -> str:
        reader = self.reader
        return f"arn:{reader.partition}:securityhub:{reader.region}:{self.account_id}:hub/default"

    def make(self, **facts: Any) -> Change:
        make = partial(Change, account_id=self.account_id, region=self.reader.region)
        facts = {"blast": "none", "stage": "recover", "resource": self.arn, **facts}
        return make(layer="response", **facts)


@responds(
    "Restore Security Hub",
    "detector",
    "service",
    writes=WRITES,
    reads=(
        "cloudtrail.lookup_events",
        "securityhub.describe_hub",
        "securityhub.describe_standards",
        "securityhub.get_enabled_standards",
        "securityhub.list_members",
    ),
    risks=(
        "What was set in a hub that was disabled may be gone: insights, actions, rules.",
        "Checks run and cost again.",
        "A hub that is centrally configured can be enabled by its administrator alone.",
    ),
    rollback="The hub, its standards and its members are as the attacker left them.",
    answers=(
        "securityhub.findings_are_suppressed",
        "securityhub.hub_is_disabled",
        "securityhub.many_controls_are_disabled",
        "securityhub.member_is_detached",
        "securityhub.standard_is_disabled",
    ),
    options=(
        ResponseOption(
            "standards",
            "Standards of a hub that was disabled, with commas, as in their ARNs.",
            "aws-foundational-security-best-practices/v/1.0.0",
            rf"{NAME}(,{NAME}){{0,9}}",
        ),
    ),
)
def restore_hub(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Enable the hub, the standards that were disabled, and the members; tell what hides."""
    place = _Place(threat.account_id, scene.reader(threat), threat.first_at)
    probe = Probe("securityhub.describe_hub", {}, "HubArn", NO_HUB)
    wanted = [*_find_disabled(place)]
    hub = ""
    if read_state(probe, place.reader) is None:
        enable = place.make(
            write=Write("securityhub.enable_security_hub", {"EnableDefaultStandards": False}),
            probe=probe,
            before=None,
            after=place.arn,
            why="findings are collected and checks run again",
            undo=Write("securityhub.disable_security_hub", {}),
            stage="contain",
        )
        hub = enable.id
        yield enable
        wanted = [*dict.fromkeys([*wanted, *scene.options["standards"].split(",")])]
        what = "Set what the hub had: automation rules, insights, integrations, its administrator"
        yield HumanStep(place.arn, what, "it was disabled, and may have lost it")
    yield from _enable_standards(place, wanted, hub)
    if not hub:
        yield from _add_members(place)
    yield from tell_calls(place.reader, AUDITED, place.arn, place.since)


def _find_disabled(place: _Place) -> Iterator[str]:
    """Yield the names of the standards that were disabled since."""
    if not place.since:
        return
    member = "standardsSubscriptionArns"
    for arn in find_named(place.reader, "BatchDisableStandards", member, place.since):
        name = arn.partition(":subscription/")[2]
        if re.fullmatch(NAME, name):
            yield name


def _enable_standards(place: _Place, wanted: list[str], hub: str) -> Iterator[Change | HumanStep]:
    if not wanted:
        return
    have: set[str] = set()
    if hub:
        # Nothing is told of standards where there is no hub: their ARNs are built.
        known = {name: _build_arn(place, name) for name in wanted}
    else:
        listed = place.reader.items("securityhub.describe_standards", "Standards")
        arns = [standard["StandardsArn"] for standard in listed]
        known = {_name(arn): arn for arn in arns}
        path = "StandardsSubscriptions"
        found = place.reader.items("securityhub.get_enabled_standards", path)
        have = {one["StandardsArn"] for one in found}
    for name in wanted:
        if name not in known:
            what = f"Look for the standard {name}, and enable it"
            yield HumanStep(place.arn, what, "there is no such standard here")
        elif known[name] not in have:
            yield _enable_standard(place, known[name], hub)


def _name(arn: str) -> str:
    """Return a standard as subscriptions and options name it."""
    return arn.partition("::")[2].partition("/")[2]


def _build_arn(place: _Place, name: str) -> str:
    partition, region = place.reader.partition, place.reader.region
    if name == "cis-aws-foundations-benchmark/v/1.2.0":  # the one of an older form
        return f"arn:{partition}:securityhub:::ruleset/{name}"
    return f"arn:{partition}:securityhub:{region}::standards/{name}"


def _enable_standard(place: _Place, arn: str, hub: str) -> Change:
    subscription = f"{place.arn.rpartition(':')[0]}:subscription/{_name(arn)}"
    return place.make(
        write=Write(
            "securityhub.batch_enable_standards",
            {"StandardsSubscriptionRequests": [{"StandardsArn": arn}]},
            poll=Poll(
                "securityhub.get_enabled_standards",
                {
                    "StandardsSubscriptionArns": {
                        "$answer": "StandardsSubscriptions[].StandardsSubscriptionArn"
                    }
                },
                "StandardsSubscriptions[0].StandardsStatus",
                done=("READY", "INCOMPLETE"),
                failed=("FAILED",),
                why="StandardsSubscriptions[0].StandardsStatusReason.StatusReasonCode",
            ),
        ),
        probe=Probe(
            "securityhub.get_enabled_standards",
            {"MaxResults": 100},
            "StandardsArn",
            ("InvalidAccessException",),
            items="StandardsSubscriptions",
            match={"StandardsArn": arn},
            wait=300.0,
        ),
        before=UNREAD if hub else None,
        after=arn,
        why="what the standard checks is checked again",
        undo=Write(
            "securityhub.batch_disable_standards", {"StandardsSubscriptionArns": [subscription]}
        ),
        needs=(hub,) if hub else (),
        part_of=hub,
    )


def _add_members(place: _Place) -> Iterator[Change | HumanStep]:
    """Yield the Changes that bring members back that were let go since."""
    if not place.since:
        return
    gone = set(find_named(place.reader, "DisassociateMembers", "accountIds", place.since))
    if not gone:
        return
    asked = {"OnlyAssociated": False}
    listed = place.reader.items("securityhub.list_members", "Members || `[]`", **asked)
    found = [m for m in listed if m["AccountId"] in gone and m["MemberStatus"] == "Removed"]
    for member in found[:MOST_MEMBERS]:
        yield _add_member(place, member, asked)
    if len(found) > MOST_MEMBERS:
        what = f"Add {count_of(len(found) - MOST_MEMBERS, 'other member')} again"
        yield HumanStep(place.arn, what, "they are too many for one run")


def _add_member(place: _Place, member: Row, asked: dict[str, bool]) -> Change:
    account = member["AccountId"]
    details = [{"AccountId": account, "Email": member.get("Email") or ""}]
    return place.make(
        write=Write("securityhub.create_members", {"AccountDetails": details}),
        probe=Probe(
            "securityhub.list_members",
            asked,
            "MemberStatus",
            items="Members",
            match={"AccountId": account},
        ),
        before="Removed",
        after="Enabled",
        why=f"what is found in account {account} is seen here again",
        undo=Write("securityhub.disassociate_members", {"AccountIds": [account]}),
    )
