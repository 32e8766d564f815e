"""Findings of AWS's services, read from their APIs in all accounts and Regions.

The administrator of a service has the findings of its members, and Security Hub's aggregator those
of other Regions: each finding is asked for once. What an administrator does not have is asked of
the account itself. A service that is off is counted; a call that fails is a gap, and is told.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from ringwall.collect.findings.files import ReadReports
from ringwall.collect.findings.recognize import NotAFinding, read_report
from ringwall.collect.live import Target
from ringwall.model.errors import AccessDenied, CallFailed, RegionDisabled
from ringwall.model.reported import ReportedFinding
from ringwall.model.table import Reader, Row

ReportSource = Callable[[Reader], Iterator[Row]]
PAGE = 50
"""Findings that one call may ask for by ID."""
OFF_CODES = {
    "InvalidAccessException",
    "ResourceNotFoundException",
    "NoSuchConfigurationRecorderException",
}
OFF_WORDS = ("not subscribed", "is not enabled", "not enabled for", "no delegated")
SERVICE_LINKED = "securityhub-"
"""What the names of those rules of AWS Config begin with that Security Hub itself has made."""


@dataclass(frozen=True)
class ReportService:
    """One service whose findings are read."""

    name: str
    source: ReportSource
    principal: str = ""
    """By which its delegated administrator is known; '' where each account has its own findings."""
    members: tuple[str, str, str] = ("", "", "")
    """The operation that lists an administrator's members, its list, and the member's status."""


@dataclass
class LiveReports:
    """Reads the findings of services; what was off is counted by service."""

    readers: Callable[[str, str], Reader]
    """By account and Region."""
    target: Target
    told: ReadReports
    admins: Mapping[str, str] = field(default_factory=dict)
    """The delegated administrators, by the service's principal."""
    off: Counter[str] = field(default_factory=Counter)
    step: Callable[[str], None] = lambda _: None

    def read(self, services: Iterable[ReportService]) -> Iterator[ReportedFinding]:
        """Yield all findings of services."""
        for account_id, (_, error) in self.target.unlisted.items():
            self.told.faults.append(f"account {account_id}: its Regions are not known: {error}")
        for service in services:
            covered: set[tuple[str, str]] = set()
            for account_id in self._order(service):
                linked = self._find_linked(service, account_id)
                for region in self.target.regions:
                    if self._is_off(account_id, region) or (account_id, region) in covered:
                        continue
                    reader = self.readers(account_id, region)
                    if account_id == self.admins.get(service.principal):
                        covered |= {(m, region) for m in self._list_members(service, reader)}
                    if region not in linked:
                        yield from self._read(service, reader)
                self.step(f"{service.name} {account_id}")

    def _order(self, service: ReportService) -> list[str]:
        """Return the accounts, the administrator of a service first."""
        admin = self.admins.get(service.principal, "")
        return sorted(self.target.accounts, key=lambda account: (account != admin, account))

    def _is_off(self, account_id: str, region: str) -> bool:
        return region in self.target.disabled.get(account_id, ())

    def _read(self, service: ReportService, reader: Reader) -> Iterator[ReportedFinding]:
        self.told.sources += 1
        try:
            for row in service.source(reader):
                record = _make_plain(row)
                try:
                    read = read_report(record)
                except NotAFinding as error:
                    self.told.faults.append(f"{service.name} ({_place(reader)}): {error}")
                    continue
                if read:
                    yield read
                else:
                    self.told.own += 1
        except RegionDisabled:
            self.off[f"{service.name} (not in this Region)"] += 1
        except CallFailed as error:
            if is_off(error):
                self.off[service.name] += 1
            else:
                self.told.faults.append(str(error))

    def _list_members(self, service: ReportService, reader: Reader) -> set[str]:
        """Return the accounts whose findings an administrator has."""
        operation, path, status = service.members
        try:
            if service.name == "guardduty":
                ids = reader.items("guardduty.list_detectors", "DetectorIds")
                rows = [
                    row for one in ids for row in reader.items(operation, path, DetectorId=str(one))
                ]
            else:
                rows = list(reader.items(operation, path))
        except CallFailed:
            return set()  # they are asked themselves, and what fails there is told
        enabled = {"enabled"}
        return {
            str(row.get("AccountId") or row.get("accountId"))
            for row in rows
            if str(row.get(status, "")).lower() in enabled
        }

    def _find_linked(self, service: ReportService, account_id: str) -> set[str]:
        """Return the Regions whose findings Security Hub has in another one."""
        if service.name != "securityhub":
            return set()
        for region in self.target.regions:
            if self._is_off(account_id, region):
                continue
            try:
                found = next(iter(_list_aggregators(self.readers(account_id, region))), None)
            except CallFailed:
                continue  # it is asked in each Region, and what fails there is told
            if found:
                home, linked = found
                if home not in self.target.regions:
                    return set()
                every = {*self.target.regions} if linked is None else linked
                return every - {home}
        return set()


