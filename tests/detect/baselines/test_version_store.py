"""Versions of baselines: one a day, which never change."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from ringwall.detect.baselines.profile import Profile, Profiles
from ringwall.detect.baselines.version_store import (
    KEPT,
    find_version,
    list_versions,
    read_version,
    remove_old_versions,
    write_version,
)
from ringwall.model.errors import DamagedSnapshot

DAY = date(2026, 1, 31)
ANN, ALL = ("principal", "1", "arn:ann"), ("account", "1", "")
ODD = "'; drop table x; --\x00\n"
PROFILES: Profiles = {
    ANN: Profile(date(2026, 1, 2), 7.5, {("api", "s3:GetObject"): 3.5, ("agent", "odd'"): 1.0}),
    ALL: Profile(date(2026, 1, 1), 9.0, {("api", "s3:GetObject"): 4.0}),
}


def test_a_version_is_read_as_it_was_written(tmp_path: Path) -> None:
    scores = {("1", DAY): [9.0, 7.0], ("1", DAY - timedelta(days=14)): [99.0]}
    write_version(tmp_path, DAY, PROFILES, scores)
    assert read_version(tmp_path, DAY) == (PROFILES, {("1", DAY): [9.0, 7.0]})
    assert read_version(tmp_path, DAY, [ANN])[0] == {ANN: PROFILES[ANN]}
    assert read_version(tmp_path, DAY, [])[0] == {}


def test_a_version_never_changes(tmp_path: Path) -> None:
    write_version(tmp_path, DAY, PROFILES, {})
    write_version(tmp_path, DAY, {}, {})
    assert read_version(tmp_path, DAY)[0] == PROFILES
    assert [path.name for path in tmp_path.iterdir()] == ["day=2026-01-31"]


def test_other_folders_are_no_versions(tmp_path: Path) -> None:
    assert list_versions(tmp_path / "none") == []
    for name in ("day=soon", ".partial-1", "other"):
        (tmp_path / name).mkdir()
    assert list_versions(tmp_path) == []


def test_old_versions_go(tmp_path: Path) -> None:
    days = [DAY, DAY - timedelta(days=KEPT), DAY - timedelta(days=KEPT + 1)]
    for day in days:
        write_version(tmp_path, day, {}, {})
    remove_old_versions(tmp_path, days)
    assert list_versions(tmp_path) == sorted(days[:2])


def test_a_damaged_version_is_refused(tmp_path: Path) -> None:
    write_version(tmp_path, DAY, PROFILES, {})
    (tmp_path / "day=2026-01-31" / "behavior.parquet").write_bytes(b"no parquet")
    with pytest.raises(DamagedSnapshot):
        read_version(tmp_path, DAY)


@pytest.mark.parametrize(
    ("at", "day"), [("03:00", 30), ("02:00", 30), ("01:59", 29), ("23:00", 30)]
)
def test_an_hour_has_the_version_of_the_days_before_it(at: str, day: int) -> None:
    versions = [date(2026, 1, number) for number in (28, 29, 30, 31)]
    hour = datetime.fromisoformat(f"2026-01-31T{at}:00")
    assert find_version(versions, hour, timedelta(hours=2)) == date(2026, 1, day)
    assert find_version([date(2026, 1, 31)], hour, timedelta(hours=2)) is None
