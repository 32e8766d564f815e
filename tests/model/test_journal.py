"""What is said of runs."""

import pytest

from ringwall.model.journal import name_run, unguarded


@pytest.mark.parametrize("run_id", ["x", "20261123T101500Z-aaaaaa\x1b[2J", ""])
def test_an_id_that_is_none_says_nothing_to_its_reader(run_id: str) -> None:
    assert name_run(run_id) == "a run whose id is none of Ringwall's"


def test_a_run_is_named_by_its_id() -> None:
    assert name_run("20261123T101500Z-aaaaaa") == "run 20261123T101500Z-aaaaaa"


def test_where_nobody_guards_everything_may_be_written() -> None:
    unguarded(object())
