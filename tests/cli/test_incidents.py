"""`ringwall incidents`: lists, stories, states and exceptions, as a user runs them."""

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import Any

import incident_stories as stories
import pytest

Ringwall = Callable[..., Any]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    noise = stories.office_noise()
    return stories.make_home(tmp_path / "h", stories.leaked_key(), stories.mining(), noise)


def _find(ringwall: Ringwall, home: Path) -> str:
    rows = ringwall("incidents", "--format", "json", home=home).objects
    return str(rows[0]["id"])


def test_the_list_is_the_gravest_first_and_says_what_it_leaves_out(
    ringwall: Ringwall, home: Path
) -> None:
    found = ringwall("incidents", home=home)
    assert found.code == 0
    assert [line.split()[0] for line in found.lines] == ["CRITICAL"] * 2 + ["MEDIUM"] * 3
    assert found.err == "5 incidents, 5 below the budget: --all lists them\n"
    every = ringwall("incidents", "list", "--all", home=home)
    assert len(every.lines) == 10
    assert sum(line.endswith("(below the budget)") for line in every.lines) == 5
    assert every.err == "10 incidents\n"


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("--severity", "high"), 2),
        (("--account", stories.OTHER), 1),
        (("--status", "closed"), 0),
        (("--status", "all", "--budget", "1"), 2),
        (("--since", "2026-02-01"), 0),
    ],
)
def test_options_narrow_the_list(
    ringwall: Ringwall, home: Path, words: tuple[str, ...], count: int
) -> None:
    assert len(ringwall("incidents", *words, home=home).lines) == count


def test_a_story_is_text_or_one_document(ringwall: Ringwall, home: Path) -> None:
    id_ = _find(ringwall, home)
    shown = ringwall("incidents", "show", id_, home=home)
    assert shown.code == 0
    assert shown.lines[1] == f"{id_}  open"
    assert "Do first" in shown.lines
    (document,) = ringwall("incidents", "show", id_, "--format", "json", home=home).objects
    assert document["id"] == id_
    assert len(document["timeline"]) == document["hits"]


def test_an_incident_is_closed_and_reopened(ringwall: Ringwall, home: Path) -> None:
    id_ = _find(ringwall, home)
    closed = ringwall("incidents", "close", id_, "--reason", "a drill", home=home)
    assert (closed.code, closed.out) == (0, "")
    assert closed.err.startswith(f"closed {id_}: ")
    assert id_ not in ringwall("incidents", "--all", home=home).out
    opened = ringwall("incidents", "reopen", id_, "--author", "ops", home=home)
    assert opened.err.startswith(f"reopened {id_}: ")
    (document,) = ringwall("incidents", "show", id_, "--format", "json", home=home).objects
    authors = [(event["kind"], event["author"]) for event in document["history"]]
    assert authors[1:] == [("closed", getpass.getuser()), ("reopened", "ops")]


def test_an_exception_of_no_known_rule_is_kept_and_told(ringwall: Ringwall, home: Path) -> None:
    words = ("incidents", "suppress", "--reason", "x", "--rule")
    found = ringwall(*words, "iam.root_signs_inn", home=home)
    assert "0 hits covered already" in found.err
    assert found.err.endswith("did you mean iam.root_signs_in?\n")
    assert "no detection" not in ringwall(*words, "odd.*", home=home).err


def test_an_exception_is_written_listed_and_forgotten(ringwall: Ringwall, home: Path) -> None:
    written = ringwall(
        "incidents", "suppress", "--rule", "odd.*", "--reason", "a robot", "--expires", "30d",
        home=home,
    )  # fmt: skip
    (id_,) = written.lines
    assert "8 hits covered already" in written.err
    assert len(ringwall("incidents", "--all", home=home).lines) == 2
    header, row = ringwall("incidents", "exceptions", home=home).lines
    assert header.split("\t")[:3] == ["id", "expires", "hits"]
    assert row.split("\t")[0] == id_
    assert row.split("\t")[2:7] == ["8", "odd.*", "*", "*", "*"]
    (document,) = ringwall("incidents", "exceptions", "--format", "json", home=home).objects
    assert (document["reason"], document["hits"]) == ("a robot", 8)
    assert ringwall("incidents", "unsuppress", id_, home=home).err.endswith("8 hits count again\n")
    assert len(ringwall("incidents", "--all", home=home).lines) == 10


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("show", "INC-none"), "no incident begins with"),
        (("close", "INC-none", "--reason", "x"), "no incident begins with"),
        (("suppress", "--reason", "x"), "exception of everything"),
        (("--since", "soon"), "--since soon"),
        (("--budget", "0"), "budget"),
    ],
)
def test_what_cannot_be_is_refused(
    ringwall: Ringwall, home: Path, words: tuple[str, ...], message: str
) -> None:
    ran = ringwall("incidents", *words, home=home)
    assert (ran.code, ran.out) == (64, "")
    assert message in ran.err
