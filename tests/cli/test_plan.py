"""`ringwall plan`: differences, in full, saved; what cannot be planned is bad input."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ringwall = Callable[..., Any]
PART = ("--service", "organizations")


def test_a_line_a_difference_and_exit_1(
    ringwall: Ringwall, firm: Path, blueprint_home: Path
) -> None:
    found = ringwall("plan", firm, *PART, home=blueprint_home)
    assert found.code == 1
    assert found.lines[:2] == [
        "accounts:",
        "  management global organizations_organization/organization: is created  CANNOT BE UNDONE",
    ]
    assert "identity:" in found.lines
    assert found.err.startswith("firm wants ")
    assert " differences, " in found.err


def test_verbose_says_why_what_it_costs_what_is_called_and_how_it_is_undone(
    ringwall: Ringwall, firm: Path, blueprint_home: Path
) -> None:
    lines = ringwall("plan", firm, *PART, "--verbose", home=blueprint_home).lines
    start = next(n for n, line in enumerate(lines) if "policy_type/SERVICE_CONTROL" in line)
    words = [line.split()[0] for line in lines[start : start + 8]]
    assert words[1:3] == ["why", "cost"]
    assert words[3].endswith(".")
    assert words[4:] == ["where", "from", "risk", "undo"]
    assert ": free (" in lines[start + 2]
    assert "organizations.enable_policy_type" in lines[start + 3]
    assert "organizations.disable_policy_type" in lines[start + 7]


def test_json_has_all_that_verbose_shows(
    ringwall: Ringwall, firm: Path, blueprint_home: Path
) -> None:
    (plan,) = ringwall("plan", firm, *PART, "--format", "json", home=blueprint_home).objects
    first = plan["differences"][0]
    assert (first["table"], first["cost"][0]["usd"]) == ("organizations_organization", "0")
    assert first["why"]
    assert {change["id"] for change in plan["changes"]} >= set(first["changes"])
    assert plan["changes"][0]["risk"] == "CANNOT BE UNDONE"


def test_a_plan_is_saved(
    ringwall: Ringwall, firm: Path, blueprint_home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "plan.json"
    found = ringwall("plan", firm, *PART, "--save", path, home=blueprint_home)
    assert found.code == 1
    assert found.err.endswith(f"saved; to make the changes: ringwall apply {path} --yes\n")
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--service", "organisations"), "--service organisations: the blueprint has none"),
        (("--account", "prd"), "--account prd: the blueprint has none; there are "),
        (("--regions", "eu-west-9"), "--regions eu-west-9: the blueprint has none"),
        (("--snapshot", "2019"), "2019"),
    ],
)
def test_a_name_that_there_is_not_is_bad_input(
    ringwall: Ringwall, firm: Path, blueprint_home: Path, words: tuple[str, ...], told: str
) -> None:
    found = ringwall("plan", firm, *words, home=blueprint_home)
    assert (found.code, found.out) == (64, "")
    assert told in found.err


def test_a_file_that_there_is_not_is_bad_input(ringwall: Ringwall, blueprint_home: Path) -> None:
    found = ringwall("plan", "none.yaml", home=blueprint_home)
    assert found.code == 64
    assert "none.yaml" in found.err


def test_without_a_snapshot_nothing_can_be_told(ringwall: Ringwall, firm: Path) -> None:
    found = ringwall("plan", firm)
    assert (found.code, found.out) == (2, "")
    assert "ringwall collect" in found.err
