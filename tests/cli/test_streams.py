"""Nothing that is printed acts on a terminal: hostile texts everywhere, every verb and format."""

import io
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from recorded_events import RecordedEvents

from ringwall.catalog.loader import load_tables
from ringwall.cli.main import run
from ringwall.cli.output import print_grid, print_note
from ringwall.cli.streams import HelpConsole, harmless_output
from ringwall.hub.formats import FORMATS
from ringwall.model.table import Column, Table

HOSTILE = (
    "\x1b[31mred\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\"  # colour, hyperlink
    "\x1b]52;c;ZXZpbA==\x07"  # the clipboard
    "\x9b2J\x90q\x9c"  # C1: clear, device control
    "\u202egnp.exe\u2066x\u2069\u200b\ufeff"  # direction and nothing to see
    "\x08\x7f\r\x00"
    "=cmd|' /C calc'!A0 [click](https://evil.example) <script>alert(1)</script> \"' onload=x"
)
WITHOUT_NUL = HOSTILE.replace("\0", "")
ACCOUNT = "111111111111"
RULE = """/*
title = "{0}"
layer = "data"
severity = "high"
why = "{0}"
fix = "{0}"

[[example]]
s3_bucket = [{{arn = "a"}}]
expect = "fail"
*/
-- {1}
select arn as resource, false as ok, name || '{1}' as reason from estate.s3_bucket
"""


def value_of(column: Column) -> Any:
    if column.type == "TEXT":
        return HOSTILE
    if column.type == "TEXT[]":
        return [HOSTILE]
    if column.type == "JSON":
        statement = {"Sid": HOSTILE, "Effect": "Allow", "Principal": "*", "Action": "s3:*"}
        return {
            "Version": "2012-10-17",
            "Statement": [{**statement, "Resource": f"arn:aws:s3:::{HOSTILE}"}],
        }
    return None


def name_resource(table: Table) -> str:
    return f"arn:aws:{table.service}:eu-west-1:{ACCOUNT}:{HOSTILE}"


def plant(table: Table) -> dict[str, Any]:
    row = {column.name: value_of(column) for column in table.columns}
    return row | {
        "arn": name_resource(table),
        "account_id": ACCOUNT,
        "region": "eu-west-1",
        "partition": "aws",
        "resource_id": HOSTILE,
        "tags": {HOSTILE: HOSTILE},
        "raw": {HOSTILE: HOSTILE},
        "source": HOSTILE,
        "captured_at": "2026-01-02T03:04:05Z",
    }


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rules")
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in HOSTILE)
    raw = re.sub(r"['\0\r\ufeff]", "", HOSTILE)
    path = folder / "s3" / "controls" / "is_hostile.sql"
    path.parent.mkdir(parents=True)
    path.write_text(RULE.format(escaped, raw), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory, rules: Path) -> Path:
    from ringwall.jobs.audit import AuditRequest, run_audit  # noqa: PLC0415 - the same
    from ringwall.model.coverage import Coverage  # noqa: PLC0415 - this fixture alone needs it
    from ringwall.store.lake.snapshot import SnapshotWriter  # noqa: PLC0415 - the same

    home = tmp_path_factory.mktemp("planted")
    for _ in range(2):
        tables = load_tables()
        writer = SnapshotWriter(home / "estate", tables)
        for name, table in tables.items():
            # A principal that is no principal stops the reasoners.
            if table.enveloped and table.service not in {"iam", "organizations"}:
                writer.add(name, [plant(table)])
            writer.add_coverage(
                [
                    Coverage(ACCOUNT, "global", name, "list", "ok"),
                    Coverage(ACCOUNT, "global", name, "policy", "failed", HOSTILE, 1, HOSTILE),
                ]
            )
        writer.finish(
            HOSTILE.replace("\0", ""), {ACCOUNT: HOSTILE.replace("\0", "")}, ("eu-west-1",)
        )
    with run_audit(home, AuditRequest(folders=(rules,)), RecordedEvents()):
        return home


@pytest.fixture
def say(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, planted: Path, rules: Path
) -> Callable[..., str]:
    """Return a function that runs the program and returns all that it printed, streams as one."""
    monkeypatch.setenv("RINGWALL_HOME", str(planted))
    monkeypatch.chdir(rules)

    def ask(*words: str) -> str:
        with pytest.raises(SystemExit):
            run(list(words))
        printed = capsys.readouterr()
        return printed.out + printed.err

    return ask


