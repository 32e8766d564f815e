"""Rows about access as lines: what limits an access, and what was not collected."""

import pytest

from ringwall.cli.access.rows import (
    print_found,
    print_gaps,
    shorten,
    show_chain,
    show_conditions,
    show_verdict,
)


def test_conditions_stand_in_brackets() -> None:
    assert show_conditions({"conditions": [], "unknown": []}) == ""
    row = {"conditions": ["Bool a true", "unless Bool b false"], "unknown": ["a policy"]}
    assert show_conditions(row) == "  [if Bool a true; unless Bool b false; depends on a policy]"


@pytest.mark.parametrize("verdict", ["always", "conditional", "unknown", "never"])
def test_every_verdict_fits_its_column(verdict: str) -> None:
    shown = show_verdict({"verdict": verdict})
    assert (len(shown), shown.rstrip()) == (12, verdict)


def test_a_chain_is_a_line() -> None:
    row = {"verdict": "always", "chain": ["a", "b", "c"], "conditions": [], "unknown": []}
    assert show_chain(row) == "always      a -> b -> c"


def test_many_actions_are_shortened() -> None:
    assert shorten([]) == ""
    assert shorten(["a", "b"], 2) == "a, b"
    assert shorten(["a", "b", "c", "d"], 2) == "a, b and 2 more"


def test_a_row_may_be_several_lines(capsys: pytest.CaptureFixture[str]) -> None:
    print_found([{"n": 1}, {"n": 2}], "table", lambda row: [f"a{row['n']}", f"b{row['n']}\x1b"])
    assert capsys.readouterr().out == "a1\nb1\\x1b\na2\nb2\\x1b\n"
    print_found([{"n": 1}], "json", lambda _: "never shown")
    assert capsys.readouterr().out == '{"n": 1}\n'


def test_the_first_gaps_are_named_and_the_others_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_gaps(())
    assert capsys.readouterr().err == ""
    print_gaps(tuple(f"gap {n}" for n in range(7)))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "not collected: gap 0"
    assert len(lines) == 6
    assert lines[-1] == "... and 2 more: `ringwall doctor`"
