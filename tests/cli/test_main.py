"""The program as a whole: its verbs, its exit codes, and bad input that gets one clear line."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from needs import skip_without

from ringwall.cli import main
from ringwall.cli.access import QUESTIONS
from ringwall.cli.blueprint import COMMANDS
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
        "lazy = {'boto3', 'duckdb', 'sqlalchemy', 'yaml', 'jsonschema', 'msgspec'}\n"
        "print([n for n in sys.modules if n.split('.')[0] in lazy])\n"
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


@pytest.mark.parametrize(("verb", "lines"), [("access", QUESTIONS), ("blueprint", COMMANDS)])
def test_every_command_of_a_verb_is_listed_with_its_line(
    ringwall: Ringwall, verb: str, lines: tuple[tuple[str, str], ...]
) -> None:
    printed = " ".join(ringwall(verb, "--help").out.replace("│", " ").split())
    for name, line in lines:
        assert f"{name} {line}" in printed


@pytest.mark.parametrize(
    "words", [("audit",), ("fix",), ("access", "who-can"), ("blueprint", "check")]
)
def test_the_help_of_a_verb_is_its_docstring(ringwall: Ringwall, words: tuple[str, ...]) -> None:
    found = ringwall(*words, "--help")
    assert found.code == 0
    assert "Exit " in " ".join(found.out.split())
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
        (
            "blueprint export x.yaml --format terraform",
            "--output is missing; see `ringwall blueprint export --help`",
        ),
        (
            "blueprint export x.yaml --to=y --format terraform",
            "unknown option --to, and --output is missing; see `ringwall blueprint export --help`",
        ),
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


@pytest.mark.parametrize(
    "words",
    [
        "audit --rule", "audit --snapshot", "collect --home", "collect --regions", "doctor --role",
        "fix --account", "findings --region", "report --to", "undo", "query", "snapshots verify",
        "access chains", "access escalation", "access who-can s3:GetObject", "rules check",
    ],
)  # fmt: skip
@pytest.mark.parametrize("empty", ["", " ", "\t\n"])
def test_an_empty_word_never_means_everything(
    ringwall: Ringwall, two_accounts_home: Path, words: str, empty: str
) -> None:
    found = ringwall(*words.split(), empty, home=two_accounts_home)
    named = words.rsplit(maxsplit=1)[-1] if "--" in words else "a word"
    assert (found.code, found.out) == (64, "")
    assert found.err == f"ringwall: {named} names nothing; leave it out, or name something\n"


def test_an_empty_value_after_a_sign_is_no_value_either(ringwall: Ringwall, tmp_path: Path) -> None:
    found = ringwall("fix", "--rule", "ec2.*", "--account=", home=tmp_path / "home")
    assert (found.code, found.out) == (64, "")
    assert "--account names nothing" in found.err
    assert "names nothing" not in ringwall("access", "who-can", "a:B", "c", "--context", "k=").err


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


def test_a_second_signal_ends_the_program_at_once(end: Callable[..., tuple[int, str]]) -> None:
    """Whichever it is: the way out may take its time."""
    both = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, signal.default_int_handler) for number in both]
    left: list[Any] = []

    def wait() -> None:
        try:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(5)
        finally:
            left.extend(map(signal.getsignal, both))

    try:
        assert end(wait)[0] == 130
    finally:
        for number, handler in zip(both, before, strict=True):
            signal.signal(number, handler)
    assert left == [signal.SIG_DFL, signal.SIG_DFL]


def test_a_signal_that_was_ignored_stays_ignored(end: Callable[..., tuple[int, str]]) -> None:
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        assert end(lambda: os.kill(os.getpid(), signal.SIGTERM)) == (0, "")
    finally:
        signal.signal(signal.SIGTERM, before)


def test_a_signal_is_heard_inside_of_a_function_that_goes_on_and_on(
    two_accounts_home: Path,
) -> None:
    sql = "select levenshtein(repeat('a', 300000), repeat('b', 300000))"
    process = subprocess.Popen(  # noqa: S603 - our own words
        (sys.executable, "-m", "ringwall", "query", sql, "--home", str(two_accounts_home)),
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    try:
        time.sleep(4)  # until it is inside
        process.terminate()
        assert process.wait(20) == 143
    finally:
        process.kill()
        process.communicate()


def test_terminated_is_told_from_interrupted() -> None:
    assert issubclass(Terminated, KeyboardInterrupt)


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    command = f"{sys.executable} -m ringwall tables list --format json | head -n 1"
    ran = subprocess.run(  # noqa: S602 - a pipe is the point
        command, shell=True, capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert ran.stderr == ""
    assert len(ran.stdout.splitlines()) == 1


def run_alone(
    words: tuple[str | bytes, ...], *, shell: str = "", home: Path | None = None, **more: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process of its own; `shell` has redirections, as sh writes them."""
    command = ("sh", "-c", f'exec "$@" {shell}', "sh", sys.executable, "-m", "ringwall", *words)
    environment = {**os.environ, "RINGWALL_HOME": str(home or "/nonexistent"), **more}
    return subprocess.run(  # noqa: S603 - our own words
        command, capture_output=True, check=False, env=environment, timeout=60
    )