def is_off(error: CallFailed) -> bool:
    """Whether an error says that the service is off, and not that the caller may not ask."""
    said = str(error)
    is_refusal = "is not authorized to perform" in said
    if isinstance(error, AccessDenied) and not any(word in said.lower() for word in OFF_WORDS):
        return False
    return not is_refusal and (error.code in OFF_CODES or isinstance(error, AccessDenied))


def _list_aggregators(reader: Reader) -> Iterator[tuple[str, set[str] | None]]:
    """Yield the home Region of an aggregator and the Regions it has, None for all."""
    path = "FindingAggregators"
    for row in reader.items("securityhub.list_finding_aggregators", path):
        arn = str(row["FindingAggregatorArn"])
        one = reader.call("securityhub.get_finding_aggregator", FindingAggregatorArn=arn)
        mode, regions = one.get("RegionLinkingMode"), set(one.get("Regions") or ())
        home = str(one.get("FindingAggregationRegion") or arn.split(":")[3])
        if mode == "ALL_REGIONS":
            yield home, None
        elif mode == "SPECIFIED_REGIONS":
            yield home, regions


def _read_guardduty(reader: Reader) -> Iterator[Row]:
    detectors = [str(one) for one in reader.items("guardduty.list_detectors", "DetectorIds")]
    if not detectors:
        raise CallFailed("GuardDuty is not enabled", "ResourceNotFoundException")
    for detector in detectors:
        ids = reader.items("guardduty.list_findings", "FindingIds", DetectorId=detector)
        for some in _cut(ids):
            answer = {"DetectorId": detector, "FindingIds": some}
            yield from reader.items("guardduty.get_findings", "Findings", **answer)


def _read_security_hub(reader: Reader) -> Iterator[Row]:
    yield from reader.items("securityhub.get_findings", "Findings", MaxResults=100)


def _read_security_hub_v2(reader: Reader) -> Iterator[Row]:
    reader.call("securityhub.describe_security_hub_v2")
    yield from reader.items("securityhub.get_findings_v2", "Findings", MaxResults=100)


def _read_inspector(reader: Reader) -> Iterator[Row]:
    yield from reader.items("inspector2.list_findings", "findings", maxResults=100)


def _read_macie(reader: Reader) -> Iterator[Row]:
    ids = reader.items("macie2.list_findings", "findingIds", maxResults=PAGE)
    for some in _cut(ids):
        yield from reader.items("macie2.get_findings", "findings", findingIds=some)


def _read_analyzers(reader: Reader) -> Iterator[Row]:
    for analyzer in reader.items("accessanalyzer.list_analyzers", "analyzers"):
        arn = analyzer["arn"]
        found = reader.items("accessanalyzer.list_findings_v2", "findings", analyzerArn=arn)
        for summary in found:
            row = {**summary, "region": reader.region}
            if summary.get("status") == "ACTIVE":
                one = {"analyzerArn": arn, "id": summary["id"]}
                detail = reader.call("accessanalyzer.get_finding_v2", **one)
                row |= {"findingDetails": detail.get("findingDetails") or []}
            yield row


def _read_config(reader: Reader) -> Iterator[Row]:
    path = "ComplianceByConfigRules"
    for rule in reader.items("config.describe_compliance_by_config_rule", path):
        name = str(rule["ConfigRuleName"])
        if name.startswith(SERVICE_LINKED):
            continue
        results = reader.items(
            "config.get_compliance_details_by_config_rule",
            "EvaluationResults",
            ConfigRuleName=name,
        )
        for result in results:
            yield {**result, "awsAccountId": reader.account_id, "awsRegion": reader.region}


def _cut(ids: Iterable[Any]) -> Iterator[list[Any]]:
    remaining = iter(ids)
    while some := list(islice(remaining, PAGE)):
        yield some


def _make_plain(row: Row) -> Row:
    """Return a row as JSON has it: times as text."""
    plain: Row = json.loads(json.dumps(row, default=_write_value))
    return plain


def _write_value(value: Any) -> str:
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def _place(reader: Reader) -> str:
    return f"account {reader.account_id}, {reader.region}"


MEMBERS = "Members"
SERVICES: tuple[ReportService, ...] = (
    ReportService(
        "guardduty",
        _read_guardduty,
        "guardduty.amazonaws.com",
        ("guardduty.list_members", MEMBERS, "RelationshipStatus"),
    ),
    ReportService(
        "inspector",
        _read_inspector,
        "inspector2.amazonaws.com",
        ("inspector2.list_members", "members", "relationshipStatus"),
    ),
    ReportService(
        "macie",
        _read_macie,
        "macie.amazonaws.com",
        ("macie2.list_members", "members", "relationshipStatus"),
    ),
    ReportService("accessanalyzer", _read_analyzers),
    ReportService("config", _read_config),
    ReportService(
        "securityhub",
        _read_security_hub,
        "securityhub.amazonaws.com",
        ("securityhub.list_members", MEMBERS, "MemberStatus"),
    ),
    ReportService("securityhub-v2", _read_security_hub_v2),
)
"""The services, those that tell of a finding themselves before Security Hub's copies."""
