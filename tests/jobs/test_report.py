"""The audit of a snapshot as a file."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import incident_stories as stories
import pytest

from ringwall.hub.formats import FORMATS
from ringwall.jobs.audit import AuditRequest, AuditResult, FindingFormat, run_audit
from ringwall.jobs.findings import FindingsRequest, find_findings
from ringwall.jobs.report import guess_format, open_report, write_report
from ringwall.model.errors import BadInput, NotCollected, StorageFailed

KEY = AuditRequest(rules=("kms.key_rotates",))


@pytest.mark.parametrize(
    ("name", "form"),
    [
        (None, "html"),
        ("report", "html"),
        ("a/b.html", "html"),
        ("b.HTM", "html"),
        ("b.json", "json"),
        ("b.ndjson", "json"),
        ("b.jsonl", "json"),
        ("b.csv", "csv"),
        ("b.sarif", "sarif"),
        ("b.txt", "table"),
    ],
)
def test_the_name_says_the_format(name: str | None, form: FindingFormat) -> None:
    assert guess_format(Path(name) if name else None) == form


@pytest.mark.parametrize("name", ["a.pdf", "a.html.gz", "a.docx"])
def test_a_name_that_says_none_is_bad_input(name: str) -> None:
    with pytest.raises(BadInput, match="its name does not say the format; add --format table"):
        guess_format(Path(name))


@pytest.mark.parametrize("form", FORMATS)
def test_without_a_file_the_format_says_the_name(
    audited_home: Path,
    events: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    form: FindingFormat,
) -> None:
    monkeypatch.chdir(tmp_path)
    written = write_report(audited_home, KEY, events, form=form)
    suffix = {"table": ".txt", "ocsf": ".ocsf.json", "asff": ".asff.json"}.get(form, f".{form}")
    assert written.path == Path(f"ringwall-report{suffix}")
    text = written.path.read_text()
    assert written.bytes == len(text.encode())
    assert "kms.key_rotates" in text


def test_the_format_that_is_named_goes_before_the_name(
    audited_home: Path, events: Any, tmp_path: Path
) -> None:
    written = write_report(audited_home, KEY, events, to=tmp_path / "r.html", form="json")
    assert written.path.read_text().startswith('{"uid"')


def test_an_old_file_stays_until_the_new_one_is_complete(
    audited_home: Path, events: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "r.json"
    path.write_text("old")
    with pytest.raises(BadInput):
        write_report(audited_home, AuditRequest(rules=("s3.nothing",)), events, to=path)
    assert path.read_text() == "old"

    def fail(*_: object) -> None:
        assert path.read_text() == "old"
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(AuditResult, "write", fail)
        with pytest.raises(KeyboardInterrupt):
            write_report(audited_home, KEY, events, to=path)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.glob("*r.json*")] == ["r.json"]
    write_report(audited_home, KEY, events, to=path)
    assert path.read_text() != "old"


def test_a_folder_that_cannot_be_written_to(
    audited_home: Path, events: Any, tmp_path: Path
) -> None:
    with pytest.raises(StorageFailed, match=r"r\.json: cannot write: No such file"):
        write_report(audited_home, KEY, events, to=tmp_path / "none" / "r.json")
    with pytest.raises(NotCollected):
        write_report(tmp_path / "none", KEY, events, to=tmp_path / "r.json")
    assert not (tmp_path / "r.json").exists()


def test_readers_do_not_wait_for_who_writes(
    audited_home: Path, events: Any, tmp_path: Path
) -> None:
    """A writer that never ends: whoever waited for it would be told that the home is locked."""
    with closing(sqlite3.connect(audited_home / "hub.sqlite", isolation_level=None)) as writer:
        writer.execute("begin immediate")
        writer.execute("update finding set reason = 'half written'")
        written = write_report(audited_home, KEY, events, to=tmp_path / "r.json")
        assert [json.loads(line)["rule"] for line in written.path.open()] == ["kms.key_rotates"]
        assert find_findings(audited_home, FindingsRequest()).count > 0


def test_a_report_keeps_nothing_and_shows_what_an_audit_would(
    audited_home: Path, events: Any
) -> None:
    database = audited_home / "hub.sqlite"
    with run_audit(audited_home, KEY, events) as result:
        (recorded,) = result.findings()
    with closing(sqlite3.connect(database)) as connection:
        before = list(connection.iterdump())
    with open_report(audited_home, KEY, events) as report:
        assert isinstance(report, AuditResult)
        assert list(report.findings()) == [recorded]
    with closing(sqlite3.connect(database)) as connection:
        assert list(connection.iterdump()) == before


def test_where_nothing_was_collected_logs_are_told(tmp_path: Path, events: Any) -> None:
    home = stories.make_home(tmp_path / "h", stories.leaked_key())
    written = write_report(home, AuditRequest(), events, to=tmp_path / "r.html")
    page = written.path.read_text(encoding="utf-8")
    assert "Access key was used from Tor" in page
    assert page.count('class="incident"') == 1
    assert events.notes == [f"{home}: no estate was collected, so this tells what was seen in logs"]
    with pytest.raises(NotCollected):
        write_report(home, AuditRequest(snapshot="2026"), events, to=tmp_path / "s.html")


def test_a_report_before_any_audit_makes_no_database(
    audited_home: Path, events: Any, tmp_path: Path
) -> None:
    for path in audited_home.glob("hub.sqlite*"):
        path.unlink()
    write_report(audited_home, KEY, events, to=tmp_path / "r.json")
    assert (tmp_path / "r.json").stat().st_size
    assert list(audited_home.glob("hub.sqlite*")) == []


@pytest.mark.slow
def test_several_processes_on_one_home_are_normal(audited_home: Path, tmp_path: Path) -> None:
    home = ("--home", str(audited_home))
    verbs = [
        *[("audit", "--rule", "kms.*,ec2.*", *home)] * 3,
        *[("report", "--to", str(tmp_path / f"{number}.json"), *home) for number in range(3)],
        *[("findings", "--format", "json", *home)] * 2,
    ]
    started = [
        subprocess.Popen(  # noqa: S603 - our own program
            (sys.executable, "-m", "ringwall", *verb),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for verb in verbs
    ]
    ended = [(process.communicate()[1].decode(), process.returncode) for process in started]
    assert [code for _, code in ended] == [1, 1, 1, 0, 0, 0, 0, 0], ended


def test_a_report_is_for_its_owner_alone_also_in_place_of_one_of_before(
    audited_home: Path, events: Any, tmp_path: Path
) -> None:
    path = tmp_path / "out" / "report.csv"
    path.parent.mkdir()
    path.write_text("old")
    path.chmod(0o644)
    write_report(audited_home, KEY, events, to=path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [found.name for found in path.parent.iterdir()] == ["report.csv"]


def test_a_link_under_the_name_of_an_unfinished_file_is_not_followed(
    audited_home: Path, events: Any, tmp_path: Path
) -> None:
    victim, folder = tmp_path / "profile", tmp_path / "cloned"
    victim.write_text("export PATH")
    folder.mkdir()
    (folder / ".report.csv.partial").symlink_to(victim)
    write_report(audited_home, KEY, events, to=folder / "report.csv")
    assert victim.read_text() == "export PATH"


def test_a_report_replaces_files_alone(audited_home: Path, events: Any, tmp_path: Path) -> None:
    victim, link = tmp_path / "profile", tmp_path / "report.csv"
    victim.write_text("export PATH")
    link.symlink_to(victim)
    with pytest.raises(BadInput, match=r"report\.csv: a link"):
        write_report(audited_home, KEY, events, to=link)
    assert (victim.read_text(), link.is_symlink()) == ("export PATH", True)
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        written = write_report(audited_home, KEY, events, to=tmp_path / "pipe", form="json")
        assert os.read(reader, 6) == b'{"uid"'
    finally:
        os.close(reader)
    assert (written.bytes, written.path.is_fifo()) == (0, True)