@pytest.mark.parametrize(
    "words", [("findings", "--format", "json"), ("rules", "list"), ("nosuch",)]
)
@pytest.mark.parametrize("is_all", [False, True], ids=["stdout", "both"])
def test_a_reader_that_went_away_ends_it_as_a_unix_tool(
    audited_once: Path, words: tuple[str, ...], *, is_all: bool
) -> None:
    """The read end is closed before anything is written, so that no buffer can take it."""
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run(  # noqa: S603 - our own words
            (sys.executable, "-m", "ringwall", *words),
            stdout=write,
            stderr=write if is_all else subprocess.PIPE,
            env={**os.environ, "RINGWALL_HOME": str(audited_once)},
            check=False,
        )
    finally:
        os.close(write)
    is_bad_use = words == ("nosuch",)
    assert done.returncode == (64 if is_bad_use and not is_all else 141)
    assert b"Traceback" not in (done.stderr or b"")


@pytest.mark.parametrize(
    ("shell", "said"),
    [
        (">/dev/full", b"ringwall: cannot write: No space left on device\n"),
        (">/dev/full 2>&1", b""),
    ],
)
def test_a_full_disk_is_said_and_is_never_success(shell: str, said: bytes) -> None:
    if not Path("/dev/full").exists():
        skip_without("disk that is always full: only Linux has /dev/full")
    done = run_alone(("rules", "list"), shell=shell)
    assert (done.returncode, done.stderr) == (2, said)


@pytest.mark.parametrize(
    ("shell", "said"),
    [(">&-", b"ringwall: cannot write: Bad file descriptor\n"), (">&- 2>&-", b"")],
)
@pytest.mark.parametrize(
    "words", [("findings",), ("findings", "--format", "json"), ("rules", "list"), ("--help",)]
)
def test_results_that_nobody_takes_are_no_success(
    audited_once: Path, words: tuple[str, ...], shell: str, said: bytes
) -> None:
    done = run_alone(words, shell=shell, home=audited_once)
    assert done.returncode == 2
    assert done.stderr.endswith(said)
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("shell", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_streams_that_are_closed_end_nothing(audited_once: Path, shell: str) -> None:
    done = run_alone(("findings", "--severity", "high"), shell=shell, home=audited_once)
    assert done.returncode == (2 if ">&-" in shell.split() else 0)
    assert b"Traceback" not in done.stderr
    done = run_alone(("query", "-"), shell=shell, home=audited_once)
    assert done.returncode == 64  # there is no query
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_letters_that_the_terminal_lacks_are_written_as_escapes(
    two_accounts_home: Path, encoding: str
) -> None:
    done = run_alone(
        ("query", "select '日本 é' as x"), home=two_accounts_home, PYTHONIOENCODING=encoding
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == "x\n日本 é\n".encode(encoding, "backslashreplace")
    done = run_alone(("rules", "show", "s3.日本"), PYTHONIOENCODING=encoding)
    assert done.returncode == 64
    assert "no rule s3.日本".encode(encoding, "backslashreplace") in done.stderr


def test_bytes_that_are_no_text_are_refused(two_accounts_home: Path) -> None:
    done = run_alone(("query", b"select '\xff' as x"), home=two_accounts_home, PYTHONUTF8="1")
    assert done.returncode == 64
    assert done.stderr == (
        b"ringwall: select '\\udcff' as x: not text in this locale's encoding (utf-8)\n"
    )


SHUT = """
import ctypes, os, resource, sys
if sys.argv[1] == "full disk":
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # no file can grow
elif os.geteuid() == 0:
    for right in (1, 2):  # permissions do not bind root, as long as it has CAP_DAC_OVERRIDE
        assert ctypes.CDLL(None).prctl(24, right, 0, 0, 0) == 0
os.execv(sys.executable, (sys.executable, "-m", "ringwall", *sys.argv[2:]))
"""
"""Runs the program where the disk is full, or where permissions count."""


@pytest.fixture(scope="module")
def shut_home(audited_once: Path) -> Iterator[Path]:
    """Return a home folder that can be read and not be written."""
    with TemporaryDirectory(prefix="ringwall-shut-") as folder:
        home = Path(shutil.copytree(audited_once, Path(folder) / "home"))
        every = [Path(folder), home, *home.rglob("*")]
        for path in every:
            path.chmod(0o555 if path.is_dir() else 0o444)
        yield home
        for path in every:
            path.chmod(0o755 if path.is_dir() else 0o644)


def run_shut(how: str, *words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own words
        (sys.executable, "-c", SHUT, how, *map(str, words)),
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )


@pytest.mark.parametrize("how", ["full disk", "read-only"])
@pytest.mark.parametrize(
    "words",
    [
        ("findings", "--rule", "kms.key_rotates"),
        ("findings", "--format", "json"),
        ("runs",),
        ("snapshots",),
    ],
    ids=" ".join,
)
def test_a_home_that_cannot_be_written_can_be_read(
    shut_home: Path, audited_home: Path, words: tuple[str, ...], how: str
) -> None:
    home = shut_home if how == "read-only" else audited_home
    done = run_shut(how, *words, "--home", home)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert done.stdout


def test_a_home_that_cannot_be_written_can_be_queried(shut_home: Path) -> None:
    query = "select count(*) as keys from estate.kms_key"
    done = run_shut("read-only", "query", query, "--home", shut_home)
    assert (done.returncode, done.stdout, done.stderr) == (0, "keys\n1\n", "")


@pytest.mark.parametrize("how", ["full disk", "read-only"])
def test_what_must_write_says_that_it_cannot(shut_home: Path, audited_home: Path, how: str) -> None:
    done = run_shut(how, "audit", "--home", shut_home if how == "read-only" else audited_home)
    assert done.returncode == 2
    assert "cannot" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


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
