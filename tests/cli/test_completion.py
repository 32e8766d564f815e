"""`ringwall completion`: a script for each shell."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ringwall = Callable[..., Any]


@pytest.mark.parametrize(("shell", "sign"), [("bash", "complete -"), ("zsh", "#compdef ringwall")])
def test_the_script_knows_verbs_and_options(ringwall: Ringwall, shell: str, sign: str) -> None:
    found = ringwall("completion", shell)
    assert (found.code, found.err) == (0, "")
    assert sign in found.out
    for word in ("snapshots", "who-can", "fail-on"):
        assert word in found.out


def test_the_shell_is_found_in_the_environment(
    ringwall: Ringwall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert "complete -c" in ringwall("completion").out
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    found = ringwall("completion")
    assert found.code == 64
    assert "no completion for SHELL='tcsh'; name bash, zsh or fish" in found.err


def test_the_script_is_installed_for_the_user(
    ringwall: Ringwall, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    found = ringwall("completion", "fish", "--install")
    assert (found.code, found.out) == (0, "")
    path = Path(found.err.removeprefix("wrote ").partition(";")[0])
    assert path.is_relative_to(tmp_path)
    assert "complete -c" in path.read_text()
