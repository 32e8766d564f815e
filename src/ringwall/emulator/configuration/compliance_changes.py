"""What Config tells others when a rule's verdict on a resource changes.

EventBridge has an event for each, and Security Hub a finding where the integration is on.
https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html
https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-internal-providers.html
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from botocore.loaders import create_loader
from botocore.model import ServiceModel

from ringwall.emulator.configuration.items import list_items
from ringwall.emulator.configuration.places import ConfigPlace
from ringwall.emulator.configuration.rule_checks import RuleEvaluation
from ringwall.emulator.needs.templates import find_partition
from ringwall.emulator.published_events import publish
from ringwall.emulator.security.hub_findings import receive_from_service
from ringwall.emulator.security.hubs import product_arn
from ringwall.emulator.security.wire import write_moment
from ringwall.emulator.state import EmulatorState

STATUSES = {"COMPLIANT": "PASSED", "NON_COMPLIANT": "FAILED"}
ACCOUNT_TYPE = "AWS::::Account"
TITLE = "This finding is created for a resource compliance change for config rule: {}"


@dataclass(frozen=True)
class ToldVerdict:
    """A verdict that was told, and when it first was."""

    compliance: str
    created: datetime
    changed: datetime


def tell_changes(
    state: EmulatorState, place: ConfigPlace, rule: Any, evaluations: Iterable[RuleEvaluation]
) -> None:
    """Tell of each verdict that is not the last one; `evaluations` are all that the rule has."""
    told: dict[tuple[str, str], ToldVerdict] = state.settings.setdefault(
        (*place, f"config.told/{rule.config_rule_arn}"), {}
    )
    now, seen = datetime.now(UTC), set()
    for found in evaluations:
        key = (found.resource_type, found.resource_id)
        seen.add(key)
        old = told.get(key)
        if old is not None and old.compliance == found.compliance:
            continue
        told[key] = ToldVerdict(found.compliance, old.created if old else now, now)
        detail = dict(_write_detail(place, rule, found, old, now))
        publish(state, *place, "aws.config", "Config Rules Compliance Change", detail)
        # Security Hub makes findings of its own from the rules that it made itself.
        if not str(getattr(rule, "created_by", "") or "").startswith("securityhub"):
            finding = write_config_asff(state, place, rule, found, told[key])
            receive_from_service(state, *place, finding)
    for gone in told.keys() - seen:
        del told[gone]


def _write_detail(
    place: ConfigPlace, rule: Any, found: RuleEvaluation, old: ToldVerdict | None, now: datetime
) -> Iterator[tuple[str, Any]]:
    yield "resourceId", found.resource_id
    yield "resourceType", found.resource_type
    yield "awsAccountId", place[0]
    yield "awsRegion", place[1]
    yield "configRuleName", rule.config_rule_name
    yield "configRuleARN", rule.config_rule_arn
    yield "messageType", "ComplianceChangeNotification"
    yield "recordVersion", "1.0"
    yield "notificationCreationTime", write_moment(now)
    result = _write_result(rule, found, found.compliance, now)
    annotation = {"annotation": found.annotation} if found.annotation else {}
    yield "newEvaluationResult", result | annotation
    if old is not None:
        yield "oldEvaluationResult", _write_result(rule, found, old.compliance, old.changed)


def _write_result(rule: Any, found: RuleEvaluation, verdict: str, at: datetime) -> dict[str, Any]:
    moment = write_moment(at)
    return {
        "evaluationResultIdentifier": {
            "evaluationResultQualifier": {
                "configRuleName": rule.config_rule_name,
                "resourceType": found.resource_type,
                "resourceId": found.resource_id,
                "evaluationMode": "DETECTIVE",
            },
            "orderingTimestamp": moment,
        },
        "complianceType": verdict,
        "resultRecordedTime": moment,
        "configRuleInvokedTime": moment,
    }


def write_config_asff(
    state: EmulatorState, place: ConfigPlace, rule: Any, found: RuleEvaluation, verdict: ToldVerdict
) -> dict[str, Any]:
    """Return a verdict of Config in ASFF."""
    account_id, region = place
    arn, name, product = rule.config_rule_arn, rule.config_rule_name, product_arn(region, "config")
    about = f"{found.resource_type}/{found.resource_id}"
    own = f"{arn}/finding/{hashlib.sha1(about.encode(), usedforsecurity=False).hexdigest()}"
    return {
        "SchemaVersion": "2018-10-08",
        "Id": own,
        "ProductArn": product,
        "ProductName": "Config",
        "CompanyName": "AWS",
        "Region": region,
        "GeneratorId": arn,
        "AwsAccountId": account_id,
        "Types": ["Software and Configuration Checks"],
        "CreatedAt": write_moment(verdict.created),
        "UpdatedAt": write_moment(verdict.changed),
        "Severity": {"Label": "MEDIUM", "Normalized": 40},
        "Title": name,
        "Description": TITLE.format(name),
        "ProductFields": {
            "aws/securityhub/ProductName": "Config",
            "aws/securityhub/CompanyName": "AWS",
            "aws/securityhub/FindingId": f"{product}/{own}",
            "aws/config/ConfigRuleArn": arn,
            "aws/config/ConfigRuleName": name,
            "aws/config/ConfigComplianceType": found.compliance,
        },
        "Resources": [_write_resource(state, place, found)],
        "Compliance": {"Status": STATUSES.get(found.compliance, "NOT_AVAILABLE")},
        "WorkflowState": "NEW",
        "Workflow": {"Status": "NEW"},
        "RecordState": "ACTIVE",
    }


def _write_resource(
    state: EmulatorState, place: ConfigPlace, found: RuleEvaluation
) -> dict[str, Any]:
    wanted = (found.resource_type, found.resource_id)
    items = list_items(state, *place)
    arns = (i.arn for i in items if (i.resource_type, i.resource_id) == wanted)
    identifier = next(arns, "") or found.resource_id
    if found.resource_type == ACCOUNT_TYPE:
        identifier = f"AWS::::Account:{found.resource_id}"
    return {
        "Type": find_asff_type(found.resource_type),
        "Id": identifier,
        "Partition": find_partition(place[1]),
        "Region": place[1],
    }


def find_asff_type(resource_type: str) -> str:
    """Return what ASFF calls a type of Config's: `AwsEc2Volume`; `Other` for one it has not."""
    if resource_type == ACCOUNT_TYPE:
        return "AwsAccount"
    parts = [re.sub(r"(?<=[A-Z])[A-Z0-9]+(?=[A-Z][a-z]|$)", lambda m: m[0].lower(), part)
             for part in resource_type.split("::")]  # fmt: skip
    name = "".join(part[:1].upper() + part[1:] for part in parts)
    return name if name in _asff_types() else "Other"


@cache
def _asff_types() -> frozenset[str]:
    model = ServiceModel(create_loader().load_service_model("securityhub", "service-2"))
    shape: Any = model.shape_for("ResourceDetails")
    return frozenset(shape.members)
