import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import incident_stories
import pytest
from html_page import Page, read_page
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import ringwall.hub.formats.html as report
from ringwall.catalog.requirements import Requirement
from ringwall.hub.formats import write_findings
from ringwall.hub.formats.html import LISTED, NAMED
from ringwall.hub.incidents.group import group_hits
from ringwall.hub.incidents.story import ToldIncidents, tell_story
from ringwall.hub.summary import Summary
from ringwall.model.coverage import Coverage
from ringwall.model.detection import Hit
from ringwall.model.finding import Finding, Remediation, VerdictCount
from ringwall.model.layer import LAYERS
from ringwall.model.text import make_visible
from ringwall.store.database.ledger import Changes

STYLE = (Path(report.__file__).parent / "report.css").read_text()


def _write(findings: list[Finding], summary: Summary) -> tuple[str, Page]:
    out = StringIO()
    write_findings("html", findings, out, summary)
    return out.getvalue(), read_page(out.getvalue())


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


def test_many_resources_fold_away_and_all_are_named(finding: Finding, summary: Summary) -> None:
    many = [
        replace(finding, uid=f"{n:032x}", resources=(f"arn:aws:s3:::b-{n}",))
        for n in range(LISTED + 1_234)
    ]
    _, page = _write(many, summary)
    words = _words(page)
    assert f"{LISTED + 1_234:,} failing" in words
    assert "94 more resources" in words
    assert "Resources 101 to 1,100 " in words
    assert "Resources 1,101 to 1,334 " in words
    assert len(page.all("details")) == 3
    assert set(re.findall(r"arn:aws:s3:::(b-\d+)", page.text)) == {f"b-{n}" for n in range(1_334)}
    assert f"uid {many[0].uid}" in words
    assert f"uid {many[-1].uid[:12]}" in words


def test_a_hundred_thousand_findings_are_named_and_more_are_counted(
    finding: Finding, summary: Summary
) -> None:
    total = NAMED + LISTED + 7
    many = (replace(finding, resources=(f"arn:aws:s3:::b-{n}",)) for n in range(total))
    out = StringIO()
    write_findings("html", many, out, summary)
    source = out.getvalue()
    assert source.count("<li>arn:aws:s3:::b-") == NAMED
    assert f"arn:aws:s3:::b-{NAMED + LISTED - 1} " in source
    assert f"arn:aws:s3:::b-{NAMED + LISTED} " not in source
    assert "7 more resources are not named on this page." in source
    assert f"ringwall findings --rule {finding.rule} --answer fail --verbose" in source
    assert len(source) < 40_000_000


def test_open_findings_are_counted_by_severity_above_all(summary: Summary) -> None:
    words = _words(_write([], summary)[1])
    # rules 0 to 5 fail as often as their number in each of two accounts
    counted = "6 critical 4 high 12 medium 8 low 12 unknown"
    assert words.index(counted) < words.index("Six layers")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (None, "It is not known what changed."),
        (Changes(is_first=True, opened=9), "This is the first audit"),
        (Changes(is_first=False, opened=2, resolved=3), "2 new 0 reopened 3 resolved"),
    ],
)
def test_what_changed_is_told(summary: Summary, changes: Changes | None, said: str) -> None:
    assert said in _words(_write([], replace(summary, changes=changes))[1])


def test_a_new_finding_is_marked_unless_all_are(finding: Finding, summary: Summary) -> None:
    new = replace(finding, first_seen=summary.created_at)
    later = replace(summary, changes=Changes(is_first=False, opened=1))
    assert [row["class"] for row in _write([new, finding], later)[1].all("tr") if row] == [
        *("a0 new", "a0"),
    ]
    first = replace(summary, changes=Changes(is_first=True, opened=1))
    for told in (first, summary):
        assert {"class": "badge new"} not in _write([new], told)[1].all("span")


def test_frameworks_have_a_percentage(summary: Summary) -> None:
    requirements = (
        Requirement("CIS", "1", "", "accounts.rule_0"),
        Requirement("CIS", "2", "", "data.rule_3"),
        Requirement("CIS", "3", "", ""),
    )
    words = _words(_write([], replace(summary, requirements=requirements))[1])
    # the first is unknown in both accounts, the second fails in both
    assert "CIS 0 to 50 % 0 1 1 0 1" in words


