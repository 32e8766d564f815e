"""The program as a whole: its verbs, its exit codes, and bad input that gets one clear line."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringwall.cli import main
from ringwall.cli.access import QUESTIONS
from ringwall.cli.main import VERBS, Terminated, make_app, run
from ringwall.model.errors import StorageFailed
from ringwall.store.lake.snapshot import open_snapshot

Ringwall = Callable[..., Any]


def make_program(act: Callable[[], Any]) -> Callable[..., Any]:
    """Return a stand-in for the application that does one thing."""
    return lambda _: lambda *_, **__: act()


@pytest.fixture
def end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[Callable[[], Any]], tuple[int, str]]:
    """Return a function that runs an act as the program; it returns the exit code and stderr."""

    def call(act: Callable[[], Any]) -> tuple[int, str]:
        monkeypatch.setattr(main, "make_app", make_program(act))
        with pytest.raises(SystemExit) as ended:
            run([])
        return int(ended.value.code or 0), capsys.readouterr().err

    return call


def test_the_list_of_verbs_imports_none_of_them() -> None:
    code = (
        "import sys\n"
        "from ringwall.cli.main import make_app\n"
        "make_app([])(['--help'], result_action='return_value')\n"
        "print([n for n in sys.modules if n.split('.')[0] in {'boto3', 'duckdb', 'sqlalchemy'}])\n"
        "print([n for n in sys.modules if n.startswith('ringwall.jobs.')])\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert ran.stdout.splitlines()[-2:] == ["[]", "['ringwall.jobs.outcome']"]


def test_every_verb_is_listed_with_its_line(ringwall: Ringwall) -> None:
    found = ringwall("--help")
    assert (found.code, found.err) == (0, "")
    printed = " ".join(found.out.replace("│", " ").split())
    for name, line in VERBS:
        assert f"{name} {line}" in printed
    assert main.EPILOGUE in printed


def test_every_question_is_listed_with_its_line(ringwall: Ringwall) -> None:
    printed = " ".join(ringwall("access", "--help").out.replace("│", " ").split())
    for name, line in QUESTIONS:
        assert f"{name} {line}" in printed


@pytest.mark.parametrize("words", [("audit",), ("fix",), ("access", "who-can")])
def test_the_help_of_a_verb_is_its_docstring(ringwall: Ringwall, words: tuple[str, ...]) -> None:
    found = ringwall(*words, "--help")
    assert found.code == 0
    assert "Exit " in found.out
    assert "--no-" not in found.out


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (
            "audit --rule a b",
            "too many words: b (an option takes one value: repeat it",
        ),
        ("tables show a b", "too many words: b; see `ringwall tables show --help`"),
        ("access who-can", "ACTION is missing; see `ringwall access who-can --help`"),
        ("audit --rule", "--rule needs a value; see `ringwall audit --help`"),
        ("audit --nosuch", "Unknown option: --nosuch; see `ringwall audit --help`"),
    ],
    ids=lambda text: text.partition(";")[0],
)
def test_words_that_do_not_fit_get_a_clear_line(
    ringwall: Ringwall, words: str, complaint: str
) -> None:
    found = ringwall(*words.split())
    assert (found.code, found.out) == (64, "")
    assert found.err.startswith(f"ringwall: {complaint}")
    assert found.err.count("\n") == 1


def test_version(ringwall: Ringwall) -> None:
    assert ringwall("--version").lines == ["0.1.0"]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("audti",), "audti"),
        (("audit", "--nosuch"), "--nosuch"),
        (("audit", "--format", "pdf"), "pdf"),
        (("audit", "--layer", "cloud"), "cloud"),
        (("audit", "extra"), "extra"),
        (("findings", "--severity", "dire"), "dire"),
        (("access",), "ringwall access"),
        (("access", "who-can"), "ACTION"),
        (("completion", "tcsh"), "tcsh"),
    ],
)
def test_bad_use_is_one_line_with_the_way_to_the_help(
    ringwall: Ringwall, words: tuple[str, ...], named: str
) -> None:
    found = ringwall(*words)
    if words == ("access",):  # a verb with questions alone lists them
        assert (found.code, found.err) == (0, "")
        return
    assert (found.code, found.out) == (64, "")
    (line,) = found.err.splitlines()
    assert line.startswith("ringwall: ")
    assert named in line
    assert line.endswith("--help`")


def test_an_error_for_users_has_its_own_exit_code(
    end: Callable[..., tuple[int, str]],
) -> None:
    def fail() -> None:
        raise StorageFailed("home: cannot write: no space left\x1b[31m")

    assert end(fail) == (2, "ringwall: home: cannot write: no space left\\x1b[31m\n")


def test_anything_else_is_our_mistake_and_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(main, "make_app", make_program(fail))
    with pytest.raises(ZeroDivisionError):
        run([])


def test_a_verb_that_returns_no_number_ends_well(end: Callable[..., tuple[int, str]]) -> None:
    assert end(lambda: None) == (0, "")
    assert end(lambda: "text") == (0, "")
    assert end(lambda: 3) == (3, "")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_program_in_order(
    end: Callable[..., tuple[int, str]], number: signal.Signals, code: int
) -> None:
    def wait() -> None:
        os.kill(os.getpid(), number)
        time.sleep(5)

    # Where tests run in the background, the shell has SIGINT ignored.
    before = signal.signal(number, signal.default_int_handler)
    try:
        assert end(wait) == (
            code,
            "ringwall: interrupted; everything that was reported as done is kept\n",
        )
        assert signal.getsignal(number) is signal.default_int_handler
    finally:
        signal.signal(number, before)


def test_a_signal_that_was_ignored_stays_ignored(end: Callable[..., tuple[int, str]]) -> None:
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        assert end(lambda: os.kill(os.getpid(), signal.SIGTERM)) == (0, "")
    finally:
        signal.signal(signal.SIGTERM, before)


def test_terminated_is_told_from_interrupted() -> None:
    assert issubclass(Terminated, KeyboardInterrupt)


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    command = f"{sys.executable} -m ringwall tables list --format json | head -n 1"
    ran = subprocess.run(  # noqa: S602 - a pipe is the point
        command, shell=True, capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert ran.stderr == ""
    assert len(ran.stdout.splitlines()) == 1


def test_the_app_can_be_made_again_and_again() -> None:
    for _ in range(2):
        app = make_app()
        assert {name for name, _ in VERBS} <= set(app)


def test_a_home_that_is_a_file_is_named(ringwall: Ringwall, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    found = ringwall("audit", "--home", path)
    assert found.code in {2, 64}
    assert str(path) in found.err
    assert "Traceback" not in found.err


def test_an_empty_home_says_what_to_run_first(ringwall: Ringwall) -> None:
    for words in (("audit",), ("query", "select 1 from estate.iam_user"), ("access", "chains")):
        found = ringwall(*words)
        assert found.code == 2
        assert "run `ringwall collect` first" in found.err
    assert "run `ringwall collect`, then `ringwall audit`" in " ".join(
        ringwall("findings").err.split()
    )


def test_a_damaged_snapshot_is_named_with_its_file(
    ringwall: Ringwall, two_accounts: Any, tmp_path: Path
) -> None:
    two_accounts.write(tmp_path, two_accounts.rows())
    file = open_snapshot(tmp_path / "estate").path / "iam_role.parquet"
    file.write_bytes(file.read_bytes()[:-8])
    found = ringwall("audit", home=tmp_path)
    assert found.code == 64
    assert "iam_role.parquet" in found.err
