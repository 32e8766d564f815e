"""`ringwall collect`: an AWS organization, or files about it, into a snapshot."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from ringwall.cli.aws_options import AwsOptions, connect
from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.cli.logs import print_logs
from ringwall.cli.options import CommaList, HomeOptions, Paths, find_home, split_list
from ringwall.cli.output import print_note
from ringwall.cli.terminal import Terminal
from ringwall.jobs.collect import CollectRequest, collect_files, collect_live
from ringwall.jobs.gaps import SnapshotSummary
from ringwall.jobs.logs import ingest_logs
from ringwall.model.errors import BadInput
from ringwall.model.text import count_of

MAX_GAPS = 25


def collect(
    *,
    accounts: CommaList = (),
    regions: CommaList = (),
    services: CommaList = (),
    blueprint: Path | None = None,
    from_: Annotated[Paths, Parameter(name="--from")] = (),
    credential_report: Paths = (),
    cloudtrail: Paths = (),
    workers: Annotated[int, Parameter(validator=Number(gte=1, lte=128))] = 8,
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """Read everything that rules need, and keep it as the current snapshot.

    Only reading calls are made. What could not be read is listed at the end and stays unknown in
    every verdict. Exit 2 where something could not be read.

    A run that is cut off leaves the accounts that it read to their end, and the same command goes
    on there within 24 hours; accounts in which a call failed are read again.

    Parameters
    ----------
    accounts
        Account ids or names; all accounts of the organization where none is named.
    regions
        Regions; all enabled ones where none is named.
    services
        Services, such as s3,iam; all where none is named.
    blueprint
        Read what a plan of this blueprint needs beside that: quotas, zones, endpoints.
    from_
        Read the output of `aws iam get-account-authorization-details` in this file in place of
        AWS (may be repeated, an account each). One file may have the organization, or
        {"Organization": null} where there is none.
    credential_report
        The credential report (CSV) of an account of --from.
    cloudtrail
        Read only CloudTrail's log files in this folder and below, or in this file, into
        logs.cloudtrail (may be repeated), as `ringwall logs ingest` does. Makes no snapshot.
    workers
        How many accounts, regions and services to read at once.
    """
    home = find_home(where)
    chooses, has_files = accounts or regions or services or blueprint, from_ or credential_report
    if cloudtrail:
        if chooses or has_files:
            raise BadInput("--cloudtrail reads log files: the other options do not apply")
        return print_logs(ingest_logs(home, cloudtrail, Terminal(), ["cloudtrail"]))
    if chooses and has_files:
        options = "--accounts, --regions, --services, --blueprint"
        raise BadInput(f"--from reads files: {options} do not apply")
    names = (split_list(accounts), split_list(regions), split_list(services))
    request = CollectRequest(*names, blueprint=blueprint, workers=workers)
    if has_files:
        summary = collect_files(home, from_, credential_report, request, Terminal())
    else:
        summary = collect_live(home, request, connect(access), Terminal())
    _print_summary(summary)
    return EXIT_CODES[summary.outcome]


def _print_summary(summary: SnapshotSummary) -> None:
    """Print what was read and what was not, and why."""
    print_note(
        f"snapshot {summary.snapshot}: {count_of(summary.rows, 'row')} in "
        f"{count_of(summary.tables, 'table')}, {count_of(summary.accounts, 'account')}, "
        f"{count_of(summary.regions, 'region')}, {count_of(summary.calls, 'call')}"
    )
    for gap in summary.gaps[:MAX_GAPS]:
        print_note(
            f"not read: {gap.account_id} {gap.region} {gap.subject}: {gap.status}  {gap.error}"
        )
    if (more := len(summary.gaps) - MAX_GAPS) > 0:
        print_note(f"... and {more} more: select * from estate.coverage")
    if summary.skipped:
        print_note(
            f"left out on purpose: {count_of(summary.skipped, 'table')}; "
            "rules that need them will be unknown"
        )
    if unread := len(summary.unread):
        print_note(f"could not be read: {unread} of these; rules that need them will be unknown")
