"""`ringwall audit`: every control over the snapshot, recorded and printed."""

import sys
from collections.abc import Iterator

from ringwall.catalog.loader import load_rules
from ringwall.cli.judge import Judged, choose_rules, judge, open_ledger, summarize
from ringwall.cli.options import Folders, Many, Where, split_list
from ringwall.cli.say import make_console
from ringwall.hub.formats import Format, write_findings
from ringwall.hub.score import Score, score_all, score_layers
from ringwall.hub.summary import Summary
from ringwall.model.finding import Finding
from ringwall.model.layer import Layer
from ringwall.model.rule import SEVERITIES, Rule, Severity
from ringwall.store.database.ledger import Filter, Ledger
from ringwall.store.lake.snapshot import open_snapshot

EXIT_FINDINGS = 1
EXIT_UNKNOWN = 2


def audit(
    *,
    rule: Many = (),
    layer: Layer | None = None,
    format: Format = "table",
    fail_on: Severity = "low",
    snapshot: str = "",
    folders: Folders | None = None,
    where: Where | None = None,
) -> int:
    """Judge the snapshot by every control, remember the findings, and print those that are open.

    Exit 0 where all is well, 1 where something fails, 2 where nothing fails but something is
    unknown.

    Parameters
    ----------
    rule
        Rules to evaluate, such as s3.* (may be repeated); all where none is named.
    layer
        Only rules of this layer.
    format
        How to print the findings.
    fail_on
        The mildest severity that makes the exit code 1.
    snapshot
        Id of the snapshot or the beginning of it; the current one where it is left out.
    """
    home = (where or Where()).open()
    found = open_snapshot(home.estate, snapshot)
    rules = choose_rules(load_rules(*(folders or Folders()).rules), split_list(rule), layer)
    with open_ledger(home, found) as ledger:
        judged = judge(home, found, rules, ledger)
        summary = summarize(found, judged, rules)
        findings = open_findings(ledger, rules)
        write_findings(format, findings, sys.stdout, summary, by_layer=format == "table")
    print_summary(summary, judged)
    if judged.failed and format == "table":
        make_console().print("to look into one, `ringwall findings --uid`; to mend, `ringwall fix`")
    grave = {s for s in SEVERITIES if SEVERITIES.index(s) >= SEVERITIES.index(fail_on)}
    if any(count.failed and rules[count.rule].severity in grave for count in judged.counts):
        return EXIT_FINDINGS
    return EXIT_UNKNOWN if judged.unknown else 0


def open_findings(ledger: Ledger, rules: dict[str, Rule]) -> Iterator[Finding]:
    """Yield the open findings of these rules, failures before unknowns, the gravest first."""
    return (f for f in ledger.findings(Filter()) if f.rule in rules)


def print_summary(summary: Summary, judged: Judged) -> None:
    """Print how the layers stand, what changed since the last audit, and what is unknown."""
    console = make_console()
    console.print(f"\n{'layer':16}{'score':>6}{'pass':>8}{'fail':>8}{'unknown':>9}")
    for layer, score in score_layers(summary).items():
        console.print(_tell_score(layer, score))
    console.print(_tell_score("all", score_all(summary)))
    recorded = judged.recorded
    console.print(
        f"\n{recorded.new} new, {recorded.reopened} reopened, {recorded.resolved} resolved, "
        f"{recorded.unchanged} as before, {recorded.unknown} unknown"
    )
    unread = [gap for gap in judged.gaps if gap.status != "not_collected"]
    if unread:
        console.print(f"{len(unread)} gaps in what was read: `ringwall report` lists them")


def _tell_score(name: str, score: Score) -> str:
    percent = "-" if score.percent is None else f"{score.percent}"
    return f"{name:16}{percent:>6}{score.passed:>8}{score.failed:>8}{score.unknown:>9}"
