"""Options that all questions share: which snapshot, which home folder, which form."""

import inspect
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from ringwall.cli.access import QUESTIONS, RENAMED
from ringwall.cli.access.options import QuestionOptions

Ask = Callable[..., Any]
OF_FILES = {"diff", "no-new-access", "not-granted", "no-public", "validate", "suggest"}
"""Questions that need no snapshot, or print no rows."""


@pytest.mark.parametrize("question", [name for name, _ in QUESTIONS if name not in OF_FILES])
def test_every_question_about_a_snapshot_takes_them(question: str) -> None:
    name = RENAMED.get(question, question.replace("-", "_"))
    function = getattr(import_module(f"ringwall.cli.access.{name}"), name)
    annotations = [p.annotation for p in inspect.signature(function).parameters.values()]
    assert QuestionOptions | None in annotations


def test_an_older_snapshot_is_asked_by_the_beginning_of_its_id(
    ask: Ask, two_accounts: Any, tmp_path: Path
) -> None:
    old = two_accounts.write(tmp_path, two_accounts.rows())
    two_accounts.write(tmp_path, {**two_accounts.rows(), "iam_role": []})
    assert ask("chains", home=tmp_path).lines == []
    assert ask("chains", "--snapshot", old[:-2], home=tmp_path).lines
    found = ask("chains", "--snapshot", "1999", home=tmp_path)
    assert found.code == 64
    assert "no snapshot named '1999'" in found.err


def test_an_option_goes_before_the_environment(
    ask: Ask, two_accounts_home: Path, tmp_path: Path
) -> None:
    assert ask("chains", home=tmp_path / "none").code == 2
    assert ask("chains", "--home", two_accounts_home, home=tmp_path / "none").code == 0


def test_a_form_that_there_is_not_is_bad_use(ask: Ask) -> None:
    found = ask("chains", "--format", "html")
    assert found.code == 64
    assert "--format" in found.err
