"""`ringwall collect`: an AWS organization, or files that speak for it, into a snapshot."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from ringwall.aws.discover import discover
from ringwall.catalog.loader import load_tables
from ringwall.cli.coverage import print_coverage
from ringwall.cli.logs import collect_cloudtrail
from ringwall.cli.options import Access, Many, Where, split_list
from ringwall.cli.say import make_console, show_progress
from ringwall.cli.wire import choose_target, open_sessions
from ringwall.collect.files import read_files
from ringwall.collect.live import Progress, Target
from ringwall.collect.live import collect as collect_estate
from ringwall.model.errors import BadInput
from ringwall.model.table import Reader
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import Snapshot, SnapshotWriter, remove_partials

Files = Annotated[tuple[Path, ...], Parameter(consume_multiple=False)]


def collect(
    *,
    accounts: Many = (),
    regions: Many = (),
    services: Many = (),
    from_: Annotated[Files, Parameter(name="--from")] = (),
    credential_report: Files = (),
    cloudtrail: Files = (),
    workers: Annotated[int, Parameter(validator=Number(gte=1, lte=128))] = 8,
    access: Access | None = None,
    where: Where | None = None,
) -> int:
    """Read everything that rules ask about, and keep it as the current snapshot.

    Only reading calls are made. What could not be read is listed at the end and stays unknown in
    every verdict. Exit 2 where something could not be read.

    Parameters
    ----------
    accounts
        Account ids or names; all accounts of the organization where none is named.
    regions
        Regions; all enabled ones where none is named.
    services
        Services, such as s3,iam; all where none is named.
    from_
        Read no AWS but the output of `aws iam get-account-authorization-details` in this file
        (may be repeated, an account each).
    credential_report
        The credential report (CSV) of an account of --from.
    cloudtrail
        Read nothing but CloudTrail's log files (.json.gz, .json) in this folder and below, or in
        this file, into logs.cloudtrail (may be repeated). Makes no snapshot.
    workers
        How many accounts, regions and services to read at once.
    """
    home = (where or Where()).open()
    if cloudtrail:
        if accounts or regions or services or from_ or credential_report:
            raise BadInput("--cloudtrail reads log files: no other choice applies")
        return collect_cloudtrail(home, cloudtrail)
    chosen = _check_services(split_list(services))
    if from_ or credential_report:
        if accounts or regions:
            raise BadInput("--from reads files: --accounts and --regions do not apply")
        found = read_files(from_, credential_report)
        target = Target({reader.account_id: reader.account_id for reader in found.values()}, ())
        source, readers = "file", lambda account, _: found[account]
        snapshot = _write(home, target, readers, workers, source)
    else:
        sessions = open_sessions(access or Access())
        seen = discover(sessions)
        if seen.source == "caller" and seen.reason:
            make_console().print(f"only account {seen.caller}: {seen.reason}")
        target = choose_target(sessions, seen, split_list(accounts), split_list(regions), chosen)
        snapshot = _write(home, target, sessions.reader, workers, "live")
    return print_coverage(snapshot)


def _check_services(names: tuple[str, ...]) -> frozenset[str]:
    known = {table.service for table in load_tables().values()}
    if strange := [name for name in names if name not in known]:
        raise BadInput(f"no service {', '.join(strange)}; there are {', '.join(sorted(known))}")
    return frozenset(names)


def _write(
    home: Home,
    target: Target,
    readers: Callable[[str, str], Reader],
    workers: int,
    source: str,
) -> Snapshot:
    with home.lock("collect"), show_progress("collect") as bar:
        remove_partials(home.estate)
        tables = load_tables()
        writer = SnapshotWriter(home.estate, tables)
        task = bar.add_task("", total=None)
        progress = Progress(
            start=lambda total: bar.update(task, total=total),
            advance=lambda unit: bar.update(
                task, advance=1, description=f"{unit.account_id} {unit.region} {unit.service}"
            ),
        )
        return collect_estate(
            target, tables, readers, writer, workers=workers, progress=progress, source=source
        )
