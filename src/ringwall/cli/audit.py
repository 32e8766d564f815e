"""`ringwall audit`: every control over the snapshot, recorded and printed."""

import sys

from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.cli.options import (
    CommaList,
    ExceptionOptions,
    HomeOptions,
    RuleOptions,
    find_exceptions,
    find_home,
    find_rules,
    split_list,
)
from ringwall.cli.output import make_console, print_note
from ringwall.cli.terminal import Terminal
from ringwall.jobs.audit import AuditRequest, AuditResult, FindingFormat, run_audit
from ringwall.model.layer import Layer
from ringwall.model.rule import SEVERITIES, Severity
from ringwall.model.text import count_of

GRAVEST_FIRST = tuple(reversed(SEVERITIES))


def audit(
    *,
    rule: CommaList = (),
    layer: Layer | None = None,
    framework: str = "",
    format: FindingFormat = "table",
    verbose: bool = False,
    fail_on: Severity = "low",
    snapshot: str = "",
    accepted: ExceptionOptions | None = None,
    folders: RuleOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """Audit the snapshot by every control, record the findings, and print those that are open.

    Exit 0 where nothing fails, 1 where something fails, 2 where nothing fails but something is
    unknown.

    Parameters
    ----------
    rule
        Rules to evaluate, such as s3.* (may be repeated); all where none is named.
    layer
        Only rules of this layer.
    framework
        Only rules of this framework, such as cis_7_0 (`ringwall rules coverage` lists them): each
        requirement with how it stands. With --format ocsf, asff or sarif, its findings.
    format
        How to print the findings, or the requirements.
    verbose
        List each resource in the table; otherwise unknown ones with one cause are one line, and so
        are ten or more that fail a rule for one reason.
    fail_on
        The mildest severity that makes the exit code 1.
    snapshot
        Id of the snapshot or the beginning of it; the current one if left out.
    """
    request = AuditRequest(
        snapshot=snapshot,
        rules=split_list(rule),
        layer=layer,
        framework=framework,
        exceptions=find_exceptions(accepted),
        folders=find_rules(folders),
        fail_on=fail_on,
    )
    with run_audit(find_home(where), request, Terminal()) as result:
        result.write(format, sys.stdout, by_layer=format == "table", verbose=verbose)
    _print_summary(result)
    if result.failed and format == "table":
        print_note("next: `ringwall findings --uid` to look into one, `ringwall fix` to fix it")
    return EXIT_CODES[result.outcome]


def _print_summary(result: AuditResult) -> None:
    """Print what is open in each layer and its score, what changed, and what is unknown."""
    console = make_console()
    open_ = "".join(f"{severity:>9}" for severity in GRAVEST_FIRST)
    console.print(f"\n{'layer':14}{open_}{'unknown':>9}{'pass':>8}{'score':>10}")
    for name, score in result.scores.items():
        open_ = "".join(f"{score.failures[severity]:>9}" for severity in GRAVEST_FIRST)
        counts = f"{open_}{score.unknown:>9}{score.passed:>8}"
        console.print(f"{name:14}{counts}{score.text:>10}")
    recorded = result.recorded
    console.print(
        f"\n{recorded.new} new, {recorded.reopened} reopened, {recorded.resolved} resolved, "
        f"{recorded.unchanged} unchanged, {recorded.unknown} unknown"
    )
    if result.summary.excepted:
        console.print(
            f"{count_of(result.summary.excepted, 'failure')} accepted by "
            f"{count_of(len(result.exceptions), 'exception')}: `ringwall except list` shows them"
        )
    if result.unseen:
        console.print(
            f"{count_of(result.unseen, 'open failure')} where this snapshot did not look, or could"
            " not: counted as before, and open until it is seen again"
        )
    if gaps := len(result.gaps):
        console.print(f"{count_of(gaps, 'gap')} in what was read: `ringwall report` lists them")
