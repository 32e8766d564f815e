"""The frameworks: complete, and every rule that they name exists."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from ringwall.catalog import requirements
from ringwall.catalog.loader import load_rules
from ringwall.catalog.requirements import (
    FRAMEWORKS,
    REQUIREMENT_STATES,
    UNWRITTEN,
    find_framework,
    load_frameworks,
    load_requirements,
)
from ringwall.model.errors import BadInput

REQUIREMENTS = load_requirements()


def test_every_mapped_rule_exists() -> None:
    named = {requirement.rule for requirement in REQUIREMENTS} - {""}
    assert named - load_rules().keys() == set()


def test_frameworks_are_complete() -> None:
    ids = {(requirement.framework, requirement.id) for requirement in REQUIREMENTS}
    assert Counter(framework for framework, _ in ids) == {
        "CIS AWS Foundations 7.0.0": 70,
        "AWS FSBP 1.0.0": 358,
    }


def test_a_requirement_is_said_once_per_rule_and_has_one_title() -> None:
    rows = [
        (requirement.framework, requirement.id, requirement.rule) for requirement in REQUIREMENTS
    ]
    assert len(rows) == len(set(rows))
    titles: dict[tuple[str, str], set[str]] = {}
    for requirement in REQUIREMENTS:
        key = (requirement.framework, requirement.id)
        titles.setdefault(key, set()).add(requirement.title)
    assert all(len(found) == 1 and "" not in found for found in titles.values())
    for key in titles:
        rules = {r.rule for r in REQUIREMENTS if (r.framework, r.id) == key}
        assert rules == {""} or "" not in rules, f"{key}: write the rule into the line without one"


def test_what_a_framework_leaves_open_is_a_requirement_of_it_and_has_a_reason() -> None:
    for path in sorted((FRAMEWORKS / "open").glob("*.csv")):
        framework = load_frameworks()[path.stem]
        left = [each for each in framework.requirements if each.reason not in {"", UNWRITTEN}]
        with path.open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert [row["requirement"] for row in rows] == [each.id for each in left]
        assert {row["left"] for row in rows} <= {"by hand", "not yet"}


def test_a_framework_says_how_much_of_it_is_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "open").mkdir()
    header = "framework,requirement,title,rule\n"
    rows = ["1,A,s3.a", "1,A,s3.b", "2,B,s3.a", "3,C,", "4,D,"]
    (tmp_path / "own_1.csv").write_text(header + "".join(f"Own 1,{row}\n" for row in rows))
    (tmp_path / "open" / "own_1.csv").write_text(
        "requirement,left,reason\n2,by hand,the rest\n3,by hand,all of it\n"
    )
    monkeypatch.setattr(requirements, "FRAMEWORKS", tmp_path)
    load_frameworks.cache_clear()
    try:
        found = load_frameworks()["own_1"]
    finally:
        load_frameworks.cache_clear()
    assert [(one.id, one.state, one.reason) for one in found.requirements] == [
        ("1", "automated", ""),
        ("2", "partly", "the rest"),
        ("3", "manual", "all of it"),
        ("4", "not yet", UNWRITTEN),
    ]
    assert found.rules == ("s3.a", "s3.b")
    assert [found.count(state) for state in REQUIREMENT_STATES] == [1, 1, 1, 1]


def test_a_framework_that_there_is_none_of_names_a_likely_one() -> None:
    with pytest.raises(
        BadInput, match=r"no framework cis_7; there are cis_7_0, .*; did you mean cis_7_0\?"
    ):
        find_framework("cis_7")
