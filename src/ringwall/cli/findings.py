"""`ringwall findings`: what was found over time."""

import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

import cyclopts
from cyclopts import Parameter

from ringwall.catalog.loader import load_rules
from ringwall.cli.judge import choose_rules, remember
from ringwall.cli.options import Where
from ringwall.cli.records import EVERY_STATUS, check_region, find_account, open_findings
from ringwall.cli.say import clean, make_console, tell_count
from ringwall.hub.formats import Format, write_findings
from ringwall.model.finding import FindingStatus
from ringwall.model.layer import Layer
from ringwall.model.rule import Severity
from ringwall.store.database.ledger import Filter, Ledger
from ringwall.store.home import Home

findings = cyclopts.App(name="findings", help="List findings over time: open, resolved, reopened.")
STATUSES: dict[str, tuple[FindingStatus, ...]] = {
    "open": ("open",),
    "resolved": ("resolved",),
    "suppressed": ("suppressed",),
    "all": ("open", "resolved", "suppressed"),
}


@Parameter(name="*")
@dataclass(frozen=True)
class Wanted:
    """Which findings to list."""

    status: Literal["open", "resolved", "suppressed", "all"] = "open"
    """Only findings of this status."""
    answer: Literal["fail", "unknown"] | None = None
    """Only failures (fail) or only what is not known (unknown)."""
    severity: Severity = "low"
    """The mildest severity to list."""
    layer: Layer | None = None
    """Only findings of this layer."""
    rule: str = ""
    """Only findings of this rule; * stands for any text: s3.*"""
    account: str = ""
    """Only findings of this account, by id or name."""
    region: str = ""
    """Only findings of this region."""
    resource: str = ""
    """Only findings of this ARN, or of ARNs that end with it after / or :."""
    text: str = ""
    """Only findings with this text in rule, title, resource or reason."""

    def check(self, home: Home, ledger: Ledger) -> Filter:
        """Return the filter; BadInput for an account, region or rule that there is not."""
        check_region(home, ledger, self.region)
        if self.rule and not ledger.count(replace(EVERY_STATUS, rule=self.rule)):
            choose_rules(load_rules(), (self.rule,))
        return Filter(
            statuses=STATUSES[self.status],
            answers=(self.answer,) if self.answer else (),
            severity=self.severity,
            layer=self.layer,
            rule=self.rule,
            account_id=find_account(home, ledger, self.account),
            region=self.region,
            resource=self.resource,
            text=self.text,
        )


@findings.default
@findings.command(name="list")
def list_all(
    *,
    wanted: Wanted | None = None,
    uid: bool = False,
    format: Format = "table",
    where: Where | None = None,
) -> None:
    """List findings: open before resolved, failures before unknowns, the gravest first.

    Parameters
    ----------
    uid
        Begin each line of the table with the uid that `findings show` and `fix` take.
    format
        How to print them.
    """
    home = (where or Where()).open()
    ledger = open_findings(home)
    chosen = (wanted or Wanted()).check(home, ledger)
    write_findings(format, ledger.findings(chosen), sys.stdout, remember(ledger), with_uid=uid)
    told = tell_count(ledger.count(chosen), "finding")
    make_console().print(f"{told}, as of snapshot {ledger.last_snapshot()}")


@findings.command
def show(uid: str, /, *, where: Where | None = None) -> None:
    """Show one finding: why it matters, how to mend it, and its history.

    Parameters
    ----------
    uid
        Its uid or the beginning of it; `ringwall findings --uid` has it.
    """
    ledger = open_findings((where or Where()).open())
    finding = ledger.find(uid)
    print(f"{finding.severity.upper()} {finding.rule}: {finding.title}")
    print(f"uid       {finding.uid}")
    print(f"resource  {clean(finding.resource)} ({finding.account_id}, {finding.region})")
    print(f"status    {finding.status}, {finding.answer}: {clean(finding.reason)}")
    print(f"layer     {finding.layer}")
    print(f"why       {finding.why}")
    print(f"fix       {finding.remediation.text}")
    print(f"playbook  {finding.remediation.playbook or 'none'}")
    print(f"required  {', '.join(finding.compliance) or 'by no framework'}")
    for event in ledger.history(finding.uid):
        at = datetime.fromtimestamp(event.at / 1000, UTC).isoformat(timespec="seconds")
        print(f"{at}  {event.kind} ({event.answer}) in snapshot {event.snapshot}")
