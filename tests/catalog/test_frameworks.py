"""The frameworks: complete, and every rule that they name exists."""

from collections import Counter

from ringwall.catalog.loader import load_requirements, load_rules

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