def test_commands_stand_in_blocks_with_the_resource_in_them(
    finding: Finding, summary: Summary
) -> None:
    advice = Remediation("Do: aws s3api put-x --bucket NAME --y z.", "", "s3.block")
    hostile = "arn:aws:s3:::</code>$(reboot)"
    found = [
        replace(finding, remediation=advice, resources=(resource,))
        for resource in (finding.resource, hostile)
    ]
    source, page = _write(found, summary)
    assert len(page.all("pre")) == 2
    words = _words(page)
    assert "aws s3api put-x --bucket acme-payroll --y z --region eu-west-1 " in words
    assert "aws s3api put-x --bucket '</code>$(reboot)' --y z --region eu-west-1 " in words
    assert f"ringwall fix --rule {finding.rule}" in words
    assert "</code>$(reboot)" not in source


def test_what_is_shown_is_chosen_without_a_script(finding: Finding, summary: Summary) -> None:
    """Each choice has a style rule that hides the others; no name from AWS is in one."""
    other = replace(finding, account_id='1"]{}<b>', layer="identity", severity="low", rule="iam.x")
    changed = replace(summary, changes=Changes(is_first=False))
    source, page = _write([finding, other], changed)
    style = source[source.index("<style>") : source.index("</style>")]
    chosen = [str(option["value"]) for option in page.all("option")]
    assert len(chosen) == len(set(chosen)) == 3 + 4 + 2 + 2
    for value in chosen:
        if not value.startswith("every-"):
            assert f'main:has(option[value="{value}"]:checked)' in style
    assert "main:has(#only-new:checked)" in style
    assert other.account_id not in style
    articles = [article["class"] for article in page.all("article")]
    assert articles == ["finding is-low in-a0", "finding is-high in-a1"]


@pytest.mark.needs("chromium", "pdftotext")
@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_all_columns_are_on_paper(
    finding: Finding, summary: Summary, tmp_path: Path, size: str
) -> None:
    many = [
        replace(finding, resources=(f"arn:aws:s3:::{'long-name-' * 6}{n}",), reason=f"reason {n}")
        for n in range(30)
    ]
    source = _write(many, summary)[0].replace("@page {", f"@page {{ size: {size};")
    text = _print(source, tmp_path)
    assert re.search(" +".join(["Account", "Overall", *map(str.capitalize, LAYERS)]), text)
    assert re.search(r"Resource +Account +Region +Reason +Since", text)
    assert all(re.search(rf"reason {n}\b", text) for n in range(30))


@pytest.mark.needs("chromium", "pdftotext")
@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_no_heading_ends_a_page(
    finding: Finding, summary: Summary, tmp_path: Path, size: str
) -> None:
    many = [
        replace(finding, rule=f"s3.rule_{n}", title=f"Title {n}", resources=(f"arn:aws:s3:::b{m}",))
        for n in range(40)
        for m in range(n % 7 + 1)
    ]
    source = _write(many, summary)[0].replace("@page {", f"@page {{ size: {size};")
    pages = [page.strip().splitlines() for page in _print(source, tmp_path).split("\f")]
    # The last line is the browser's, with the number of the page.
    ends = [[line for line in lines if line.strip()][-2].strip() for lines in pages if lines[1:]]
    assert len(ends) > 5
    heading = re.compile(
        r"Title \d+|HIGH +s3\.rule_\d+ .*|Fix .*|Ringwall can fix this.*|Since the.*"
    )
    assert [end for end in ends if heading.fullmatch(end)] == []


def _print(source: str, folder: Path) -> str:
    """Return the text of a page as it is on paper."""
    (folder / "r.html").write_text(source)
    print_ = ("chromium", "--headless", "--no-sandbox", f"--print-to-pdf={folder / 'r.pdf'}")
    subprocess.run([*print_, (folder / "r.html").as_uri()], check=True, capture_output=True)  # noqa: S603
    command = ("pdftotext", "-layout", str(folder / "r.pdf"), "-")
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


