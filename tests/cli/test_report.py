"""`ringwall report`: a file in the format that its name says."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ringwall = Callable[..., Any]


def test_the_report_is_a_page_without_any_script(
    ringwall: Ringwall, audited_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = ringwall("report", home=audited_home)
    assert (found.code, found.out) == (0, "")
    assert found.err.startswith("wrote ringwall-report.html (")
    page = (tmp_path / "ringwall-report.html").read_text()
    assert "kms.key_rotates" in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("words", "name"),
    [(("--to", "r.csv"), "r.csv"), (("--format", "ocsf"), "ringwall-report.ocsf.json"),
     (("--to", "r.out", "--format", "json"), "r.out")],
)  # fmt: skip
def test_name_and_format(
    ringwall: Ringwall, audited_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *,
    words: tuple[str, ...], name: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert ringwall("report", *words, home=audited_home).code == 0
    assert "kms.key_rotates" in (tmp_path / name).read_text()


def test_the_report_goes_to_stdout(ringwall: Ringwall, audited_home: Path) -> None:
    found = ringwall("report", "--to", "-", "--format", "json", home=audited_home)
    assert found.code == 0
    assert "kms.key_rotates" in {json.loads(line)["rule"] for line in found.lines}
    assert ringwall("report", "--to", "-", home=audited_home).out.startswith("<!doctype html>")


def test_a_name_that_says_no_format_is_bad_input(
    ringwall: Ringwall, audited_home: Path, tmp_path: Path
) -> None:
    found = ringwall("report", "--to", tmp_path / "report.pdf", home=audited_home)
    assert found.code == 64
    assert "its name does not say the format; add --format table|json|" in found.err
    assert list(tmp_path.glob("report*")) == []


def test_a_folder_that_there_is_not(ringwall: Ringwall, audited_home: Path, tmp_path: Path) -> None:
    found = ringwall("report", "--to", tmp_path / "none" / "r.html", home=audited_home)
    assert found.code == 2
    assert "cannot write: No such file or directory" in found.err
