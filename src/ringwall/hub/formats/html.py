"""The HTML report: one file that needs nothing from elsewhere and runs no script.

Its content security policy forbids both, should some text ever slip through the escaping. Beside
the findings it shows the rings, the scores, what to fix first and what could not be read.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from ringwall import __version__
from ringwall.hub.formats.context import ReportContext
from ringwall.hub.formats.rings import draw_rings
from ringwall.hub.score import fix_first, score_accounts, score_all, score_layers
from ringwall.model.coverage import Coverage
from ringwall.model.finding import Finding
from ringwall.model.layer import LAYERS, Layer
from ringwall.model.rule import SEVERITIES
from ringwall.model.text import make_visible

LISTED = 100
"""Resources that are listed for a rule; the others are counted, and JSON or CSV has them all."""
SHOWN = 6
"""Resources that a rule shows without a click."""
MAX_ROWS = 200
"""Rows of the tables of accounts and of gaps; the others are counted."""


@dataclass
class FindingGroup:
    """The findings of one rule that have one answer; `listed` are the first of them."""

    first: Finding
    total: int = 0
    listed: list[Finding] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The group's place in the page."""
        return f"{self.first.answer}-{_anchor(self.first.rule)}"


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
    """Write the page once all findings have been seen; it holds 100 resources of each rule."""
    summary = context.summary
    groups = _group(findings)
    gaps = list(_gap_lines(summary.gaps))
    accounts = sorted(
        score_accounts(summary).items(),
        key=lambda item: (101 if item[1][None].least is None else item[1][None].least, item[0]),
    )
    layers = score_layers(summary)
    page = (
        _environment()
        .get_template("report.html")
        .generate(
            summary=summary,
            version=__version__,
            whole=score_all(summary),
            layers=layers,
            rings=draw_rings(layers, score_all(summary)),
            accounts=accounts[:MAX_ROWS],
            accounts_left=len(accounts[MAX_ROWS:]),
            priorities=fix_first(summary),
            anchors={group.first.rule: group.anchor for group in groups if _fails(group)},
            failing=_by_layer(group for group in groups if _fails(group)),
            unknown=[group for group in groups if not _fails(group)],
            gaps=gaps[:MAX_ROWS],
            gaps_left=len(gaps[MAX_ROWS:]),
            shown=SHOWN,
        )
    )
    out.writelines(page)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"moment": _moment, "day": _day, "prose": _prose, "number": _number}
    environment.tests["web"] = lambda url: url.startswith("https://")
    return environment


def _finalize(value: Any) -> Any:
    """Spell out what acts on a screen; what is markup already has been through here."""
    return (
        make_visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value
    )


def _group(findings: Iterable[Finding]) -> list[FindingGroup]:
    groups: dict[tuple[str, str], FindingGroup] = {}
    for finding in findings:
        group = groups.setdefault((finding.rule, finding.answer), FindingGroup(finding))
        group.total += 1
        if len(group.listed) < LISTED:
            group.listed.append(finding)
    gravity = SEVERITIES.index
    return sorted(
        groups.values(), key=lambda g: (-gravity(g.first.severity), -g.total, g.first.rule)
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


def _moment(milliseconds: int) -> str:
    return f"{datetime.fromtimestamp(milliseconds / 1000, UTC):%Y-%m-%d %H:%M} UTC"


def _day(milliseconds: int) -> str:
    return f"{datetime.fromtimestamp(milliseconds / 1000, UTC):%Y-%m-%d}"


def _number(value: int) -> str:
    return f"{value:,}"


def _prose(text: str) -> Markup:
    """Keep the line breaks of a rule's own text; all else is spelled out and escaped."""
    return Markup("\n").join(escape(make_visible(line)) for line in text.strip().split("\n"))
