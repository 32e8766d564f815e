"""Whose finding a record is, told by the members that it has; and findings inside of events."""

from collections.abc import Callable, Iterator
from typing import Any

from ringwall.collect.findings.asff import is_asff, read_asff
from ringwall.collect.findings.guardduty import read_guardduty
from ringwall.collect.findings.ocsf import is_ocsf, read_ocsf
from ringwall.collect.findings.services import (
    read_analyzer,
    read_config,
    read_inspector,
    read_macie,
)
from ringwall.model.errors import BadInput
from ringwall.model.fields import Fields
from ringwall.model.reported import ReportedFinding
from ringwall.model.table import Row

ReportReader = Callable[[Row], ReportedFinding]
LISTS = ("Findings", "findings", "EvaluationResults", "evaluationResults", "Records")
"""Members that hold the findings of a file, of an answer, or of an event."""
OUR_NAME = "Ringwall"


class NotAFinding(BadInput):
    """A record that is no finding of a service of AWS that can be read."""


def read_report(record: Row) -> ReportedFinding | None:
    """Return the finding of a record, None for one that Ringwall itself has written.

    NotAFinding where it is none, or does not say of which account or what it is.
    """
    said = Fields(record)
    reader = _find_reader(said)
    if reader is None:
        raise NotAFinding("no finding of GuardDuty, Security Hub, Inspector, Macie or another")
    names = (said.text("ProductName"), said.text("metadata.product.name"))
    if OUR_NAME in names:
        return None
    read = reader(record)
    if not read.finding.account_id:
        raise NotAFinding("a finding that names no account")
    if not read.finding.last_seen:
        raise NotAFinding("a finding that has no time")
    return read


def open_record(record: Row) -> Iterator[Row]:
    """Yield the findings that a record holds: itself, or those of a list in it."""
    if _find_reader(Fields(record)) is None:
        for name in LISTS:
            if isinstance(found := record.get(name), list):
                yield from (each if isinstance(each, dict) else {} for each in found)
                return
    yield record


def _find_reader(said: Fields) -> ReportReader | None:
    known: tuple[tuple[Any, ReportReader], ...] = (
        (is_asff(said), read_asff),
        (is_ocsf(said), read_ocsf),
        (said.has("findingArn", "awsAccountId", "severity"), read_inspector),
        (said.has("id", "type", "resourcesAffected"), read_macie),
        (said.has("id", "type", "service", "resource", "accountId"), read_guardduty),
        (said.has("id", "resource", "resourceType", "status"), read_analyzer),
        (said.has("id", "resourceType", "status", "analyzedAt"), read_analyzer),
        (said.has("newEvaluationResult", "configRuleName"), read_config),
        (said.has("evaluationResultIdentifier", "complianceType"), read_config),
    )
    return next((reader for is_it, reader in known if is_it), None)
