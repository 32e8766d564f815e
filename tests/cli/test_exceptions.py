"""`ringwall except`: failures that are accepted, from the file to the exit code."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ringwall = Callable[..., Any]
KEY = "kms.key_rotates"


@pytest.fixture(autouse=True)
def _in_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.delenv("RINGWALL_EXCEPTIONS", raising=False)


def test_from_the_first_exception_to_an_audit_that_is_clean(
    ringwall: Ringwall, audited_home: Path
) -> None:
    added = ringwall(
        *("except", "add", "--rule", KEY, "--reason", "an old key", "--owner", "ann"),
        *("--expires", "2999-01-01", "--ticket", "SEC-1"),
    )
    assert (added.code, added.lines) == (0, ["EX-0001"])
    found = ringwall("audit", "--rule", KEY, home=audited_home)
    assert found.code == 0
    assert "1 failure accepted by 1 exception: `ringwall except list` shows them" in found.err
    (row,) = ringwall("except", "list", "--format", "json", home=audited_home).objects
    assert (row["id"], row["covers"], row["state"]) == ("EX-0001", 1, "holds")
    told = ringwall("findings", "--status", "suppressed", home=audited_home).out
    assert "suppressed: " in told
    assert "(EX-0001 until 2999-01-01, ann: an old key)" in told
    header, line = ringwall("except", home=audited_home).lines
    assert header.split("\t")[:4] == ["id", "state", "until", "covers"]
    assert line.split("\t")[:6] == ["EX-0001", "holds", "2999-01-01", "1", KEY, "everything"]


def test_every_format_says_what_is_accepted(ringwall: Ringwall, audited_home: Path) -> None:
    ringwall("except", "add", "--rule", KEY, "--reason", "an old key", "--expires", "2999-01-01")
    ringwall("audit", "--rule", KEY, home=audited_home)
    for form in ("json", "csv", "ocsf", "sarif", "html"):
        out = ringwall("findings", "--status", "all", "--format", form, home=audited_home).out
        assert "EX-0001" in out, form
        assert "an old key" in out, form


def test_check_says_what_is_wrong(ringwall: Ringwall, audited_home: Path) -> None:
    ringwall("except", "add", "--rule", KEY, "--reason", "r", "--expires", "2999-01-01")
    found = ringwall("except", "check", home=audited_home)
    assert (found.code, [line.split("\t")[1] for line in found.lines]) == (
        0,
        ["flaw", "long", "idle"],
    )
    assert "exceptions.toml: 0 flaws, 2 worth a look" in found.err
    text = Path("exceptions.toml").read_text().replace("2999", "2020")
    Path("exceptions.toml").write_text(text)
    found = ringwall("except", "check", "--format", "json", home=audited_home)
    assert (found.code, [row["flaw"] for row in found.objects]) == (1, ["expired"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("list",), "no file of exceptions: exceptions.toml is not here"),
        (("check", "--exceptions", "none.toml"), "none.toml: cannot read the exceptions"),
        (("add", "--rule", "kms.x", "--reason", "r"), "no rule matches kms.x"),
        (("add", "--rule", "*", "--reason", "r"), "it covers every rule everywhere"),
        (("add", "--rule", KEY, "--reason", " "), "--reason names nothing"),
        (("add", "--rule", KEY, "--reason", "r", "--tag", "x"), "--tag x: write KEY=VALUE"),
        (("add", "--rule", KEY, "--reason", "r", "--account", "dev"), "an account is twelve"),
        (("add", "--rule", KEY, "--reason", "r", "--expires", "2020-01-01"), "is over already"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_bad_use_exits_64_and_writes_nothing(
    ringwall: Ringwall, words: tuple[str, ...], told: str
) -> None:
    found = ringwall("except", *words)
    assert found.code == 64
    assert told in found.err
    assert not Path("exceptions.toml").exists()


def test_a_file_that_is_wrong_ends_the_audit_before_it_begins(
    ringwall: Ringwall, audited_home: Path
) -> None:
    Path("exceptions.toml").write_text("[[exceptions]]\nid = 1\n")
    found = ringwall("audit", home=audited_home)
    assert (found.code, found.out) == (64, "")
    assert "exceptions.toml: exceptions[0].id: " in found.err
