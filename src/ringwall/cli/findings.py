"""`ringwall findings`: what was found over time."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import cyclopts
from cyclopts import Parameter

from ringwall.cli.aws_options import AwsOptions, connect
from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.cli.options import PLAIN, CommaList, HomeOptions, find_home, split_list
from ringwall.cli.output import RowFormat, print_json, print_note
from ringwall.cli.terminal import Terminal
from ringwall.cli.text import format_time
from ringwall.jobs.audit import FindingFormat
from ringwall.jobs.findings import (
    FindingsRequest,
    StatusChoice,
    find_findings,
    show_finding,
)
from ringwall.jobs.reports import ReportsRequest, ReportsResult, import_reports
from ringwall.model.finding import CONTROL_FINDING
from ringwall.model.layer import Layer
from ringwall.model.rule import Severity
from ringwall.model.text import count_of, make_visible

MAX_FAULTS = 20

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
    distinct = result.count - result.same
    twice = f" ({result.same} more say the same as one of these)" if result.same else ""
    print_note(f"{count_of(distinct, 'finding')}{twice}{as_of}")


@findings.command(name="import")
def import_all(
    *paths: Path,
    accounts: CommaList = (),
    regions: CommaList = (),
    services: CommaList = (),
    fail_on: Severity = "low",
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """Read findings of AWS's own services, from AWS or from files, and record them beside ours.

    GuardDuty, Security Hub, Inspector, Macie, Access Analyzer and AWS Config are read. What
    GuardDuty saw joins incidents. A finding that says what one of ours says is linked to it. Only
    reading calls are made. Exit 1 where a finding is open, else 2 where there is a gap.

    Parameters
    ----------
    paths
        Files, or folders of them: ASFF, OCSF, the services' own JSON, events of EventBridge;
        `.gz`, `.zst` or plain. AWS is asked where none is named.
    accounts
        Account ids or names; all accounts of the organization where none is named.
    regions
        Regions; all enabled ones where none is named.
    services
        Of guardduty, inspector, macie, accessanalyzer, config, securityhub and securityhub-v2;
        all where none is named.
    fail_on
        The mildest severity of which an open finding makes exit 1.
    """
    request = ReportsRequest(
        paths, split_list(accounts), split_list(regions), split_list(services), fail_on
    )
    result = import_reports(find_home(where), request, connect(access), Terminal())
    for fault in result.told.faults[:MAX_FAULTS]:
        print_note(fault)
    if (more := len(result.told.faults) - MAX_FAULTS) > 0:
        print_note(f"... and {more} more that could not be read")
    for name, count in sorted(result.off.items()):
        print_note(f"{name} is off in {count_of(count, 'place')} (an account and Region each)")
    print_note(_describe(result))
    return EXIT_CODES[result.outcome]


def _describe(result: ReportsResult) -> str:
    changed, read = result.changed, sum(result.read.values())
    by = ", ".join(f"{name} {count}" for name, count in sorted(result.read.items()))
    parts = [
        f"{count_of(read, 'finding')} read{f' ({by})' if by else ''}",
        f"{changed.new} new",
        f"{changed.reopened} reopened" if changed.reopened else "",
        f"{changed.resolved} resolved" if changed.resolved else "",
        f"{changed.changed} changed" if changed.changed else "",
        f"{changed.unchanged} unchanged" if changed.unchanged else "",
        f"{changed.passed} passed" if changed.passed else "",
        f"{result.told.own} of our own skipped" if result.told.own else "",
        f"{count_of(changed.same, 'pair')} the same as ours" if changed.same else "",
        f"{count_of(len(changed.incidents.opened), 'incident')} opened"
        if changed.incidents.opened
        else "",
        f"{len(result.told.faults)} not read" if result.told.faults else "",
    ]
    return "; ".join(filter(None, parts))


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
    title = make_visible(f"{finding.rule}: {finding.title}")
    print(f"{finding.severity.upper()} {title}")
    print(f"uid       {finding.uid}")
    account = f"{make_visible(shown.account)} {finding.account_id}".strip()
    print(f"resource  {make_visible(finding.resource)} ({account}, {finding.region})")
    print(f"status    {finding.status}, {finding.answer}: {make_visible(finding.reason)}")
    print(f"layer     {finding.layer}")
    print(f"why       {make_visible(finding.why)}")
    command = f" Run `{shown.command}`." if shown.command else ""
    print(f"fix       {make_visible(shown.advice)}{command}")
    print(f"playbook  {finding.remediation.playbook or 'none'}")
    if finding.same_as:
        print(f"same as   {', '.join(finding.same_as)}")
    if finding.class_uid == CONTROL_FINDING:
        print(f"required  {', '.join(finding.compliance) or 'by no framework'}")
    else:
        print(f"attacks   {', '.join(finding.attacks) or 'none'}")
        print(f"acts      {finding.count}, {format_time(finding.first_seen)} to ", end="")
        print(format_time(finding.last_seen))
    source = "in the logs" if finding.product == "ringwall" else f"by {finding.product}"
    for event in shown.events:
        at = format_time(event.at)
        seen = f"({event.answer}) in snapshot {event.snapshot}" if event.snapshot else source
        print(f"{at}  {event.kind} {seen}")
