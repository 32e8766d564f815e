"""The audit of a snapshot as a file."""

from pathlib import Path
from typing import Any

import pytest

from ringwall.hub.formats import FORMATS
from ringwall.jobs.audit import AuditRequest, AuditResult, FindingFormat
from ringwall.jobs.report import guess_format, write_report
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


@pytest.mark.parametrize("name", ["report.csv", ".report.csv.partial"])
def test_a_link_that_lies_in_the_way_is_not_followed(
    audited_home: Path, events: Any, tmp_path: Path, name: str
) -> None:
    victim, folder = tmp_path / "profile", tmp_path / "cloned"
    victim.write_text("export PATH")
    folder.mkdir()
    (folder / name).symlink_to(victim)
    write_report(audited_home, KEY, events, to=folder / "report.csv")
    assert victim.read_text() == "export PATH"
    assert not (folder / "report.csv").is_symlink()
