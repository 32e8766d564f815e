"""Conditions as facts: none, some, and not known are three things."""

from ringwall.reason.facts.conditions import known_conditions


def test_without_a_condition_there_is_an_empty_list() -> None:
    assert known_conditions("always", ()) == []
    assert known_conditions("conditional", ["Bool aws:MultiFactorAuthPresent true"]) == [
        "Bool aws:MultiFactorAuthPresent true"
    ]


def test_what_limits_an_access_that_is_not_known_is_not_known() -> None:
    """An empty list would say that nothing does: a rule would take it for open."""
    assert known_conditions("unknown", ()) is None
