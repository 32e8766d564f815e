"""`ringwall detect`: detections over the logs, once or as they come, and one tried out."""

import re
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

import cyclopts
from cyclopts import Parameter

from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.cli.options import (
    PLAIN,
    CommaList,
    HomeOptions,
    Paths,
    RuleOptions,
    find_home,
    find_rules,
    split_list,
)
from ringwall.cli.output import RowFormat, print_grid, print_json, print_note
from ringwall.cli.terminal import Terminal
from ringwall.jobs.detect import DetectRequest, DetectResult, SightingFormat, run_detect
from ringwall.jobs.detect_trial import TrialResult, try_detection
from ringwall.jobs.follow import follow_logs, read_new
from ringwall.model.errors import BadInput
from ringwall.model.rule import Severity
from ringwall.model.text import count_of

detect = cyclopts.App(
    name="detect",
    help="Run detections over the logs; record and print what they find.",
    default_parameter=PLAIN,
)
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
SLOWEST = 5
"""Detections whose time --verbose shows."""
COLUMNS = ("actor", "account", "acts", "resources", "first", "last", "reason")


@Parameter(name="*")
@dataclass(frozen=True)
class SigmaOptions:
    """Rules in Sigma's format."""

    sigma: Paths = ()
    """Folder, or file, with rules in Sigma's format, to run too (may be repeated)."""
    placeholder: tuple[str, ...] = ()
    """NAME=VALUE,VALUE: the values of %NAME% in rules of Sigma (may be repeated)."""


