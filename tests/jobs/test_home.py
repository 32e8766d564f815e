"""A home that nobody named must have been made here."""

from pathlib import Path

import pytest

from ringwall.jobs.home import check_default_home
from ringwall.model.errors import BadInput
from ringwall.store.home import Home


def test_a_home_that_is_not_there_or_was_made_here_is_used(tmp_path: Path) -> None:
    check_default_home(tmp_path / "home")
    assert list(tmp_path.iterdir()) == []
    Home(tmp_path / "home").make()
    check_default_home(tmp_path / "home")


def test_a_home_that_came_with_a_repository_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "home" / "estate").mkdir(parents=True)
    with pytest.raises(BadInput, match=r"you did not make this home folder here .*--home"):
        check_default_home(tmp_path / "home")
