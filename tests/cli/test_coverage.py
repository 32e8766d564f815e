"""`ringwall rules coverage`: how much of each framework is decided."""

from collections.abc import Callable
from typing import Any

Ringwall = Callable[..., Any]


def test_each_framework_is_counted_and_what_is_left_has_a_reason(ringwall: Ringwall) -> None:
    found = ringwall("rules", "coverage")
    header, first, *rest = found.lines
    assert header.split("\t")[:5] == ["framework", "automated", "partly", "manual", "not yet"]
    name, *counts, _ = first.split("\t")
    assert (name, sum(map(int, counts[:4]))) == ("cis_7_0", int(counts[4]))
    manual = next(line for line in rest if line.startswith("cis_7_0\t2.2\t"))
    assert "by hand: Whether a telephone number" in manual


def test_one_framework_lists_each_requirement(ringwall: Ringwall) -> None:
    rows = ringwall("rules", "coverage", "--framework", "cis_7_0", "--format", "json").objects
    assert len(rows) == 70
    assert rows[0]["rules"] == ["iam.root_access_is_managed_centrally"]
    lines = ringwall("rules", "coverage", "--framework", "cis_7_0").lines
    assert sum(line.startswith("cis_7_0\t") for line in lines) == 71


def test_a_framework_that_there_is_none_of_exits_64(ringwall: Ringwall) -> None:
    found = ringwall("rules", "coverage", "--framework", "cis")
    assert found.code == 64
    assert "no framework cis" in found.err
