"""The HTML report: one file that needs nothing from elsewhere and runs no script.

Its content security policy forbids both, should some text ever slip through the escaping. Beside
the findings it shows the rings, the scores, the incidents of the logs, what is new, what to fix
first, how frameworks are met and what could not be read. What is to be seen of it is chosen by
style rules alone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TextIO

from ringwall import __version__
from ringwall.hub.commands import find_commands
from ringwall.hub.compliance import score_frameworks
from ringwall.hub.formats.context import ReportContext
from ringwall.hub.formats.page import make_environment
from ringwall.hub.formats.rings import draw_rings
from ringwall.hub.incidents.drawing import draw_timeline, find_marks
from ringwall.hub.incidents.story import choose_some
from ringwall.hub.score import fix_first, score_accounts, score_all, score_layers, score_stages
from ringwall.hub.summary import Summary
from ringwall.model.coverage import Coverage
from ringwall.model.finding import CONTROL_FINDING, Finding, tell_suppression
from ringwall.model.layer import LAYERS, Layer
from ringwall.model.rule import SEVERITIES, Severity

LISTED = 100
"""Resources of a rule that are listed with reason and commands."""
SHOWN = 6
"""Resources that a rule shows without a click."""
NAMED = 100_000
"""Resources of the page that are named beyond those; the others are counted, with the command."""
CHUNK = 1_000
"""Resources that unfold at one click."""
CHOICES = 40
"""Accounts up to which one can be chosen: a browser tries each one's rule on every row."""
MARKED = 60
"""Marks of an incident's drawing that are told below it; the others are counted."""
MAX_ROWS = 200
"""Rows of the tables of accounts and of gaps; the others are counted."""


class NamedFinding(NamedTuple):
    """A finding by name alone."""

    resource: str
    account_id: str
    region: str
    uid: str


@dataclass
class FindingGroup:
    """The findings of one rule that have one answer; `listed` are the first of them."""

    first: Finding
    total: int = 0
    listed: list[Finding] = field(default_factory=list)
    named: list[NamedFinding] = field(default_factory=list)
    """The findings after those."""
    accounts: dict[str, None] = field(default_factory=dict)
    has_new: bool = False

    @property
    def anchor(self) -> str:
        """The group's place in the page."""
        return f"{self.first.answer}-{_anchor(self.first.rule)}"

    @property
    def chunks(self) -> list[list[NamedFinding]]:
        """The named findings in parts that a page can unfold."""
        return [self.named[start : start + CHUNK] for start in range(0, len(self.named), CHUNK)]

    @property
    def left(self) -> int:
        """How many findings the page does not name."""
        return self.total - len(self.listed) - len(self.named)


@dataclass(frozen=True)
class GapLine:
    """Coverage gaps of one kind in one account; '*' as table means all of them."""

    account_id: str
    table: str
    aspect: str
    status: str
    error: str
    regions: tuple[str, ...]
    resources: int


def write(findings: Iterable[Finding], out: TextIO, context: ReportContext) -> None:
    """Write the page once all findings have been seen."""
    summary = context.summary
    groups = _group(findings, summary)
    gaps = list(_gap_lines(summary.gaps))
    accounts = sorted(
        score_accounts(summary).items(),
        key=lambda item: (101 if item[1][None].least is None else item[1][None].least, item[0]),
    )
    whole, layers = score_all(summary), score_layers(summary)
    places = _number_accounts(groups)
    page = (
        make_environment()
        .get_template("report.html")
        .generate(
            summary=summary,
            version=__version__,
            whole=whole,
            failures=whole.failures if summary.is_audit else _count_failures(groups),
            unknowns=whole.unknown if summary.is_audit else _count_unknowns(groups),
            lead=_explain_headings(groups),
            control=CONTROL_FINDING,
            layers=layers,
            rings=draw_rings(layers, whole),
            incidents=summary.find_incidents(),
            find_marks=find_marks,
            draw_timeline=draw_timeline,
            choose_some=choose_some,
            marked=MARKED,
            max_rows=MAX_ROWS,
            accounts=accounts[:MAX_ROWS],
            accounts_left=len(accounts[MAX_ROWS:]),
            priorities=fix_first(summary),
            stages=score_stages(summary),
            frameworks=score_frameworks(summary.requirements, summary),
            places=places,
            choices=places if len(places) <= CHOICES else {},
            is_new=lambda finding: _is_new(finding, summary),
            commands=find_commands,
            suppression=tell_suppression,
            chunk=CHUNK,
            anchors={group.first.rule: group.anchor for group in groups if _fails(group)},
            failing=_by_layer(group for group in groups if _fails(group)),
            unknown=[group for group in groups if not _fails(group)],
            gaps=gaps[:MAX_ROWS],
            gaps_left=len(gaps[MAX_ROWS:]),
            shown=SHOWN,
        )
    )
    out.writelines(page)


