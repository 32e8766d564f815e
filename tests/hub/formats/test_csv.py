import csv
from collections.abc import Callable
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ringwall.hub.formats import write_findings
from ringwall.hub.formats.csv import COLUMNS, FORMULA
from ringwall.hub.summary import Summary
from ringwall.model.finding import Finding
from ringwall.model.text import make_harmless


def _read(findings: list[Finding], summary: Summary) -> list[dict[str, str]]:
    out = StringIO(newline="")
    write_findings("csv", findings, out, summary)
    csv.field_size_limit(1_000_000)
    return list(csv.DictReader(StringIO(out.getvalue(), newline="")))


def test_a_row_says_what_the_finding_says(finding: Finding, summary: Summary) -> None:
    (row,) = _read([finding], summary)
    assert tuple(row) == COLUMNS
    assert row["resource"] == "arn:aws:s3:::acme-payroll"
    assert row["first_seen"] == "2023-11-14T22:13:20.123Z"
    assert (row["resolved_at"], row["due"]) == ("", "")
    assert row["compliance"] == "CIS AWS Foundations 7.0.0/2.1.4; FSBP/S3.8"
    assert (row["severity"], row["count"], row["playbook"]) == ("high", "3", "s3.block")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\n"])
def test_no_cell_can_be_taken_for_a_formula(finding: Finding, summary: Summary, start: str) -> None:
    (row,) = _read([replace(finding, reason=f"{start}HYPERLINK(1)")], summary)
    assert row["reason"] == f"'{start}HYPERLINK(1)"


# Shrinking hostile findings takes minutes and says little more.
@settings(phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(data=st.data())
def test_any_text_comes_back_without_its_guard(
    data: st.DataObject, draw_hostile: Callable[[st.DataObject], list[Finding]], summary: Summary
) -> None:
    findings = draw_hostile(data)
    rows = _read(findings, summary)
    assert len(rows) == len(findings)
    for finding, row in zip(findings, rows, strict=True):
        assert not any(cell.startswith(FORMULA) and cell[0] != "'" for cell in row.values())
        plain = {name: cell[1:] if cell[:1] == "'" else cell for name, cell in row.items()}
        for name in ("title", "reason", "resource", "why", "owner", "uid"):
            assert plain[name] == make_harmless(getattr(finding, name))
        remediation = finding.remediation
        assert plain["fix"] == make_harmless(remediation.text)
        assert plain["url"] == make_harmless(remediation.url)
