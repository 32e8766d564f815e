"""`ringwall detect`, as a user sees it: findings, counts, exit codes."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from log_world import LogWorld, make_stop

from ringwall.cli.detect import read_age, read_placeholders
from ringwall.cli.main import run
from ringwall.model.errors import BadInput

pytestmark = pytest.mark.usefixtures("few_detections")

Say = Callable[..., tuple[int, str, str]]
STOPPED = "cloudtrail.trail_is_stopped"


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], log_world: LogWorld) -> Say:
    """Return a function that runs the program on the home: exit code, stdout, stderr."""

    def ask(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            run([*words, "--home", str(log_world.home)])
        code = ended.value.code
        assert isinstance(code, int)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return ask


def test_findings_are_lines_and_the_summary_says_what_was_judged(
    say: Say, log_world: LogWorld
) -> None:
    log_world.add(make_stop(1))
    code, out, err = say("detect")
    ann = "arn:aws:iam::111111111111:user/ann"
    assert code == 1
    assert out == f"HIGH {STOPPED} trail-1 (111111111111)  StopLogging of trail trail-1 by {ann}\n"
    assert "1 event judged by " in err
    assert ", until 2026-01-31T10:00:00Z" in err
    assert "1 new hit: 1 new, 0 reopened, 1 finding in all" in err
    assert "1 new incident, 0 grown; the gravest: `ringwall incidents show INC-20260131-" in err
    assert "` (high)\n" in err
    code, out, err = say("detect")
    assert (code, out) == (0, "")
    assert "nothing new in the logs" in err


def test_formats_are_those_of_findings(say: Say, log_world: LogWorld) -> None:
    log_world.add(make_stop(1))
    _, out, _ = say("detect", "--format", "json")
    assert json.loads(out)["rule"] == STOPPED
    _, out, _ = say("detect", "--since", "3000w", "--uid")
    assert out.split()[0] == say("findings", "--uid")[1].split()[0]


def test_a_finding_is_shown_with_its_acts(say: Say, log_world: LogWorld) -> None:
    log_world.add(make_stop(1))
    uid = say("detect", "--uid")[1].split()[0]
    code, out, _ = say("findings", "show", uid)
    assert code == 0
    assert "\nattacks   T1562.008\nacts      1, 2026-01-31T10:00:00+00:00 to " in out
    assert "2026-01-31T10:00:00+00:00  opened in the logs\n" in out
    assert say("findings")[2] == "1 finding\n"


def test_a_trial_counts(say: Say, log_world: LogWorld) -> None:
    log_world.add(make_stop(1), make_stop(2))
    code, out, _ = say("detect", "--trial")
    assert (code, out) == (1, f"rule\tseverity\thits\n{STOPPED}\thigh\t2\n")
    assert not (log_world.home / "hub.sqlite").exists()


def test_what_takes_long_is_shown_where_it_is_asked_for(say: Say, log_world: LogWorld) -> None:
    log_world.add(make_stop(1))
    assert f"{STOPPED}: " not in say("detect")[2]
    err = say("detect", "--since", "3000w", "--rule", STOPPED, "--verbose")[2]
    assert f"{STOPPED}: 0." in err


def test_one_detection_is_tried_out(say: Say, log_world: LogWorld) -> None:
    log_world.add(make_stop(1), make_stop(2))
    code, out, err = say("detect", "test", STOPPED, "--since", "all")
    head, line = out.splitlines()
    assert code == 1
    assert head.split("\t") == ["actor", "account", "acts", "resources", "first", "last", "reason"]
    assert line.split("\t")[:4] == ["arn:aws:iam::111111111111:user/ann", "111111111111", "2", "2"]
    assert f"{STOPPED}: 2 acts in 2 findings, 2 a day over 1 day (2 events, " in err
    code, out, _ = say("detect", "test", "iam.root_signs_in", "--since", "all", "--format", "json")
    assert (code, out) == (0, "")


def test_without_logs_it_says_what_to_do(say: Say) -> None:
    code, out, err = say("detect")
    assert (code, out) == (2, "")
    assert "`ringwall logs ingest PATH` reads them" in err


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--since", "1 day"], "write an age as 30m, 24h, 7d or 2w"),
        (["--since", "0h"], "write an age as"),
        (["--rule", "s3.nothing"], "no detection matches s3.nothing"),
        (["--follow", "--trial"], "leave out --since, --rule, --trial"),
        (["--format", "html"], "format"),
        (["--ingest", "x"], "--ingest is for --follow"),
    ],
)
def test_bad_use_is_refused(
    say: Say, log_world: LogWorld, words: list[str], complaint: str
) -> None:
    log_world.add(make_stop(1))
    code, out, err = say("detect", *words)
    assert (code, out) == (64, "")
    assert complaint in err


def test_following_prints_what_comes_until_it_is_interrupted(log_world: LogWorld) -> None:
    log_world.add(make_stop(1))
    command = [
        sys.executable,
        "-m",
        "ringwall",
        "detect",
        "--follow",
        "--home",
        str(log_world.home),
    ]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as following:
        assert following.stdout
        assert "trail-1" in following.stdout.readline()
        log_world.add(make_stop(2))
        assert "trail-2" in following.stdout.readline()
        # Where tests run in the background, the shell has SIGINT ignored.
        following.send_signal(signal.SIGTERM)
        try:
            out, err = following.communicate(timeout=30)
        finally:
            following.kill()
    assert (following.returncode, out) == (143, "")
    assert "1 new incident, 0 grown; the gravest: " in err
    assert "everything that was reported as done is kept" in err


def test_ages_are_read() -> None:
    assert [read_age(text) for text in ("30m", "24h", "7d", "2w")] == [
        timedelta(minutes=30),
        timedelta(days=1),
        timedelta(days=7),
        timedelta(days=14),
    ]
    with pytest.raises(BadInput, match="--since 7 days: "):
        read_age("7 days")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ((), {}),
        (("admins=ann, bob", "admins=carl"), {"admins": ("ann", "bob", "carl")}),
        (("a-b.c=x=y",), {"a-b.c": ("x=y",)}),
    ],
)
def test_placeholders_are_names_with_values(
    words: tuple[str, ...], found: dict[str, tuple[str, ...]]
) -> None:
    assert read_placeholders(words) == found


@pytest.mark.parametrize("word", ["admins", "admins=", "=ann", "a b=c", "admins=,"])
def test_a_placeholder_without_name_or_value_is_refused(word: str) -> None:
    with pytest.raises(BadInput, match=r"--placeholder .*: write NAME=VALUE"):
        read_placeholders((word,))
