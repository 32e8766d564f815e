"""`ringwall findings`: what was found over time."""

import sys
from dataclasses import dataclass
from typing import Literal

import cyclopts
from cyclopts import Parameter

from ringwall.cli.options import PLAIN, HomeOptions, find_home
from ringwall.cli.output import RowFormat, print_json, print_note
from ringwall.cli.text import count_of, format_time
from ringwall.jobs.audit import FindingFormat
from ringwall.jobs.findings import (
    FindingsRequest,
    StatusChoice,
    find_findings,
    show_finding,
)
from ringwall.model.layer import Layer
from ringwall.model.rule import Severity
from ringwall.model.text import make_visible

CONTROL_FINDING = 2003
"""OCSF's class of what a control finds; a detection's have another."""

findings = cyclopts.App(
    name="findings",
    help="List findings over time: open, resolved, reopened.",
    default_parameter=PLAIN,
)


@Parameter(name="*")
@dataclass(frozen=True)
class FindingOptions:
    """Which findings to list."""

    status: StatusChoice = "open"
    """Only findings of this status."""
    answer: Literal["fail", "unknown"] | None = None
    """Only failures (fail), or only what could not be determined (unknown)."""
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


@findings.default
@findings.command(name="list")
def list_all(
    *,
    wanted: FindingOptions | None = None,
    uid: bool = False,
    format: FindingFormat = "table",
    verbose: bool = False,
    where: HomeOptions | None = None,
) -> None:
    """List findings: open before resolved, failures before unknowns, the gravest first.

    Parameters
    ----------
    uid
        Begin each line of the table with the uid that `findings show` and `fix` take.
    format
        How to print them.
    verbose
        List each unknown resource in the table; otherwise those with one cause are one line.
    """
    request = FindingsRequest(**vars(wanted or FindingOptions()))
    result = find_findings(find_home(where), request)
    result.write(format, sys.stdout, with_uid=uid, verbose=verbose)
    as_of = f", as of snapshot {result.snapshot}" if result.snapshot else ""
    print_note(f"{count_of(result.count, 'finding')}{as_of}")


@findings.command
def show(uid: str, /, *, format: RowFormat = "table", where: HomeOptions | None = None) -> None:
    """Show one finding: why it matters, how to fix it, and its history.

    Parameters
    ----------
    uid
        Its uid or the beginning of it; `ringwall findings --uid` has it.
    format
        table, or json for one document.
    """
    shown = show_finding(find_home(where), uid)
    if format == "json":
        print_json([shown.describe()])
        return
    finding = shown.finding
    print(f"{finding.severity.upper()} {finding.rule}: {finding.title}")
    print(f"uid       {finding.uid}")
    account = f"{make_visible(shown.account)} {finding.account_id}".strip()
    print(f"resource  {make_visible(finding.resource)} ({account}, {finding.region})")
    print(f"status    {finding.status}, {finding.answer}: {make_visible(finding.reason)}")
    print(f"layer     {finding.layer}")
    print(f"why       {finding.why}")
    command = f" Run `{shown.command}`." if shown.command else ""
    print(f"fix       {make_visible(shown.advice)}{command}")
    print(f"playbook  {finding.remediation.playbook or 'none'}")
    if finding.class_uid == CONTROL_FINDING:
        print(f"required  {', '.join(finding.compliance) or 'by no framework'}")
    else:
        print(f"attacks   {', '.join(finding.attacks) or 'none'}")
        print(f"acts      {finding.count}, {format_time(finding.first_seen)} to ", end="")
        print(format_time(finding.last_seen))
    for event in shown.events:
        at = format_time(event.at)
        seen = f"({event.answer}) in snapshot {event.snapshot}" if event.snapshot else "in the logs"
        print(f"{at}  {event.kind} {seen}")
