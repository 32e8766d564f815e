"""`ringwall respond list`: the playbooks, and one of them whole."""

from collections.abc import Callable
from typing import Any

import pytest
from stoppable_function import PLAYBOOK

from ringwall.catalog.loader import load_responses

Ringwall = Callable[..., Any]


def test_all_playbooks_are_listed(ringwall: Ringwall) -> None:
    found = ringwall("respond", "list")
    ids = [line.split("\t")[0] for line in found.lines[1:]]
    assert ids == sorted(load_responses())
    rows = ringwall("respond", "list", "--format", "json").objects
    assert [row["id"] for row in rows] == ids


def test_a_kind_and_a_finding_narrow_the_list(ringwall: Ringwall) -> None:
    rows = ringwall("respond", "list", "--kind", "function", "--format", "json").objects
    assert rows
    assert all("function" in row["kinds"] for row in rows)
    words = ("--finding", "lambda.function_is_opened_to_everyone", "--format", "json")
    assert PLAYBOOK in [row["id"] for row in ringwall("respond", "list", *words).objects]


def test_one_playbook_is_told_whole(ringwall: Ringwall) -> None:
    found = ringwall("respond", "list", PLAYBOOK)
    starts = {line.split()[0] for line in found.lines[2:]}
    assert {"contains", "answers", "risk", "undo", "writes"} <= starts
    (row,) = ringwall("respond", "list", PLAYBOOK, "--format", "json").objects
    named = {"lambda.delete_function_concurrency", "lambda.put_function_concurrency"}
    assert named <= set(row["writes"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("lambda.contain_functions",), f"did you mean {PLAYBOOK}?"),
        (("--kind", "teapot"), "no playbook contains teapot; kinds are"),
    ],
)
def test_bad_input_is_named(ringwall: Ringwall, words: tuple[str, ...], told: str) -> None:
    found = ringwall("respond", "list", *words)
    assert (found.code, told in found.err) == (64, True)
