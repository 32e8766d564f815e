"""Bad input gets one clear line and exit 64 or 2, and loses nothing."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ringwall.catalog.loader import load_tables
from ringwall.cli.main import run
from ringwall.collect.files import open_files, read_files
from ringwall.collect.live import Target, collect
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import SnapshotWriter, open_snapshot

Say = Callable[..., tuple[int, str]]
DETAILS = {
    "UserDetailList": [{"Arn": "arn:aws:iam::111122223333:user/a", "UserName": "a"}],
    "RoleDetailList": [],
    "GroupDetailList": [],
    "Policies": [],
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home with one snapshot, of IAM from a file."""
    source = tmp_path / "details.json"
    source.write_text(json.dumps(DETAILS))
    readers = read_files([source], [])
    tables = load_tables()
    target = Target({"111122223333": "prod"}, ())
    folder = tmp_path / "home"
    collect(target, tables, open_files(readers), SnapshotWriter(folder / "estate", tables))
    return folder


@pytest.fixture
def say(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Say:
    """Return a function that runs the program; it returns the exit code and stderr."""
    monkeypatch.setenv("RINGWALL_HOME", str(home))
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))

    def ask(*words: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            run(list(words))
        code = ended.value.code
        assert isinstance(code, int)
        return code, capsys.readouterr().err

    return ask


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("audti",), "audti"),
        (("audit", "--nosuch"), "--nosuch"),
        (("audit", "--format", "pdf"), "pdf"),
        (("audit", "--layer", "cloud"), "cloud"),
        (("audit", "--rule", "s3.nothing"), "s3.nothing"),
        (("audit", "--snapshot", "1999"), "1999"),
        (("collect", "--services", "s4"), "s4"),
        (("collect", "--from", "missing.json"), "missing.json"),
        (("collect", "--profile", "nosuch"), "nosuch"),
        (("findings", "--severity", "dire"), "dire"),
        (("rules", "show", "s3.bucket_is_versionedd"), "s3.bucket_is_versioned"),
        (("rules", "list", "--rules", "missing"), "missing"),
        (("rules", "new", "Not-A-Rule"), "Not-A-Rule"),
        (("tables", "show", "nosuch"), "nosuch"),
        (("query", "drop table x"), "select"),
        (("query", "select nosuch from estate.iam_user"), "nosuch"),
        (("query", "selec 1"), "1"),
        (("query", "select * from read_text('/etc/passwd')"), "passwd"),
        (("snapshots", "diff", "1999"), "1999"),
        (("snapshots", "prune"), "--keep"),
        (("snapshots", "prune", "--older-than", "soon"), "soon"),
        (("completion", "tcsh"), "tcsh"),
    ],
)
def test_bad_use_is_told_in_words(say: Say, words: tuple[str, ...], told: str) -> None:
    code, error = say(*words)
    assert code == 64
    assert told in error
    assert "Traceback" not in error


def test_no_credentials_are_told_with_what_to_do(say: Say) -> None:
    code, error = say("collect")
    assert code == 2
    assert "no AWS credentials" in error
    assert "--profile" in error


@pytest.mark.parametrize(
    ("content", "place"),
    [('{"UserDetailList": [', ":1:"), ("{}", "get-account-authorization-details"), ("\xff", ":1")],
)
def test_broken_file_is_told_with_its_place_and_loses_nothing(
    say: Say, home: Path, tmp_path: Path, content: str, place: str
) -> None:
    before = open_snapshot(home / "estate").id
    path = tmp_path / "broken.json"
    path.write_bytes(content.encode("latin-1"))
    code, error = say("collect", "--from", str(path))
    assert code == 64
    assert "broken.json" in error
    assert place in error
    assert open_snapshot(home / "estate").id == before


def test_second_writer_is_told_who_is_first(say: Say, home: Path, tmp_path: Path) -> None:
    with Home(home).lock("collect"):
        code, error = say("collect", "--from", str(tmp_path / "details.json"))
    assert code == 64
    assert "in use by `ringwall collect" in error


def test_damaged_snapshot_is_told_with_its_file(say: Say, home: Path) -> None:
    file = open_snapshot(home / "estate").path / "iam_user.parquet"
    file.write_bytes(file.read_bytes()[:-8])
    code, error = say("audit")
    assert code == 64
    assert "iam_user.parquet" in error


def test_broken_rule_is_told_with_file_and_line(say: Say, tmp_path: Path) -> None:
    path = tmp_path / "rules" / "iam" / "controls" / "user_is_good.sql"
    path.parent.mkdir(parents=True)
    path.write_text('/*\ntitle = "x"\nlayer = "cloud"\n*/\nselect 1\n')
    code, error = say("audit", "--rules", str(tmp_path / "rules"))
    assert code == 64
    assert "user_is_good.sql:" in error


def test_home_that_is_a_file_is_told(say: Say, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    code, error = say("audit", "--home", str(path))
    assert code in {2, 64}
    assert str(path) in error
    assert "Traceback" not in error


def test_empty_home_says_what_to_run_first(say: Say, tmp_path: Path) -> None:
    code, error = say("audit", "--home", str(tmp_path / "new"))
    assert code == 2
    assert "ringwall collect" in error
