"""Every control is fixed by a playbook, or says why no call fixes it."""

from fnmatch import fnmatchcase

from ringwall.catalog.loader import load_playbooks, load_rules, load_sections
from ringwall.catalog.unfixed import explain_unfixed, load_unfixed

CONTROLS = tuple(load_rules())
FIXED = frozenset(rule for book in load_playbooks().values() for rule in book.answers)


def test_a_control_without_playbook_says_what_a_person_has_to_do() -> None:
    silent = [rule for rule in CONTROLS if rule not in FIXED and not explain_unfixed(rule)]
    assert not silent, f"write a playbook, or a line of catalog/unfixed.csv, for {silent}"


def test_a_control_with_playbook_has_no_reason() -> None:
    assert [rule for rule in FIXED if explain_unfixed(rule)] == []


def test_each_reason_is_of_controls_and_each_control_has_one() -> None:
    for pattern in load_unfixed():
        assert any(fnmatchcase(rule, pattern) for rule in CONTROLS), pattern
    for rule in CONTROLS:
        assert sum(fnmatchcase(rule, pattern) for pattern in load_unfixed()) <= 1, rule


def test_a_reason_is_plain_english_and_names_sections_that_exist() -> None:
    sections = {part.section for part in load_sections()}
    layers = {section.partition(".")[0] for section in sections}
    for reason in load_unfixed().values():
        assert reason[0].isupper()
        assert reason.endswith(".")
        words = {word.strip("().,:;") for word in reason.split()}
        named = {word for word in words if word.partition(".")[0] in layers and "." in word}
        assert named <= sections, reason


def test_a_rule_of_which_nothing_is_said_has_no_reason() -> None:
    assert explain_unfixed("my.own_rule") == ""
