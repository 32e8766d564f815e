"""`ringwall report`: a file in the format that its name says, or stdout."""

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
    assert page.startswith("<!doctype html>")
    assert "kms.key_rotates" in page
    assert "<script" not in page


@pytest.mark.slow
def test_a_file_in_a_format_that_its_name_does_not_say(
    ringwall: Ringwall, audited_home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "r.out"
    found = ringwall("report", "--to", path, "--format", "json", home=audited_home)
    assert found.code == 0
    assert f"wrote {path} (" in " ".join(found.err.split())
    on_stdout = ringwall("report", "--to", "-", "--format", "json", home=audited_home)
    assert on_stdout.code == 0
    rules = [json.loads(line)["rule"] for line in on_stdout.lines]
    assert "kms.key_rotates" in rules
    assert [json.loads(line)["rule"] for line in path.read_text().splitlines()] == rules


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--to", "report.pdf"), "its name does not say the format; add --format table|json|"),
        (("--format", "pdf"), "pdf"),
        (("--snapshot", "1999"), "1999"),
        (("--rules", "missing"), "missing"),
    ],
)
def test_bad_input_writes_no_file(
    ringwall: Ringwall,
    audited_home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    words: tuple[str, ...],
    named: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    found = ringwall("report", *words, home=audited_home)
    assert (found.code, found.out) == (64, "")
    assert named in found.err
    assert [path.name for path in tmp_path.iterdir()] == ["audited"]