@detect.default
def run(
    *,
    since: str = "",
    rule: CommaList = (),
    others: SigmaOptions | None = None,
    follow: bool = False,
    ingest: Paths = (),
    trial: bool = False,
    engine: Literal["duckdb", "spark"] = "duckdb",
    master: str = "local[*]",
    format: SightingFormat = "table",
    uid: bool = False,
    verbose: bool = False,
    fail_on: Severity = "low",
    folders: RuleOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """Judge the logs by every detection, record the findings, and print those that are new.

    Exit 0: nothing is found, 1: something is, 2: a detection failed or logs could not be read.

    Parameters
    ----------
    since
        Judge again what happened since then, as 30m, 24h, 7d or 2w, whether it was judged or not.
    rule
        Detections to run, such as iam.* (may be repeated); all where none is named.
    follow
        Go on with what comes into the logs, until Ctrl-C.
    ingest
        With --follow: a folder whose new files are ingested before each batch (may be repeated).
    trial
        Only count, and write nothing: how often each detection would have fired.
    engine
        duckdb, in this process, or spark, on many machines.
    master
        With --engine spark: local[*], or the cluster, as spark://host:7077.
    format
        How to print the findings.
    uid
        Begin each line of the table with the uid that `findings show` takes.
    verbose
        Print how long the slowest detections took.
    fail_on
        The mildest severity that makes the exit code 1.
    """
    sigma = others or SigmaOptions()
    request = DetectRequest(
        since=read_age(since) if since else None,
        rules=split_list(rule),
        folders=find_rules(folders),
        sigma=sigma.sigma,
        placeholders=read_placeholders(sigma.placeholder),
        master=master if engine == "spark" else "",
        is_trial=trial,
        fail_on=fail_on,
    )
    if follow:
        return _follow(request, ingest, format, where, with_uid=uid)
    return _detect(request, ingest, format, where, with_uid=uid, verbose=verbose)


def _detect(
    request: DetectRequest,
    ingest: tuple[Path, ...],
    form: SightingFormat,
    where: HomeOptions | None,
    *,
    with_uid: bool,
    verbose: bool,
) -> int:
    if ingest:
        raise BadInput("--ingest is for --follow; `ringwall logs ingest` reads files once")
    with run_detect(find_home(where), request, Terminal()) as result:
        _print_found(result, form, with_uid=with_uid, verbose=verbose)
        return EXIT_CODES[result.outcome]


def _follow(
    request: DetectRequest,
    paths: tuple[Path, ...],
    form: SightingFormat,
    where: HomeOptions | None,
    *,
    with_uid: bool,
) -> int:
    """Print what is found until an interrupt ends it."""
    if not request.moves_on:
        raise BadInput("--follow goes on from what was judged: leave out --since, --rule, --trial")
    home, terminal = find_home(where), Terminal()
    ingest = read_new(home, paths, terminal)
    with follow_logs(home, request, terminal, ingest=ingest) as batches:
        for result in batches:
            if result.seen:
                result.write(form, sys.stdout, with_uid=with_uid)
                sys.stdout.flush()
            _print_incidents(result)
    return 0


def _print_found(
    result: DetectResult, form: SightingFormat, *, with_uid: bool, verbose: bool
) -> None:
    if result.request.is_trial:
        rows = [(c.rule.id, c.rule.severity, c.hits) for c in result.counts.values() if c.hits]
        print_grid(("rule", "severity", "hits"), sorted(rows, key=lambda row: (-row[2], row[0])))
    else:
        result.write(form, sys.stdout, with_uid=with_uid)
    _print_summary(result)
    if verbose:
        _print_slowest(result)


def _print_summary(result: DetectResult) -> None:
    changed = result.changed
    until = f", until {result.until:%Y-%m-%dT%H:%M:%SZ}" if result.until else ""
    print_note(
        f"{count_of(result.rows, 'event')} judged by {count_of(len(result.rules), 'detection')}"
        f"{until}"
    )
    if not result.request.is_trial:
        print_note(
            f"{count_of(changed.hits, 'new hit')}: {changed.new} new, {changed.reopened} reopened, "
            f"{count_of(len(result.seen), 'finding')} in all"
        )
    _print_incidents(result)
    if changed.context:
        print_note(
            f"{count_of(changed.context, 'common act')} kept: `ringwall incidents show` tells "
            "those beside an incident"
        )
    for count in result.counts.values():
        if count.rule.is_trial and count.hits and not result.request.is_trial:
            print_note(f"{count.rule.id} (on trial): {count_of(count.hits, 'hit')}, not recorded")
    if failed := result.failed:
        names = ", ".join(count.rule.id for count in failed)
        print_note(f"{count_of(len(failed), 'detection')} failed, to be tried again: {names}")
    if result.quarantined:
        print_note(
            f"{count_of(result.quarantined, 'line')} or files of the logs could not be read: "
            "ringwall query 'select * from logs.quarantine'"
        )
    if not (result.rows or result.request.since):
        print_note("nothing new in the logs; --since 7d looks again at what was judged")


def _print_incidents(result: DetectResult) -> None:
    changed = result.changed.incidents
    if gravest := result.find_gravest():
        print_note(
            f"{count_of(len(changed.opened), 'new incident')}, {len(changed.grown)} grown; "
            f"the gravest: `ringwall incidents show {gravest.id}` ({gravest.severity})"
        )


def _print_slowest(result: DetectResult) -> None:
    slowest = sorted(result.counts.values(), key=lambda count: -count.seconds)[:SLOWEST]
    for count in slowest:
        print_note(f"{count.rule.id}: {count.seconds:.2f} s, {count_of(count.hits, 'hit')}")


@detect.command(name="test")
def try_out(
    rule: str,
    /,
    *,
    since: str = "90d",
    format: RowFormat = "table",
    folders: RuleOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """Show how often a detection would have fired, and on whom; nothing is written.

    Exit 1 where it would have fired.

    Parameters
    ----------
    rule
        Its id, such as iam.root_signs_in.
    since
        How far back to look, as 24h, 90d or 4w; `all` for everything.
    format
        table, or json for one object a line.
    """
    age = None if since == "all" else read_age(since)
    found = try_detection(find_home(where), rule, age, Terminal(), folders=find_rules(folders))
    cells = [
        (r.actor, r.account_id, r.acts, r.resources, _show(r.first), _show(r.last), r.reason)
        for r in found.rows
    ]
    if format == "json":
        print_json(dict(zip(COLUMNS, row, strict=True)) for row in cells)
    else:
        print_grid(COLUMNS, cells)
    _print_rate(found)
    return EXIT_CODES["findings" if found.hits else "clean"]


def _print_rate(found: TrialResult) -> None:
    print_note(
        f"{found.rule.id}: {count_of(found.hits, 'act')} in {count_of(found.findings, 'finding')}, "
        f"{found.per_day:.2g} a day over {count_of(found.days, 'day')} "
        f"({count_of(found.events, 'event')}, {found.seconds:.1f} s)"
    )


def _show(at: object) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def read_age(text: str) -> timedelta:
    """Return an age as an option has it: 30m, 24h, 7d, 2w; BadInput for anything else."""
    match = re.fullmatch(r"(\d{1,5})([mhdw])", text)
    if not match or not int(match[1]):
        raise BadInput(f"--since {text}: write an age as 30m, 24h, 7d or 2w")
    return timedelta(**{UNITS[match[2]]: int(match[1])})


def read_placeholders(words: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return values by name, of options such as admins=ann,bob; BadInput for anything else."""
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        name, sign, values = word.partition("=")
        chosen = tuple(value.strip() for value in values.split(",") if value.strip())
        if not (sign and re.fullmatch(r"[\w.-]{1,100}", name) and chosen):
            raise BadInput(f"--placeholder {word}: write NAME=VALUE, or NAME=VALUE,VALUE")
        found[name] = (*found.get(name, ()), *chosen)
    return found