def find_acting(text: str) -> set[str]:
    return {letter for letter in text if not letter.isprintable() and letter not in "\n\t"}


OWN = ("--rules", ".")
COMMANDS: list[tuple[str, ...]] = [
    *(("findings", "--format", form) for form in FORMATS),
    *(("report", *OWN, "--to", "-", "--format", form) for form in FORMATS),
    ("rules", "show", "s3.is_hostile", *OWN),
    ("rules", "list", *OWN),
    ("rules", "list", "--format", "json", *OWN),
    ("rules", "check", "s3.is_hostile", *OWN),
    *(
        ("query", "select * from estate.s3_bucket", "--format", form)
        for form in ("table", "json", "csv")
    ),
    ("query", f"select * from estate.{HOSTILE[:20]}"),
    ("query", f'select 1 as "{HOSTILE[:20]}"'),
    ("snapshots",),
    ("snapshots", "list", "--format", "json"),
    ("snapshots", "diff", "2"),
    ("snapshots", "verify"),
    ("access", "entries"),
    ("access", "external"),
    ("access", "external", "--format", "json"),
    ("access", "escalation"),
    ("access", "what-can", f"arn:aws:iam::{ACCOUNT}:role/{HOSTILE[:20]}"),
    ("access", "who-can", "s3:GetObject", name_resource(load_tables()["s3_bucket"])),
    ("runs",),
    ("findings", "--text", WITHOUT_NUL),
    ("nosuch", WITHOUT_NUL),
]


@pytest.mark.parametrize(
    "words",
    [
        *COMMANDS,
        # A report has the same forms, of the same audit.
        *(
            pytest.param(words, marks=pytest.mark.slow)
            for words in (("audit", *OWN, "--format", form) for form in FORMATS)
        ),
    ],
    ids=lambda words: " ".join(words)[:40],
)
def test_nothing_that_is_printed_acts_on_a_terminal(
    say: Callable[..., str], words: tuple[str, ...]
) -> None:
    printed = say(*words)
    assert printed
    assert find_acting(printed) == set()


def test_a_finding_is_shown_harmlessly(say: Callable[..., str]) -> None:
    listed = say("findings", "--uid", "--rule", "s3.is_hostile")
    shown = say("findings", "show", listed.split()[0])
    assert "red" in shown
    assert "why       \\x1b[31mred" in shown
    assert find_acting(shown) == set()


def test_what_is_printed_by_anyone_goes_through(capsys: pytest.CaptureFixture[str]) -> None:
    before = sys.stdout, sys.stderr
    with harmless_output():
        sys.stdout.write(HOSTILE)
        sys.stderr.write(HOSTILE)
    assert (sys.stdout, sys.stderr) == before
    printed = capsys.readouterr()
    assert find_acting(printed.out + printed.err) == set()
    assert printed.out == printed.err != ""


class Screen(io.StringIO):
    """A stdout that is a terminal with colours."""

    def isatty(self) -> bool:
        return True


def make_screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    screen = Screen()
    monkeypatch.setattr("sys.stdout", screen)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return screen


def test_colours_of_our_own_reach_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = make_screen(monkeypatch)
    console: Any = HelpConsole()
    with harmless_output():
        console.print("help", style="bold")
    assert "\x1b[1m" in screen.getvalue()


def test_a_table_on_a_terminal_has_our_colours_and_no_others(
    planted: Path, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RINGWALL_HOME", str(planted))
    screen = make_screen(monkeypatch)
    for words in (["audit", "--rules", str(rules)], ["snapshots"]):
        with pytest.raises(SystemExit):
            run(words)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", screen.getvalue())
    assert plain != screen.getvalue()
    assert find_acting(plain) == set()
    assert "\\x1b[31mred" in plain
    assert "\\x1b[0m" not in plain, "our own colours were made visible"


def test_what_looks_like_an_emoji_is_printed_as_it_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:key-AbCdEf"
    screen, notes = make_screen(monkeypatch), io.StringIO()
    monkeypatch.setattr("sys.stderr", notes)
    print_grid(("arn", "n"), [(arn, 1)])
    print_note(arn)
    assert arn in screen.getvalue()
    assert notes.getvalue() == f"{arn}\n"
