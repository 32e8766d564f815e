"""The terminal's table: `SEVERITY rule.id resource  reason`, one line a finding.

Where the verdict is unknown, UNKNOWN takes the place of the severity. Colours and columns are for a
terminal; a pipe gets plain text.
"""

from collections.abc import Callable, Iterable
from typing import TextIO

from ringwall.hub.formats.context import ReportContext
from ringwall.model.finding import Finding
from ringwall.model.layer import LAYERS, Layer
from ringwall.model.text import find_inner, make_visible

STYLES = {
    "CRITICAL": "bold white on red",
    "HIGH": "bold red",
    "MEDIUM": "yellow",
    "LOW": "cyan",
    "UNKNOWN": "bold magenta",
}
UID_LETTERS = 12
Line = tuple[str, str, str, str, str]
Show = Callable[[Line], None]


def write(findings: Iterable[Finding], out: TextIO, context: ReportContext) -> None:
    """Write a line for each finding; grouped by layer, the lines wait for the last finding."""
    show = _show_colours(out) if out.isatty() else _show_plain(out)
    if not context.by_layer:
        for finding in findings:
            show(_line(finding, context))
        return
    groups: dict[Layer, list[Line]] = {layer: [] for layer in LAYERS}
    for finding in findings:
        groups[finding.layer].append(_line(finding, context))
    for layer, lines in groups.items():
        if lines:
            out.write(f"\n{layer}: {len(lines)} finding{'s' * (len(lines) != 1)}\n")
            for line in lines:
                show(line)


def _line(finding: Finding, context: ReportContext) -> Line:
    word = "UNKNOWN" if finding.answer == "unknown" else finding.severity.upper()
    reason = finding.reason if finding.status == "open" else f"{finding.status}: {finding.reason}"
    uid = f"{finding.uid[:UID_LETTERS]} " if context.with_uid else ""
    uid, word, rule, resource, reason = map(
        make_visible, (uid, word, finding.rule, finding.resource, reason)
    )
    return uid, word, rule, resource, reason


def _show_plain(out: TextIO) -> Show:
    def show(line: Line) -> None:
        uid, word, rule, resource, reason = line
        out.write(f"{uid}{word} {rule} {resource}  {reason}\n")

    return show


def _show_colours(out: TextIO) -> Show:
    from rich.console import Console  # noqa: PLC0415 - 0.1 s that a pipe need not pay
    from rich.text import Text  # noqa: PLC0415 - the same

    console = Console(file=find_inner(out), highlight=False, soft_wrap=True)

    def show(line: Line) -> None:
        uid, word, rule, resource, reason = line
        severity = (word, STYLES[word]), " " * (9 - len(word))
        place = (rule, "bold"), f" {resource}  ", (reason, "dim")
        console.print(Text.assemble((uid, "dim"), *severity, *place))

    return show
