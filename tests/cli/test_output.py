"""Results on stdout: a grid that can be copied from, JSON that no terminal acts on."""

import io
import json
import shutil
from collections.abc import Iterable, Sequence
from os import terminal_size
from typing import Any

import pytest

from ringwall.cli.output import make_console, print_grid, print_json, print_note, print_rows

Capture = pytest.CaptureFixture[str]
HOSTILE = "a\x1b[31m\x9b\u202e\u2028\ud800\x7fb"


class Tty(io.StringIO):
    """A stdout that is a terminal."""

    def isatty(self) -> bool:
        return True


def print_on_terminal(
    patch: pytest.MonkeyPatch, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> str:
    """Return what a grid looks like on a terminal of 40 columns."""
    screen = Tty()
    with patch.context() as inside:
        inside.setattr("sys.stdout", screen)
        inside.setattr(shutil, "get_terminal_size", lambda: terminal_size((40, 24)))
        inside.setenv("TERM", "dumb")
        print_grid(columns, rows)
    return screen.getvalue()


def test_a_pipe_gets_tabs(capsys: Capture) -> None:
    print_grid(("a", "b"), [(1, "x y"), (22, "")])
    assert capsys.readouterr().out == "a\tb\n1\tx y\n22\t\n"


def test_a_terminal_gets_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = print_on_terminal(monkeypatch, ("a", "long name"), [("1", "x"), ("22222", "y")])
    lines = [line.rstrip() for line in shown.splitlines()]
    assert lines == ["a      long name", "1      x", "22222  y"]


def test_the_last_cell_is_folded_under_its_column(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "one two three four five six seven eight nine ten"
    lines = print_on_terminal(monkeypatch, ("a", "text"), [("1", text)]).splitlines()
    assert lines[1].startswith("1  one two")
    assert lines[2].startswith("   ")
    assert max(map(len, lines)) <= 40
    assert " ".join(" ".join(lines[1:]).split()) == f"1 {text}"


def test_what_has_no_blank_is_not_folded_and_nothing_is_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arn = "arn:aws:iam::123456789012:role/" + "x" * 70
    assert print_on_terminal(monkeypatch, ("arn", "b"), [(arn, arn)]).count(arn) == 2


def test_hostile_text_is_made_visible_everywhere(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = print_on_terminal(monkeypatch, ("a",), [(HOSTILE,)])
    assert not set(shown.replace("\x1b[1m", "").replace("\x1b[0m", "")) & set(
        "\x1b\x9b\u202e\u2028\ud800\x7f"
    )
    print_note(HOSTILE)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert not set(printed.err) & set("\x1b\x9b\u202e\u2028\ud800\x7f")
    assert r"a\x1b[31m\x9b\u202e\u2028\ud800\x7fb" in printed.err


def test_json_is_ascii_and_reads_back(capsys: Capture) -> None:
    print_json([{"text": HOSTILE, "n": 1, "none": None}])
    line = capsys.readouterr().out
    assert line.isascii()
    assert "\x7f" not in line
    assert json.loads(line) == {"text": HOSTILE, "n": 1, "none": None}


def test_rows_are_printed_as_asked(capsys: Capture) -> None:
    print_rows("json", ("a", "b"), [(1, 2), (3, 4)])
    assert capsys.readouterr().out == '{"a": 1, "b": 2}\n{"a": 3, "b": 4}\n'
    print_rows("table", ("a", "b"), [(1, 2)])
    assert capsys.readouterr().out == "a\tb\n1\t2\n"


def test_markup_in_text_is_text(capsys: Capture) -> None:
    make_console().print("[bold]x[/bold] [link=http://a]y[/link]")
    print_note("[red]z[/red]")
    assert capsys.readouterr().err == ("[bold]x[/bold] [link=http://a]y[/link]\n[red]z[/red]\n")
