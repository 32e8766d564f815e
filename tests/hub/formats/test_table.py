import re
from collections.abc import Callable
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ringwall.hub.formats import write_findings
from ringwall.hub.summary import Summary
from ringwall.model.finding import Finding


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def _write(findings: list[Finding], summary: Summary, **options: bool) -> str:
    out = StringIO()
    write_findings("table", findings, out, summary, **options)
    return out.getvalue()


def test_a_finding_is_one_plain_line(finding: Finding, unknown: Finding, summary: Summary) -> None:
    resolved = replace(finding, status="resolved")
    assert _write([finding, unknown, resolved], summary) == (
        "HIGH s3.bucket_public_access_is_blocked arn:aws:s3:::acme-payroll"
        "  BlockPublicAcls is false\n"
        "UNKNOWN s3.bucket_public_access_is_blocked arn:aws:s3:::acme-payroll"
        "  denied: AccessDenied\n"
        "HIGH s3.bucket_public_access_is_blocked arn:aws:s3:::acme-payroll"
        "  resolved: BlockPublicAcls is false\n"
    )


def test_a_name_that_is_no_arn_is_followed_by_its_account(
    finding: Finding, summary: Summary
) -> None:
    named = replace(finding, resources=("sg-1",))
    foreign = replace(named, account_id="999999999999")
    whole = replace(named, resources=("AWS::::Account:111111111111",))
    nowhere = replace(named, account_id="")
    places = [line.split()[2:4] for line in _write([named, foreign, nowhere], summary).splitlines()]
    assert places == [["sg-1", "(prod)"], ["sg-1", "(999999999999)"], ["sg-1", "BlockPublicAcls"]]
    assert "AWS::::Account:111111111111  B" in _write([whole], summary)


def test_lines_can_be_grouped_by_layer_from_the_outside_in(
    finding: Finding, summary: Summary
) -> None:
    outer = replace(finding, layer="accounts", rule="organizations.scp_is_on")
    lines = _write([finding, outer, finding], summary, by_layer=True).splitlines()
    assert [line.split(" ")[0] for line in lines] == [
        "",
        "accounts:",
        "HIGH",
        "",
        "data:",
        "HIGH",
        "HIGH",
    ]
    assert (lines[1], lines[4]) == ("accounts: 1 finding", "data: 2 findings")


def test_many_failures_for_one_reason_are_one_line_unless_each_is_asked_for(
    finding: Finding, summary: Summary
) -> None:
    many = [
        replace(finding, resources=(f"arn:aws:s3:::{n}",), account_id=str(n % 3)) for n in range(12)
    ]
    other = replace(finding, reason="BlockPublicPolicy is false")
    lines = _write([*many, other], summary, by_layer=True).splitlines()
    assert lines == [
        "",
        "data: 13 findings",
        (
            "HIGH s3.bucket_public_access_is_blocked "
            "(12 resources, 3 accounts; --verbose lists them) arn:aws:s3:::0  "
            "BlockPublicAcls is false"
        ),
        (
            "HIGH s3.bucket_public_access_is_blocked arn:aws:s3:::acme-payroll  "
            "BlockPublicPolicy is false"
        ),
    ]
    each = _write([*many, other], summary, by_layer=True, verbose=True).splitlines()
    assert len(each) == 15
    assert len(_write(many[:9], summary, by_layer=True).splitlines()) == 11


def _many(unknown: Finding) -> list[Finding]:
    """Return 40,071 unknowns of two causes, in an order that mixes them."""
    return [
        replace(
            unknown,
            rule=f"s3.rule_{n % 5}",
            resources=(f"arn:aws:s3:::{n}",),
            account_id=str(n % 3),
            reason="denied: no" if n % 1_000 else "throttled",
        )
        for n in range(40_071)
    ]


def test_unknowns_of_one_cause_are_one_line(
    finding: Finding, unknown: Finding, summary: Summary
) -> None:
    resolved = replace(finding, status="resolved")
    lines = _write([finding, *_many(unknown), resolved], summary).splitlines()
    assert lines[1:-1] == [
        "UNKNOWN s3.rule_1,s3.rule_2,s3.rule_3 and 2 more (40030 verdicts, 3 accounts)  denied: no",
        "UNKNOWN s3.rule_0 (41 verdicts, 3 accounts)  throttled",
    ]
    assert len(_write([finding, *_many(unknown)], summary, verbose=True).splitlines()) == 40_072
    lines = _write(_many(unknown), summary, with_uid=True).splitlines()
    assert [line.split(" ", 2)[:2] for line in lines] == [["-" * 12, "UNKNOWN"]] * 2


def test_unknowns_stand_after_the_layers(
    finding: Finding, unknown: Finding, summary: Summary
) -> None:
    lines = _write([finding, *_many(unknown)], summary, by_layer=True).splitlines()
    assert lines[1] == "data: 1 finding"
    assert lines[3:5] == ["", "unknown: 40071 verdicts, by cause"]
    assert len(lines) == 7


def test_a_terminal_gets_colours_and_the_same_words(
    finding: Finding, summary: Summary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    out = Terminal()
    write_findings("table", [replace(finding, reason="[red]markup[/red]")], out, summary)
    assert "\x1b[" in out.getvalue()
    plain = re.sub(r"\x1b\[[0-9;]*m", "", out.getvalue())
    assert plain == (
        "HIGH     s3.bucket_public_access_is_blocked arn:aws:s3:::acme-payroll  [red]markup[/red]\n"
    )


def test_what_would_act_on_a_terminal_is_spelled_out(finding: Finding, summary: Summary) -> None:
    hostile = replace(finding, resources=("a\x1b]0;t\x07",), reason="b\n\u202ec")
    assert _write([hostile], summary) == (
        f"HIGH {finding.rule} a\\x1b]0;t\\x07 (prod)  b\\n\\u202ec\n"
    )


# Shrinking hostile findings takes minutes and says little more.
@settings(phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(data=st.data())
def test_no_text_breaks_a_line_or_speaks_to_the_terminal(
    data: st.DataObject, draw_hostile: Callable[[st.DataObject], list[Finding]], summary: Summary
) -> None:
    findings = draw_hostile(data)
    lines = _write(findings, summary, verbose=True).split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(findings)
    lines += _write(findings, summary).removesuffix("\n").split("\n")
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]", "".join(lines))
