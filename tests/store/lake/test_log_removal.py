"""Files of the logs are deleted, and nothing else is."""

from pathlib import Path

import pytest

from ringwall.store.lake.log_removal import LogPlace, remove_log_file, split_place

NAME = "cloudtrail/day=2026-01-31/a.parquet"


def write(logs: Path, name: str) -> Path:
    path = logs / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def test_a_path_has_a_table_a_day_and_a_name() -> None:
    assert split_place(NAME) == LogPlace("cloudtrail", "2026-01-31", "a.parquet")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../day=2026-01-31/a.parquet",
        "cloudtrail/../day=2026-01-31/a.parquet",
        "cloudtrail/day=2026-01-31/../a.parquet",
        "cloudtrail/day=2026-01-31/../../../a.parquet",
        "cloudtrail/day=2026-01-31/a.txt",
        "cloudtrail/day=../a.parquet",
        "/cloudtrail/day=2026-01-31/a.parquet",
        "cloudtrail/day=2026-01-31/a\0.parquet",
        "ledger.sqlite",
    ],
)
def test_other_paths_are_none_of_the_logs(tmp_path: Path, path: str) -> None:
    outside = [write(tmp_path, "a.parquet"), write(tmp_path, "day=2026-01-31/a.parquet")]
    write(tmp_path / "logs", "ledger.sqlite")
    assert split_place(path) is None
    assert not remove_log_file(tmp_path / "logs", path)
    assert all(found.exists() for found in outside)
    assert (tmp_path / "logs" / "ledger.sqlite").exists()


def test_the_folder_of_a_day_goes_with_its_last_file(tmp_path: Path) -> None:
    first, second = write(tmp_path, NAME), write(tmp_path, NAME.replace("a.", "b."))
    assert remove_log_file(tmp_path, NAME)
    assert (first.exists(), second.exists()) == (False, True)
    assert remove_log_file(tmp_path, NAME.replace("a.", "b."))
    assert [*tmp_path.rglob("*")] == [tmp_path / "cloudtrail"]


def test_what_is_gone_already_is_gone(tmp_path: Path) -> None:
    assert remove_log_file(tmp_path, NAME)
    write(tmp_path, NAME)
    assert remove_log_file(tmp_path, NAME.replace("a.", "b."))


@pytest.mark.parametrize("linked", ["cloudtrail", "cloudtrail/day=2026-01-31"])
def test_no_link_is_followed(tmp_path: Path, linked: str) -> None:
    kept = write(tmp_path / "elsewhere", NAME)
    link = tmp_path / "logs" / linked
    link.parent.mkdir(parents=True)
    link.symlink_to(tmp_path / "elsewhere" / linked)
    assert not remove_log_file(tmp_path / "logs", NAME)
    assert kept.exists()


def test_of_a_link_the_link_goes(tmp_path: Path) -> None:
    kept = tmp_path / "kept.parquet"
    kept.touch()
    (tmp_path / NAME).parent.mkdir(parents=True)
    (tmp_path / NAME).symlink_to(kept)
    assert remove_log_file(tmp_path, NAME)
    assert (kept.exists(), (tmp_path / NAME).is_symlink()) == (True, False)


def test_what_cannot_be_deleted_stays(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir(parents=True)
    assert not remove_log_file(tmp_path, NAME)
