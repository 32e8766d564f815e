"""`ringwall findings`: what was found over time."""

import sys
from datetime import UTC, datetime
from typing import Literal

import cyclopts

from ringwall.cli.judge import remember
from ringwall.cli.options import Where
from ringwall.cli.say import clean
from ringwall.hub.formats import Format, write_findings
from ringwall.model.finding import Answer, FindingStatus
from ringwall.model.layer import Layer
from ringwall.model.rule import Severity
from ringwall.store.database import open_database
from ringwall.store.ledger import Filter, Ledger

findings = cyclopts.App(name="findings", help="List findings over time.")
STATUSES: dict[str, tuple[FindingStatus, ...]] = {
    "open": ("open",),
    "resolved": ("resolved",),
    "suppressed": ("suppressed",),
    "all": ("open", "resolved", "suppressed"),
}


@findings.default
@findings.command(name="list")
def list_all(
    *,
    status: Literal["open", "resolved", "suppressed", "all"] = "open",
    answer: Answer | None = None,
    severity: Severity = "low",
    layer: Layer | None = None,
    rule: str = "",
    account: str = "",
    region: str = "",
    resource: str = "",
    text: str = "",
    format: Format = "table",
    where: Where | None = None,
) -> None:
    """List findings: open before resolved, failures before unknowns, the gravest first.

    Parameters
    ----------
    status
        Only findings of this status.
    answer
        Only failures (fail) or only what is not known (unknown).
    severity
        The mildest severity to list.
    layer
        Only findings of this layer.
    rule
        Only findings of this rule; * stands for any text: s3.*
    account
        Only findings of this account id.
    region
        Only findings of this region.
    resource
        Only findings of this ARN, or of ARNs that end with it after / or :.
    text
        Only findings with this text in rule, title, resource or reason.
    format
        How to print them.
    """
    ledger = Ledger(open_database((where or Where()).open().database_url))
    wanted = Filter(
        statuses=STATUSES[status],
        answers=(answer,) if answer else (),
        severity=severity,
        layer=layer,
        rule=rule,
        account_id=account,
        region=region,
        resource=resource,
        text=text,
    )
    write_findings(format, ledger.findings(wanted), sys.stdout, remember(ledger))


@findings.command
def show(uid: str, /, *, where: Where | None = None) -> None:
    """Show one finding: why it matters, how to mend it, and its history.

    Parameters
    ----------
    uid
        Its uid or the beginning of it; `ringwall findings --format json` has it.
    """
    ledger = Ledger(open_database((where or Where()).open().database_url))
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
