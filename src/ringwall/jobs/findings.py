"""Findings over time: which there are, and one of them with its history."""

import fnmatch
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal, TextIO

from ringwall.catalog.loader import load_detections, load_rules
from ringwall.hub.commands import fill_advice, find_commands
from ringwall.hub.formats import write_findings
from ringwall.hub.incidents.story import ToldIncidents
from ringwall.hub.summary import Summary
from ringwall.jobs.audit import FindingFormat
from ringwall.jobs.history import (
    EVERY_STATUS,
    check_region,
    check_resource,
    find_account,
    name_accounts,
    open_findings,
)
from ringwall.jobs.incidents import PRODUCTS, tell_incidents
from ringwall.jobs.rule_choice import choose_rules
from ringwall.model.finding import Finding, FindingStatus
from ringwall.model.layer import Layer
from ringwall.model.rule import SEVERITIES, Severity
from ringwall.model.table import Row
from ringwall.store.database.ledger import Filter, FindingEvent, Ledger
from ringwall.store.home import Home

StatusChoice = Literal["open", "resolved", "suppressed", "all"]
STATUSES: dict[StatusChoice, tuple[FindingStatus, ...]] = {
    "open": ("open",),
    "resolved": ("resolved",),
    "suppressed": ("suppressed",),
    "all": EVERY_STATUS.statuses,
}


@dataclass(frozen=True)
class FindingsRequest:
    """Which findings are asked for; what is left empty does not narrow."""

    status: StatusChoice = "open"
    answer: Literal["fail", "unknown"] | None = None
    severity: Severity = "low"
    """The mildest severity."""
    layer: Layer | None = None
    rule: str = ""
    """A rule's id; * stands for any text."""
    account: str = ""
    """Id or name."""
    region: str = ""
    resource: str = ""
    """An ARN, or its end after / or :."""
    text: str = ""
    """Text in rule, title, resource or reason."""


@dataclass(frozen=True)
class FindingsResult:
    """The findings that were asked for; they are read from the database as they are written."""

    ledger: Ledger
    chosen: Filter
    count: int
    snapshot: str
    """The snapshot that was audited last."""
    accounts: Mapping[str, str]
    """The names of accounts, by id."""
    find_incidents: Callable[[], ToldIncidents] = ToldIncidents
    """Reads the incidents, where a format tells them."""
    same: int = 0
    """Findings of AWS's services among them that say what one of ours says."""

    def write(
        self, form: FindingFormat, out: TextIO, *, with_uid: bool = False, verbose: bool = False
    ) -> None:
        """Write them, open before resolved, failures before unknowns, the gravest first."""
        known = Summary(
            snapshot=self.snapshot,
            created_at=0,
            accounts=self.accounts,
            rules=load_rules(),
            find_incidents=self.find_incidents,
        )
        found = self.ledger.findings(self.chosen)
        write_findings(form, found, out, known, with_uid=with_uid, verbose=verbose)


@dataclass(frozen=True)
class FindingHistory:
    """One finding and what became of it, the oldest event first."""

    finding: Finding
    events: Sequence[FindingEvent]
    account: str
    """The name of the account, '' where it is not known."""

    @property
    def command(self) -> str:
        """The command that plans the fix; '' where it is a person's work."""
        return f"ringwall fix {self.finding.uid}" if self.finding.remediation.playbook else ""

    @property
    def advice(self) -> str:
        """How to fix it by hand, with the resource in the commands."""
        return fill_advice(self.finding)

    def describe(self) -> Row:
        """Return the finding with its history as a JSON-able document."""
        return {
            **asdict(self.finding),
            "account_name": self.account,
            "fix_command": self.command,
            "aws_commands": list(find_commands(self.finding)),
            "history": [event._asdict() for event in self.events],
        }


def find_findings(home: Path, request: FindingsRequest) -> FindingsResult:
    """Return the findings that match.

    BadInput for an account, region, resource or rule that there is not, and for choices that no
    finding of any rule can match.
    """
    folder = Home(home)
    ledger = open_findings(folder)
    chosen = _make_filter(folder, ledger, request)
    return FindingsResult(
        ledger,
        chosen,
        ledger.count(chosen),
        ledger.last_snapshot(),
        name_accounts(folder),
        lambda: tell_incidents(folder),
        ledger.count_same(chosen),
    )


def show_finding(home: Path, uid: str) -> FindingHistory:
    """Return a finding by its uid, or by a beginning that only one has; BadInput otherwise."""
    folder = Home(home)
    ledger = open_findings(folder)
    finding = ledger.find(uid)
    name = name_accounts(folder).get(finding.account_id, "")
    return FindingHistory(finding, tuple(ledger.history(finding.uid)), name)


def _check_possible(request: FindingsRequest) -> None:
    """Raise BadInput for choices that no finding of any rule can match."""
    if request.rule.startswith(PRODUCTS) and not re.fullmatch(r"[a-z0-9_.*?]+", request.rule):
        return  # AWS's services have kinds of findings of their own
    if request.layer in {None, "detection"}:
        graver = SEVERITIES[SEVERITIES.index(request.severity) :]
        for rule in load_detections().values():
            is_meant = not request.rule or fnmatch.fnmatchcase(rule.id, request.rule)
            if is_meant and rule.severity in graver:
                return
    patterns = (request.rule,) if request.rule else ()
    choose_rules(patterns=patterns, layer=request.layer, severity=request.severity)


def _make_filter(home: Home, ledger: Ledger, request: FindingsRequest) -> Filter:
    check_region(home, ledger, request.region)
    check_resource(home, ledger, request.resource)
    possible = replace(
        EVERY_STATUS, rule=request.rule, layer=request.layer, severity=request.severity
    )
    if not ledger.count(possible):  # a rule that is known may have no findings yet
        _check_possible(request)
    return Filter(
        statuses=STATUSES[request.status],
        answers=(request.answer,) if request.answer else (),
        severity=request.severity,
        layer=request.layer,
        rule=request.rule,
        account_id=find_account(home, ledger, request.account),
        region=request.region,
        resource=request.resource,
        text=request.text,
    )
