"""Findings in files."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from reported_records import ANALYZER, CONFIG, CONTROL, GUARDDUTY, INSPECTOR, MACIE

from ringwall.collect.findings.files import ReadReports, read_files
from ringwall.model.errors import BadInput


def event(kind: str, detail: Any) -> dict[str, Any]:
    return {"version": "0", "id": "e", "detail-type": kind, "source": "aws.x", "detail": detail}


FORMS: list[tuple[Any, list[str]]] = [
    (CONTROL, ["securityhub"]),
    ([CONTROL, GUARDDUTY], ["securityhub", "guardduty"]),
    ({"Findings": [GUARDDUTY, GUARDDUTY]}, ["guardduty"] * 2),
    ({"findings": [INSPECTOR, MACIE, ANALYZER]}, ["inspector", "macie", "accessanalyzer"]),
    ({"NextToken": None, "findings": [MACIE]}, ["macie"]),
    (event("GuardDuty Finding", GUARDDUTY), ["guardduty"]),
    (event("Security Hub Findings - Imported", {"findings": [CONTROL]}), ["securityhub"]),
    (event("Inspector2 Finding", INSPECTOR), ["inspector"]),
    (event("Macie Finding", MACIE), ["macie"]),
    (event("Access Analyzer Finding", ANALYZER), ["accessanalyzer"]),
    (event("Config Rules Compliance Change", CONFIG), ["config"]),
]


def read(path: Path) -> tuple[list[str], ReadReports]:
    told = ReadReports()
    return [each.finding.product for each in read_files([path], told)], told


@pytest.mark.parametrize(("form", "products"), FORMS)
def test_every_form_is_read(form: Any, products: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(form))
    found, told = read(tmp_path)
    assert (found, told.faults) == (products, [])


def test_lines_and_gzip_are_read(tmp_path: Path) -> None:
    lines = "\n".join(map(json.dumps, [CONTROL, event("Macie Finding", MACIE)]))
    (tmp_path / "a.gz").write_bytes(gzip.compress(lines.encode()))
    assert read(tmp_path)[0] == ["securityhub", "macie"]


def test_what_is_before_a_break_is_read_and_the_break_is_told(tmp_path: Path) -> None:
    whole = json.dumps({"Findings": [CONTROL, GUARDDUTY]})
    (tmp_path / "a.json").write_text(whole[:-100])
    found, told = read(tmp_path)
    assert found == ["securityhub"]
    (fault,) = told.faults
    assert "1 record read before that" in fault


@pytest.mark.parametrize(
    "content",
    [
        b"\x1f\x8b broken",
        b"\xff\xfe",
        b"[" * 200_000,
        b'{"a": NaN}',
        b'{"FindingIds": ["a"]}',
        b'[{"detail-type": "x", "detail": 7}]',
    ],
)
def test_what_cannot_be_read_is_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(content)
    (tmp_path / "b.json").write_text(json.dumps(CONTROL))
    found, told = read(tmp_path)
    assert found == ["securityhub"]
    assert len(told.faults) == 1


def test_a_page_of_an_answer_that_has_more_is_a_gap(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"Findings": [CONTROL], "NextToken": "more"}))
    found, told = read(tmp_path)
    assert found == ["securityhub"]
    assert "NextToken" in told.faults[0]


def test_a_path_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        read(tmp_path / "x")
