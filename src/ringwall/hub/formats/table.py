"""The terminal's table: `SEVERITY rule.id resource  reason`, one line a finding.

A resource that is no ARN, such as sg-1 of a log, is followed by its account.
Where the verdict is unknown, UNKNOWN takes the place of the severity; those that have one cause are
one line, unless each is asked for, and so are many failures of one rule for one reason below the
title of a layer. Colours and columns are for a terminal; a pipe
gets plain text.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TextIO

from ringwall.hub.causes import UnknownCause, UnknownCauses, name_cause
from ringwall.hub.formats.context import ReportContext
from ringwall.model.finding import Finding, tell_suppression
from ringwall.model.layer import LAYERS, Layer
from ringwall.model.text import count_of, find_inner, make_visible

STYLES = {
    "CRITICAL": "bold white on red",
    "HIGH": "bold red",
    "MEDIUM": "yellow",
    "LOW": "cyan",
    "UNKNOWN": "bold magenta",
}
UID_LETTERS = 12
MANY = 10
"""So many failures of one rule for one reason are one line below the title of a layer."""
NAMED = 3
"""Rules that the line of a cause names; the others are counted."""
Line = tuple[str, str, str, str, str]
Show = Callable[[Line], None]


@dataclass
class _Alike:
    """Failures of one rule for one reason."""

    lines: list[Line] = field(default_factory=list)
    accounts: set[str] = field(default_factory=set)

    def tell(self, *, each: bool) -> list[Line]:
        """Return the lines to show: one in place of many, unless each is asked for."""
        if each or len(self.lines) < MANY:
            return self.lines
        uid, word, rule, resource, reason = self.lines[0]
        accounts = count_of(len(self.accounts), "account")
        what = f"({len(self.lines)} resources, {accounts}; --verbose lists them) {resource}"
        return [(uid, word, rule, what, reason)]


_Layer = dict[tuple[str, str, str, str], _Alike]


def write(findings: Iterable[Finding], out: TextIO, context: ReportContext) -> None:
    """Write a line for each finding; grouped by layer, the lines wait for the last finding."""
    show = _show_colours(out) if out.isatty() else _show_plain(out)
    if context.by_layer:
        _show_layers(findings, out, context, show)
        return
    causes = UnknownCauses()
    for finding in findings:
        if _is_grouped(finding, context):
            causes.add(finding)
            continue
        _show_causes(causes, context, show)
        show(_line(finding, context))
    _show_causes(causes, context, show)


def _is_grouped(finding: Finding, context: ReportContext) -> bool:
    is_unknown = finding.answer == "unknown" and finding.status == "open"
    return is_unknown and not context.is_verbose


def _show_layers(
    findings: Iterable[Finding], out: TextIO, context: ReportContext, show: Show
) -> None:
    causes = UnknownCauses()
    groups: dict[Layer, _Layer] = {layer: {} for layer in LAYERS}
    for finding in findings:
        if _is_grouped(finding, context):
            causes.add(finding)
            continue
        alike = (finding.severity, finding.rule, finding.status, name_cause(finding.reason))
        group = groups[finding.layer].setdefault(alike, _Alike())
        group.lines.append(_line(finding, context))
        group.accounts.add(finding.account_id)
    for layer, found in groups.items():
        total = sum(len(group.lines) for group in found.values())
        if total:
            out.write(f"\n{layer}: {count_of(total, 'finding')}\n")
        for group in found.values():
            for line in group.tell(each=context.is_verbose):
                show(line)
    if causes.total:
        out.write(f"\nunknown: {count_of(causes.total, 'verdict')}, by cause\n")
        _show_causes(causes, context, show)


def _show_causes(causes: UnknownCauses, context: ReportContext, show: Show) -> None:
    for cause in causes.take():
        show(_line(cause.first, context) if cause.total == 1 else _cause_line(cause, context))


def _line(finding: Finding, context: ReportContext) -> Line:
    word = "UNKNOWN" if finding.answer == "unknown" else finding.severity.upper()
    reason = finding.reason if finding.status == "open" else f"{finding.status}: {finding.reason}"
    if finding.suppression:
        reason += f" ({tell_suppression(finding)})"
    if finding.same_as:
        reason += f" (same as {', '.join(uid[:UID_LETTERS] for uid in finding.same_as)})"
    uid = f"{finding.uid[:UID_LETTERS]} " if context.with_uid else ""
    uid, word, rule, resource, reason = map(
        make_visible, (uid, word, finding.rule, _locate(finding, context), reason)
    )
    return uid, word, rule, resource, reason


def _locate(finding: Finding, context: ReportContext) -> str:
    """Return the resource, and its account where a name alone does not say which one it is."""
    account = finding.account_id
    if not account or account in finding.resource or finding.resource.startswith("arn:"):
        return finding.resource
    return f"{finding.resource} ({context.summary.accounts.get(account) or account})"


def _cause_line(cause: UnknownCause, context: ReportContext) -> Line:
    rules = list(cause.rules)
    left = len(rules) - NAMED
    named = ",".join(rules[:NAMED]) + (f" and {left} more" if left > 0 else "")
    accounts = len(cause.accounts)
    places = f"{cause.total} verdicts, {count_of(accounts, 'account')}"
    uid = f"{'-' * UID_LETTERS} " if context.with_uid else ""
    return uid, "UNKNOWN", named, f"({places})", make_visible(cause.reason)


def _show_plain(out: TextIO) -> Show:
    def show(line: Line) -> None:
        uid, word, rule, resource, reason = line
        out.write(f"{uid}{word} {rule} {resource}  {reason}\n")

    return show


def _show_colours(out: TextIO) -> Show:
    from rich.console import Console  # noqa: PLC0415 - 0.1 s that a pipe need not pay
    from rich.text import Text  # noqa: PLC0415 - the same

    console = Console(file=find_inner(out), emoji=False, highlight=False, soft_wrap=True)

    def show(line: Line) -> None:
        uid, word, rule, resource, reason = line
        severity = (word, STYLES[word]), " " * (9 - len(word))
        place = (rule, "bold"), f" {resource}  ", (reason, "dim")
        console.print(Text.assemble((uid, "dim"), *severity, *place))

    return show
