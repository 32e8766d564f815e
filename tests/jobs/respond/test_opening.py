"""Responders of a home folder."""

from pathlib import Path

import pytest

from ringwall.jobs.respond.opening import open_cases
from ringwall.model.errors import NotCollected


def test_a_home_without_a_database_has_no_cases(tmp_path: Path) -> None:
    with pytest.raises(NotCollected, match="no case was opened here yet"):
        open_cases(tmp_path / "none")
    assert not (tmp_path / "none").exists()
