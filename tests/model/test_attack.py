"""Techniques lead to tactics, in the order of MITRE's matrix."""

import re

import pytest

from ringwall.catalog.loader import load_detections
from ringwall.model.attack import TACTIC_IDS, TACTICS, TECHNIQUES, find_stage, find_technique


def test_tactics_stand_in_the_order_of_the_matrix() -> None:
    assert TACTICS.index("initial access") < TACTICS.index("persistence") < TACTICS.index("impact")
    assert TACTICS.index("command and control") < TACTICS.index("exfiltration")
    assert TACTIC_IDS["exfiltration"] == "TA0010"
    assert TACTIC_IDS["impact"] == "TA0040"


def test_every_technique_has_a_tactic_and_a_name() -> None:
    for id_, technique in TECHNIQUES.items():
        assert re.fullmatch(r"T\d{4}(\.\d{3})?", id_)
        assert technique.name
        assert set(technique.tactics) <= set(TACTICS)
        assert technique.tactics
        assert id_.partition(".")[0] in TECHNIQUES


def test_every_technique_of_a_detection_has_a_stage() -> None:
    rules = load_detections().values()
    unknown = {id_ for rule in rules for id_ in rule.attacks if not find_technique(id_).tactics}
    assert unknown == set(), "add them to the table in model/attack.py"


@pytest.mark.parametrize(
    ("attacks", "stage"),
    [
        (("T1562.008",), "defense evasion"),
        (("T1098.001", "T1537"), "persistence"),
        (("T1048.003",), "exfiltration"),  # a sub-technique that the table lacks
        (("T9999", "T1486"), "impact"),
        (("T9999",), None),
        ((), None),
    ],
)
def test_the_first_known_technique_says_the_stage(
    attacks: tuple[str, ...], stage: str | None
) -> None:
    assert find_stage(attacks) == stage


def test_what_is_not_known_is_shown_as_it_is() -> None:
    unknown = find_technique("T9999")
    assert (unknown.name, unknown.tactics) == ("T9999", ())
    assert find_technique("made up").url == ""
    assert find_technique("T1562.008").url == "https://attack.mitre.org/techniques/T1562/008/"
