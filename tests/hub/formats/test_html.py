import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import ringwall.hub.formats.html as report
from ringwall.hub.formats import write_findings
from ringwall.hub.formats.html import LISTED
from ringwall.hub.summary import Summary
from ringwall.model.coverage import Coverage
from ringwall.model.finding import Finding, Remediation, VerdictCount
from ringwall.model.text import make_visible

VOID = {"meta", "br", "circle"}
STYLE = (Path(report.__file__).parent / "report.css").read_text()


@dataclass
class Page(HTMLParser):
    """A page taken apart: open tags must be closed, in order."""

    text: str = ""
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.text += " "
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]


def _write(findings: list[Finding], summary: Summary) -> tuple[str, Page]:
    out = StringIO()
    write_findings("html", findings, out, summary)
    page = Page()
    page.feed(out.getvalue())
    page.close()
    assert page.open == []
    return out.getvalue(), page


def _words(page: Page) -> str:
    return " ".join(page.text.split())


def test_the_page_tells_of_a_finding_all_that_one_needs(finding: Finding, summary: Summary) -> None:
    words = _words(_write([finding], summary)[1])
    for part in (
        finding.title,
        finding.rule,
        finding.resource,
        finding.reason,
        finding.why,
        finding.remediation.text,
        *finding.compliance,
        "prod 111111111111",
        "2023-11-14",
        "1 failing",
        f"ringwall fix --rule {finding.rule}",
    ):
        assert part in words


def test_the_page_shows_facts_scores_and_gaps(finding: Finding, summary: Summary) -> None:
    _, page = _write([finding], summary)
    words = _words(page)
    assert f"{summary.snapshot} Collected 2026-01-02 03:04 UTC Accounts 2" in words
    # identity: in each of two accounts, 4 pass, 1 fails and 1 is unknown, of a medium control
    assert "2 identity 66 to 83 % 2 medium · 2 unknown · 8 pass" in words
    assert "staging 222222222222 eu-west-1 s3_bucket get_bucket_policy denied" in words
    assert "throttled: x" in words
    (drawing,) = page.all("svg")
    assert "identity 66 to 83 %" in (drawing["aria-label"] or "")


def test_what_to_fix_first_leads_to_its_findings(finding: Finding, summary: Summary) -> None:
    first = replace(finding, rule="data.rule_3", title="Rule 3", severity="critical")
    source, page = _write([first], summary)
    assert source.index("Fix these first") < source.index('id="fail-data.rule_3"')
    targets = [link["href"] for link in page.all("a")]
    assert "#fail-data.rule_3" in targets
    ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    assert {str(target)[1:] for target in targets if str(target).startswith("#")} <= ids


def test_unknown_stands_apart_from_failures(unknown: Finding, summary: Summary) -> None:
    source, page = _write([unknown], summary)
    assert "No rule fails." in page.text
    assert source.index('id="unknown"') < source.index(f'id="unknown-{unknown.rule}"')
    assert "1 unknown" in _words(page)


def test_many_resources_fold_away_and_the_rest_is_counted(
    finding: Finding, summary: Summary
) -> None:
    many = [replace(finding, resources=(f"arn:aws:s3:::{n}",)) for n in range(LISTED + 1_234)]
    _, page = _write(many, summary)
    words = _words(page)
    assert f"{LISTED + 1_234:,} failing" in words
    assert "94 more resources" in words
    assert "1,234 more resources are not listed here" in words
    assert len(page.all("details")) == 1
    assert page.text.count("arn:aws:s3:::") == LISTED


def test_a_page_with_nothing_known_says_so(summary: Summary) -> None:
    empty = Summary("s", 0)
    words = _words(_write([], empty)[1])
    assert "There is no verdict." in words
    clean = replace(
        summary, counts=(VerdictCount("data.rule_3", "111111111111", 4, 0, 2),), gaps=()
    )
    words = _words(_write([], clean)[1])
    assert "Nothing fails; 2 verdicts are unknown." in words
    assert "All calls succeeded." in words


def test_gaps_of_one_kind_are_one_line(summary: Summary) -> None:
    gaps = tuple(
        Coverage("111111111111", region, "s3_bucket", "get_bucket_policy", "denied", f"arn:{n}")
        for region in ("eu-west-1", "us-east-1")
        for n in range(3)
    )
    words = _words(_write([], replace(summary, gaps=gaps))[1])
    assert words.count("get_bucket_policy") == 1
    assert "eu-west-1, us-east-1 s3_bucket get_bucket_policy of 3 resources denied" in words


def test_the_page_forbids_scripts_and_loads_nothing(finding: Finding, summary: Summary) -> None:
    source, page = _write([finding], summary)
    (policy,) = (m["content"] for m in page.all("meta") if "http-equiv" in m)
    assert str(policy).startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    assert source.index("Content-Security-Policy") < source.index("<style>")
    assert {"script", "iframe", "object", "link", "img", "form"}.isdisjoint(
        tag for tag, _ in page.tags
    )
    assert "url(" not in source
    assert "@import" not in source


def test_the_page_can_be_read_without_seeing_it(
    finding: Finding, unknown: Finding, summary: Summary
) -> None:
    source, page = _write([finding, unknown], summary)
    assert page.all("html")[0]["lang"] == "en"
    assert len(page.all("main")) == 1
    assert len(page.all("h1")) == 1
    levels = [int(level) for level in re.findall(r"<h([1-6])", source)]
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    assert all(header.get("scope") in {"col", "row"} for header in page.all("th"))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        *((ink, paper) for ink in ("ink", "soft") for paper in ("page", "card", "code")),
        *(("ink", f"{band}-bg") for band in ("good", "fair", "poor", "bad")),
        *(("soft", f"{band}-bg") for band in ("good", "fair", "poor", "bad")),
        *(("card", band) for band in ("good", "fair", "poor", "bad")),
        ("link", "card"),
        ("link", "page"),
        ("bad", "card"),
        ("poor", "card"),
        ("unknown", "card"),
    ],
)
def test_text_stands_out_from_its_ground(theme: int, ink: str, paper: str) -> None:
    colours = [
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
        for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
    ]
    light, dark = sorted((_luminance(colours[theme][name]) for name in (ink, paper)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://docs.aws.amazon.com", "data:,x"])
def test_only_a_web_page_becomes_a_link(finding: Finding, summary: Summary, url: str) -> None:
    source, page = _write([replace(finding, remediation=Remediation("Fix it.", url))], summary)
    assert url not in [link["href"] for link in page.all("a")]
    assert "AWS documentation" not in source


# A page takes 40 ms: shrinking a failure would take ten minutes and says little more.
@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(data=st.data())
def test_no_text_becomes_markup(
    data: st.DataObject,
    draw_hostile: Callable[[st.DataObject], list[Finding]],
    summary: Summary,
) -> None:
    findings = draw_hostile(data)
    gaps = tuple(
        Coverage(f.title, f.reason, f.owner, f.why, "denied", error=f.ticket) for f in findings
    )
    names = {f.account_id: f.title for f in findings}
    _, page = _write(findings, replace(summary, gaps=gaps, accounts=names))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028]", page.text)
    for tag, attributes in page.tags:
        assert tag not in {"script", "img", "iframe"}
        assert not any(name.startswith("on") for name in attributes)
        href = attributes.get("href")
        assert href is None or href.startswith(("#", "https://docs.aws.amazon.com/"))
    for finding in findings:
        assert make_visible(finding.reason) in page.text
        assert all(make_visible(resource) in page.text for resource in finding.resources)
