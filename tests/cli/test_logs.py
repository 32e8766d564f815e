"""`collect --cloudtrail` and queries over logs: exit codes, and a summary of everything."""

import gzip
import json
from pathlib import Path

import pytest

from ringwall.cli.main import run

EVENT = {
    "eventTime": "2026-01-02T03:04:05Z",
    "eventSource": "sts.amazonaws.com",
    "eventName": "AssumeRole",
    "eventID": "1",
}


@pytest.fixture
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RINGWALL_HOME", str(tmp_path / "home"))
    folder = tmp_path / "logs"
    folder.mkdir()
    text = json.dumps({"Records": [EVENT]}).encode()
    (folder / "a.json.gz").write_bytes(gzip.compress(text))
    return folder


def say(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        run(list(words))
    code = ended.value.code
    assert isinstance(code, int)
    return code


def test_events_are_collected_once_and_asked_for(
    logs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert say("collect", "--cloudtrail", str(logs)) == 0
    said = capsys.readouterr().err
    assert said == "1 event from 1 file, 2026-01-02 03:04:05 to 2026-01-02 03:04:05 UTC\n"
    assert say("collect", "--cloudtrail", str(logs)) == 0
    assert "0 events from 1 file" in (said := capsys.readouterr().err)
    assert "1 event known already" in said
    assert say("query", "select event_name from logs.cloudtrail") == 0
    assert capsys.readouterr().out == "event_name\nAssumeRole\n"


def test_what_cannot_be_read_is_named_and_exits_2(
    logs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (logs / "b.json").write_text('{"Records": [')
    assert say("collect", "--cloudtrail", str(logs)) == 2
    said = capsys.readouterr().err
    assert f"{logs / 'b.json'}: broken JSON" in said
    assert "1 event from 2 files" in said
    assert "1 not read whole" in said


@pytest.mark.parametrize(
    "more", [("--accounts", "1"), ("--regions", "r"), ("--services", "s3"), ("--from", "f")]
)
def test_log_files_go_with_no_other_choice(logs: Path, more: tuple[str, str]) -> None:
    assert say("collect", "--cloudtrail", str(logs), *more) == 64


def test_a_query_without_logs_is_empty_and_one_over_both_needs_a_snapshot(
    logs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert logs.exists()
    assert say("query", "select count(*) as n from logs.cloudtrail") == 0
    assert capsys.readouterr().out == "n\n0\n"
    assert say("query", "select 1 as n from logs.cloudtrail, estate.s3_bucket") == 2
