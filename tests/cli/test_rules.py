"""`ringwall rules`: list, show, check and write rules."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringwall.catalog.loader import load_rules

Ringwall = Callable[..., Any]
KEY = "kms.key_rotates"


def test_all_rules_are_listed(ringwall: Ringwall) -> None:
    found = ringwall("rules")
    assert found.code == 0
    header, *lines = (line.split("\t") for line in found.lines)
    assert header == ["rule", "severity", "layer", "title"]
    assert [line[0] for line in lines] == list(load_rules())


def test_options_narrow_the_list(ringwall: Ringwall) -> None:
    words = ("--layer", "data", "--severity", "medium", "--service", "kms", "--format", "json")
    rows = ringwall("rules", "list", *words).objects
    assert KEY in {row["rule"] for row in rows}
    assert {(row["severity"], row["layer"]) for row in rows} == {("medium", "data")}
    assert {row["rule"].partition(".")[0] for row in rows} == {"kms"}
    found = ringwall("rules", "--service", "s4")
    assert found.code == 64
    assert "no rules of service s4; there are " in found.err


def test_one_rule_is_shown_with_its_sql(ringwall: Ringwall) -> None:
    found = ringwall("rules", "show", KEY)
    assert found.code == 0
    rule = load_rules()[KEY]
    assert found.lines[:2] == [f"{KEY}: {rule.title}", "medium, layer data"]
    for text in ("why: ", "fix: ", "playbooks: kms.rotate_key", "required by: CIS"):
        assert text in found.out
    assert found.out.rstrip().endswith(rule.sql.strip())


@pytest.mark.parametrize("words", [("show", "kms.key_rotate"), ("check", "kms.key_rotate")])
def test_a_rule_that_there_is_not_has_neighbours(
    ringwall: Ringwall, words: tuple[str, str]
) -> None:
    found = ringwall("rules", *words)
    assert found.code == 64
    assert "no rule kms.key_rotate" in found.err
    assert "kms.key_" in found.err.partition("no rule kms.key_rotate")[2]


def test_examples_are_run(ringwall: Ringwall, tmp_path: Path) -> None:
    found = ringwall("rules", "check", KEY, "s3.bucket_is_versioned")
    assert found.code == 0
    assert "2 rules" in found.err
    folder = tmp_path / "rules" / "kms" / "controls"
    folder.mkdir(parents=True)
    text = load_rules()[KEY].path.read_text()
    (folder / "key_is_wrong.sql").write_text(text.replace('expect = "pass"', 'expect = "fail"'))
    found = ringwall("rules", "check", "kms.key_is_wrong", "--rules", tmp_path / "rules")
    assert found.code == 64
    assert "key_is_wrong.sql:" in found.err
    assert "0 rules" in found.err


def test_a_new_rule_is_written_and_can_be_checked(ringwall: Ringwall, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    found = ringwall("rules", "new", "kms.key_is_ours", "--to", folder, "--severity", "low")
    assert found.code == 0
    (written,) = found.lines
    assert written.endswith("kms/controls/key_is_ours.sql")
    assert "ringwall rules check kms.key_is_ours" in found.err
    rule = load_rules(folder)["kms.key_is_ours"]
    assert (rule.severity, rule.layer) == ("low", "infrastructure")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("new", "Not-A-Rule"), "Not-A-Rule"),
        (("new", "kms.key_is_ours", "--table", "nosuch"), "no table nosuch"),
        (("list", "--rules", "missing"), "missing"),
    ],
)
def test_bad_input(ringwall: Ringwall, words: tuple[str, ...], named: str) -> None:
    found = ringwall("rules", *words)
    assert (found.code, found.out) == (64, "")
    assert named in found.err
