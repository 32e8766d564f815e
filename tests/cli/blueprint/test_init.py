"""`ringwall blueprint init`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringwall.cli.blueprint.init import QUESTIONS, name_after
from ringwall.jobs.blueprint.check import check_blueprint

EMAIL = ("--email", "aws+{account}@acme.io")
Run = Callable[..., Any]


def test_options_and_defaults_do(ringwall: Run, folder: Path) -> None:
    found = ringwall("blueprint", "init", "--yes", *EMAIL, "--regions", "us-east-1,eu-west-1")
    assert (found.code, found.out) == (0, "")
    assert found.err.splitlines() == [
        "wrote ringwall.yaml",
        "wrote ringwall.schema.json",
        "next: ringwall blueprint check ringwall.yaml",
    ]
    checked = check_blueprint(folder / "ringwall.yaml")
    assert (checked.name, checked.regions, checked.accounts) == ("acme-2026", 2, 6)


def test_nothing_is_overwritten_without_a_word(ringwall: Run, file: Path) -> None:
    before = file.read_text()
    found = ringwall("blueprint", "init", "--yes", *EMAIL)
    assert found.code == 64
    assert "ringwall.yaml is there already; --overwrite replaces it" in found.err
    assert file.read_text() == before
    assert ringwall("blueprint", "init", "--yes", *EMAIL, "--overwrite").code == 0
    assert file.read_text() != before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "nobody is there to be asked"),
        (("--yes",), "--email is missing"),
        (("--yes", "--email", "a@b.co"), "it must have {account}"),
        (("--yes", *EMAIL, "--level", "lax"), "lax is none of baseline, strict"),
    ],
)
def test_what_is_missing_or_wrong_is_said(
    ringwall: Run, folder: Path, words: tuple[str, ...], said: str
) -> None:
    found = ringwall("blueprint", "init", *words)
    assert found.code == 64
    assert said in found.err
    assert list(folder.iterdir()) == []


def test_a_terminal_is_asked_until_an_answer_can_be_used(
    ringwall: Run, folder: Path, type_at_terminal: Callable[[str], None]
) -> None:
    type_at_terminal("Acme\nacme\n\n\n\naws+{account}@acme.io\nshop\nstrict\n")
    found = ringwall("blueprint", "init", "--home-region", "eu-west-1")
    assert found.code == 0, found.err
    assert "Acme: a blueprint is named by" in found.err
    assert "an answer is needed" in found.err
    assert "Home Region [eu-west-1]: " in found.err
    text = (folder / "ringwall.yaml").read_text()
    assert "blueprint: acme\nhome_region: eu-west-1\n" in text
    assert "level: strict" in text
    assert "[shop]" in text


def test_an_input_that_ends_writes_nothing(
    ringwall: Run, folder: Path, type_at_terminal: Callable[[str], None]
) -> None:
    type_at_terminal("acme\n")
    found = ringwall("blueprint", "init")
    assert found.code == 64
    assert "nothing was written" in found.err
    assert list(folder.iterdir()) == []


def test_on_a_terminal_it_asks_before_it_overwrites(
    ringwall: Run, file: Path, type_at_terminal: Callable[[str], None]
) -> None:
    type_at_terminal("n\n")
    assert ringwall("blueprint", "init", *EMAIL).code == 64
    type_at_terminal("y\n" + "\n" * len(QUESTIONS))
    assert ringwall("blueprint", "init", *EMAIL).code == 0
    assert "# yaml-language-server" in file.read_text()


@pytest.mark.parametrize(
    ("folder_name", "name"),
    [("Acme Corp", "acme-corp"), ("2026-aws", "aws"), ("äö", "organization"), ("a" * 40, "a" * 32)],
)
def test_the_name_is_that_of_the_folder(tmp_path: Path, folder_name: str, name: str) -> None:
    assert name_after(tmp_path / folder_name / "ringwall.yaml") == name
