"""`ringwall tables`: what rules and queries can read."""

from collections.abc import Callable
from typing import Any

import pytest

from ringwall.catalog.loader import load_facts, load_logs, load_tables

Ringwall = Callable[..., Any]


def test_all_tables_are_listed(ringwall: Ringwall) -> None:
    rows = ringwall("tables", "--format", "json").objects
    named = {row["table"].partition(".")[2] for row in rows}
    assert named == {"coverage"} | load_tables().keys() | load_logs().keys() | load_facts().keys()
    assert all(row["doc"] for row in rows)
    assert ringwall("tables", "list").lines[0].split("\t")[0] == "table"


@pytest.mark.parametrize("name", ["kms_key", "estate.kms_key"])
def test_the_columns_of_a_table_are_shown(ringwall: Ringwall, name: str) -> None:
    found = ringwall("tables", "show", name)
    assert found.code == 0
    header, *lines = (line.split("\t") for line in found.lines)
    assert header == ["column", "type", "doc"]
    assert lines[0][0] == "arn"
    assert "enable_key_rotation" in {line[0] for line in lines}
    rows = ringwall("tables", "show", name, "--format", "json").objects
    assert [row["column"] for row in rows] == [line[0] for line in lines]


def test_a_table_that_there_is_not_is_bad_input(ringwall: Ringwall) -> None:
    found = ringwall("tables", "show", "nosuch")
    assert found.code == 64
    assert "no table nosuch; `ringwall tables list` names them all" in found.err