def test_a_page_with_nothing_known_says_so(summary: Summary) -> None:
    empty = Summary("s", 1)
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


def _told(*groups: list[Hit], below: int = 0) -> Callable[[], ToldIncidents]:
    found = [
        tell_story(group.id, group.hits, incident_stories.RULES)
        for hits in groups
        for group in group_hits(hits)
    ]
    others = tuple(story.incident for story in found[2:])
    return lambda: ToldIncidents(tuple(found[:2]), others, below)


def test_incidents_are_listed_drawn_and_told(finding: Finding, summary: Summary) -> None:
    told = _told(
        incident_stories.leaked_key(), incident_stories.mining(), incident_stories.ransomware(),
        below=3,
    )  # fmt: skip
    _, page = _write([finding], replace(summary, find_incidents=told))
    words = _words(page)
    first, second = told().stories
    for story in (first, second):
        assert story.incident.title in words
        assert story.steps[0] in words
        for moment in story.moments:
            assert moment.words.title in words
            assert moment.hit.reason in words
    assert told().others[0].title in words
    assert "3 more are below the budget" in words
    assert "ringwall incidents --all" in words
    drawings = [svg for svg in page.all("svg") if svg.get("class") == "timeline"]
    assert len(drawings) == 2
    ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    targets = {str(link["href"])[1:] for link in page.all("a") if str(link["href"])[:1] == "#"}
    assert {first.incident.id, second.incident.id} <= targets <= ids


def test_without_incidents_the_page_does_not_claim_that_logs_are_quiet(
    finding: Finding, summary: Summary
) -> None:
    words = _words(_write([finding], summary)[1])
    assert "No incident is open. Detections find them in logs, if there are any" in words


def test_a_hostile_incident_is_text_and_nothing_else(summary: Summary) -> None:
    hostile = '</text></svg><script>alert(1)</script>\x1b[2J\u202e{{ 7 * 7 }}" onload="x'
    names = ("resource", "reason", "session", "access_key", "address", "account_id", "region")
    members: dict[str, Any] = dict.fromkeys(names, hostile)
    hit = incident_stories.make_hit(hostile, actor=f"arn:aws:iam::1:user/{hostile}", **members)
    source, page = _write([], replace(summary, find_incidents=_told([hit])))
    assert page.all("script") == []
    assert "\x1b" not in source
    assert "\u202e" not in source
    assert not [attributes for _, attributes in page.tags if "onload" in attributes]
    assert "{{ 7 * 7 }}" in page.text


def test_many_marks_are_counted(summary: Summary) -> None:
    hits = [incident_stories.make_hit(f"rule_{n}", n / 20) for n in range(report.MARKED + 9)]
    words = _words(_write([], replace(summary, find_incidents=_told(hits)))[1])
    assert "9 more marks are not told here." in words


def test_findings_without_an_audit_claim_nothing_of_one(finding: Finding, unknown: Finding) -> None:
    seen = replace(finding, uid="2" * 32, rule="ec2.x", severity="critical", class_uid=2004)
    hit = incident_stories.make_hit("ec2.x")
    listed = Summary(snapshot="", created_at=0, find_incidents=_told([hit]))
    words = _words(_write([finding, unknown, seen, seen], listed)[1])
    assert "2 critical 1 high 0 medium 0 low 1 unknown" in words
    assert "2 found" in words
    assert "1 failing" in words
    assert "1970" not in words
    for claim in ("No incident is open", "Six layers", "All calls succeeded", "No framework"):
        assert claim not in words


def test_headings_of_controls_and_detections_are_told_apart(
    finding: Finding, summary: Summary
) -> None:
    seen = replace(finding, rule="ec2.x", class_uid=2004)
    leads = [_words(_write(found, summary)[1]) for found in ([finding], [seen], [finding, seen])]
    assert "Each heading says what should be true." in leads[0]
    assert "Each heading says what was seen" in leads[1]
    assert "A heading of a control says what should be true" in leads[2]
