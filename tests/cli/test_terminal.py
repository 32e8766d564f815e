"""What jobs report, on the terminal."""

import io
from collections.abc import Callable

import pytest
from rich.console import Console

from ringwall.cli import terminal
from ringwall.cli.terminal import Terminal, ask, can_ask, confirm


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_notes_are_lines_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal().note("building\x1b[2J ...")
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "building\\x1b[2J ...\n")


def test_a_pipe_gets_no_progress(capsys: pytest.CaptureFixture[str]) -> None:
    with Terminal().progress("collect", 2) as progress:
        progress.advance("s3")
        progress.expect(5)
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_a_terminal_gets_a_bar_with_part_count_and_step(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Tty()
    console = Console(file=screen, force_terminal=True, width=120, color_system=None)
    monkeypatch.setattr(terminal, "make_console", lambda: console)
    with Terminal().progress("collect") as progress:
        progress.expect(4)
        for name in ("s3", "k\x1bms", "ec2"):
            progress.advance(name)
        progress.shown.refresh()
        assert progress.shown.tasks[0].completed == 3
        assert progress.shown.tasks[0].total == 4
    shown = screen.getvalue()
    assert "collect" in shown
    assert "3/4" in shown
    assert "ec2" in shown
    assert "k\x1bms" not in shown


def test_an_error_ends_the_bar_and_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Tty()
    console = Console(file=screen, force_terminal=True, width=80)
    monkeypatch.setattr(terminal, "make_console", lambda: console)
    bars = []

    def fail() -> None:
        with Terminal().progress("audit", 1) as progress:
            bars.append(progress.shown)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not bars[0].live.is_started


@pytest.mark.parametrize(
    ("typed", "meant"), [("y\n", True), (" Yes \n", True), ("n\n", False), ("", False)]
)
def test_a_question_is_answered_by_who_sits_there(
    type_at_terminal: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
    *,
    typed: str,
    meant: bool,
) -> None:
    type_at_terminal(typed)
    assert confirm("Delete \x1b[2J?") is meant
    assert "Delete \\x1b[2J? [y/N] " in capsys.readouterr().err


def test_a_job_is_not_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert not confirm("Delete?")
    assert capsys.readouterr().err == ""


def test_an_answer_is_what_was_typed_or_the_default(
    type_at_terminal: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    assert not can_ask()
    type_at_terminal(" acme \n\n")
    assert can_ask()
    assert ask("Name\x1b[2J", "x") == "acme"
    assert ask("Region", "us-east-1") == "us-east-1"
    assert capsys.readouterr().err == "Name\\x1b[2J [x]: Region [us-east-1]: "
    with pytest.raises(EOFError):
        ask("Level")
