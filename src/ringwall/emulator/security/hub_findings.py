"""Findings of Security Hub: where they are kept, who sees them, and what is told of them.

A finding is kept once, in the hub of its account and Region. The administrator and the aggregation
Region see the same one, so that a change that is made anywhere is seen everywhere.
https://docs.aws.amazon.com/securityhub/latest/userguide/finding-aggregation.html
"""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.published_events import publish
from ringwall.emulator.security.hubs import SECURITY_HUB, Hub, find_hub
from ringwall.emulator.security.wire import write_moment
from ringwall.emulator.state import EmulatorState

LABELS = (("CRITICAL", 90), ("HIGH", 70), ("MEDIUM", 40), ("LOW", 1), ("INFORMATIONAL", 0))
"""Labels of severity and the least normalized one.

https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Severity.html
"""
OF_CUSTOMERS = ("Note", "UserDefinedFields", "VerificationState", "Workflow")
"""What a product cannot set."""
OF_BOTH = ("Confidence", "Criticality", "RelatedFindings", "Severity", "Types")
"""What a product sets until a customer does."""


@dataclass
class FindingAggregator:
    """The aggregation Region of an account: the home of the linked Regions' findings."""

    arn: str
    region: str
    mode: str
    regions: tuple[str, ...] = ()

    def links(self, region: str, state: EmulatorState, account_id: str) -> bool:
        """Whether findings of a Region are replicated to the home Region."""
        if region == self.region or not state.regions.is_enabled(account_id, region):
            return False
        if self.mode == "SPECIFIED_REGIONS":
            return region in self.regions
        return self.mode != "NO_REGIONS" and region not in self.regions


def find_aggregator(state: EmulatorState, account_id: str) -> FindingAggregator | None:
    """Return the aggregator of an account itself."""
    found: FindingAggregator | None = state.settings.get((account_id, "", "securityhub.aggregator"))
    return found


def find_ruling_aggregator(
    state: EmulatorState, account_id: str, region: str
) -> FindingAggregator | None:
    """Return the aggregator for an account's findings: its administrator's, if it has one."""
    managed = SECURITY_HUB.find_administrator(state, account_id, region)
    return find_aggregator(state, managed[0] if managed else account_id)


def find_audience(state: EmulatorState, hub: Hub) -> Iterator[tuple[str, str]]:
    """Yield the accounts and Regions that see the findings of a hub."""
    managed = SECURITY_HUB.find_administrator(state, hub.account_id, hub.region)
    accounts = (hub.account_id, managed[0]) if managed else (hub.account_id,)
    ruling = find_ruling_aggregator(state, hub.account_id, hub.region)
    is_linked = ruling is not None and ruling.links(hub.region, state, hub.account_id)
    for account_id in accounts:
        yield account_id, hub.region
        if ruling is not None and is_linked:
            yield account_id, ruling.region


def find_seen(state: EmulatorState, hub: Hub) -> Iterator[Hub]:
    """Yield the hubs whose findings are seen in a hub: itself first."""
    here = (hub.account_id, hub.region)
    yield hub
    for (_, _, name), other in list(state.settings.items()):
        if name == "securityhub.hub" and other is not hub and here in find_audience(state, other):
            yield other


def receive_from_service(
    state: EmulatorState, account_id: str, region: str, finding: dict[str, Any]
) -> None:
    """Take a finding of another service of AWS, where the integration is on."""
    hub = find_hub(state, account_id, region)
    if hub is not None and finding["ProductArn"] in hub.products.values():
        keep_finding(state, hub, finding)


def keep_finding(state: EmulatorState, hub: Hub, finding: Mapping[str, Any]) -> dict[str, Any]:
    """Keep a new finding, or what a product says anew of one that is known; tell EventBridge.

    https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html
    """
    key = (str(finding["ProductArn"]), str(finding["Id"]))
    held, edited = hub.findings.get(key), hub.edited.get(key, set())
    given = {n: copy.deepcopy(v) for n, v in finding.items() if n not in OF_CUSTOMERS}
    if held is None:
        status = (finding.get("Workflow") or {}).get("Status") or "NEW"
        held = {"WorkflowState": "NEW", "Workflow": {"Status": status}, "RecordState": "ACTIVE"}
        hub.findings[key] = held
        note_history(hub, key, "BATCH_IMPORT_FINDINGS", created=True)
    else:
        given = {n: v for n, v in given.items() if n not in edited}
        note_history(hub, key, "BATCH_IMPORT_FINDINGS", created=False)
    held.update(given)
    if "Severity" in held:
        held["Severity"] = complete_severity(held["Severity"])
    held["FindingProviderFields"] = _provided(finding)
    held["Region"], held["ProcessedAt"] = hub.region, write_moment(datetime.now(UTC))
    tell_imported(state, hub, held)
    return held


def _provided(finding: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the product itself said: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_FindingProviderFields.html."""
    given = dict(finding.get("FindingProviderFields") or {})
    severity = complete_severity(given.get("Severity") or finding.get("Severity") or {})
    shown = {n: severity[n] for n in ("Label", "Original") if n in severity}
    own = {n: finding[n] for n in OF_BOTH if n in finding and n != "Severity"}
    return own | given | {"Severity": shown}


def complete_severity(severity: Mapping[str, Any]) -> dict[str, Any]:
    """Return a severity with both its label and its number."""
    found = dict(severity)
    if "Label" in found:
        found.setdefault("Normalized", dict(LABELS)[found["Label"]])
    elif "Normalized" in found:
        found["Label"] = next(name for name, least in LABELS if found["Normalized"] >= least)
    return found


def note_history(
    hub: Hub,
    key: tuple[str, str],
    source: str,
    *,
    created: bool,
    identity: str = "",
    updates: list[dict[str, str]] | None = None,
) -> None:
    """Note that a finding was made or changed."""
    by = {"Type": source, "Identity": identity or key[0]}
    record = {"UpdateTime": datetime.now(UTC), "FindingCreated": created, "UpdateSource": by}
    hub.history.setdefault(key, []).append({**record, "Updates": updates or []})


def tell_imported(state: EmulatorState, hub: Hub, finding: Mapping[str, Any]) -> None:
    """Publish a finding that is new or changed, for all who see it.

    https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html
    """
    for account_id, region in find_audience(state, hub):
        publish(
            state,
            account_id,
            region,
            "aws.securityhub",
            "Security Hub Findings - Imported",
            {"findings": [copy.deepcopy(dict(finding))]},
            (f"{finding['ProductArn']}/{finding['Id']}",),
            time=datetime.now(UTC),
        )


def choose_action(
    state: EmulatorState, hub: Hub, target: str, findings: list[Mapping[str, Any]]
) -> None:
    """Send findings to a custom action, which on AWS is done in the console: no API does it.

    KeyError where the hub has no such action.
    https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html
    """
    action = hub.targets[target]
    detail = {
        "actionName": action["Name"],
        "actionDescription": action["Description"],
        "findings": copy.deepcopy([dict(finding) for finding in findings]),
    }
    kind = "Security Hub Findings - Custom Action"
    publish(
        state,
        hub.account_id,
        hub.region,
        "aws.securityhub",
        kind,
        detail,
        (target,),
        time=datetime.now(UTC),
    )


def make_identifier() -> str:
    """Return an identifier as Security Hub gives them."""
    return str(mock_random.uuid4())