def _group(findings: Iterable[Finding], summary: Summary) -> list[FindingGroup]:
    groups: dict[tuple[str, str], FindingGroup] = {}
    left = NAMED
    for finding in findings:
        group = groups.setdefault((finding.rule, finding.answer), FindingGroup(finding))
        group.total += 1
        group.accounts[finding.account_id] = None
        group.has_new = group.has_new or _is_new(finding, summary)
        if len(group.listed) < LISTED:
            group.listed.append(finding)
        elif left:
            left -= 1
            place = (finding.resource, finding.account_id, finding.region, finding.uid)
            group.named.append(NamedFinding(*place))
    gravity = SEVERITIES.index
    return sorted(
        groups.values(), key=lambda g: (-gravity(g.first.severity), -g.total, g.first.rule)
    )


def _number_accounts(groups: Iterable[FindingGroup]) -> dict[str, int]:
    """Return a number for each account that findings are in: no style rule holds text from AWS."""
    ids = {account_id for group in groups for account_id in group.accounts}
    return {account_id: number for number, account_id in enumerate(sorted(ids))}


def _is_new(finding: Finding, summary: Summary) -> bool:
    """Whether an open finding was first seen in this snapshot, and others were seen before it."""
    is_first = summary.changes is None or summary.changes.is_first
    return not is_first and finding.first_seen == summary.created_at


def _count_failures(groups: Iterable[FindingGroup]) -> dict[Severity, int]:
    """Count the failures of findings that no audit counts, the gravest first."""
    failing = [group for group in groups if _fails(group)]
    return {
        severity: sum(group.total for group in failing if group.first.severity == severity)
        for severity in reversed(SEVERITIES)
    }


def _count_unknowns(groups: Iterable[FindingGroup]) -> int:
    return sum(group.total for group in groups if not _fails(group))


def _explain_headings(groups: Iterable[FindingGroup]) -> str:
    """Say what a heading claims: of a control what should be so, of all else what was seen."""
    kinds = {group.first.class_uid == CONTROL_FINDING for group in groups if _fails(group)}
    if kinds == {True}:
        return "Each heading says what should be true. It is not true for the resources below it."
    if kinds == {False}:
        return "Each heading says what was seen, on the resources below it."
    return (
        "A heading of a control says what should be true, and is not for the resources below it. "
        "One of a detection, or of a service of AWS, says what was seen."
    )


def _fails(group: FindingGroup) -> bool:
    return group.first.answer == "fail"


def _by_layer(groups: Iterable[FindingGroup]) -> list[tuple[Layer, list[FindingGroup]]]:
    found = list(groups)
    sorted_out = [(layer, [g for g in found if g.first.layer == layer]) for layer in LAYERS]
    return [(layer, part) for layer, part in sorted_out if part]


def _gap_lines(gaps: Iterable[Coverage]) -> Iterator[GapLine]:
    lines: dict[tuple[str, ...], list[Coverage]] = {}
    for gap in gaps:
        key = (gap.account_id, gap.table_name, gap.aspect, gap.status, gap.error)
        lines.setdefault(key, []).append(gap)
    for (account_id, table, aspect, status, error), rows in sorted(lines.items()):
        regions = tuple(sorted({row.region for row in rows}))
        resources = len({row.resource for row in rows if row.resource})
        yield GapLine(account_id, table, aspect, status, error, regions, resources)


def _anchor(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.-]", "-", text)
