"""Zips are unpacked inside of their folder, up to a size."""

import io
import zipfile
from pathlib import Path

import pytest

from ringwall.emulator.functions.package import BadPackage, link_runtime, unpack


def pack(*files: tuple[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return data.getvalue()


def test_names_lead_inside(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    assert unpack(pack(("../a", b"x"), ("/b", b"y"), ("c/d", b"z")), inside) == 3
    assert sorted(path.name for path in inside.rglob("*") if path.is_file()) == ["a", "b", "d"]
    assert [path.name for path in tmp_path.iterdir()] == ["inside"]


def test_a_link_is_a_plain_file(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    unpack(data.getvalue(), tmp_path)
    assert not (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("data", [b"", b"no zip", pack(("a", b"x" * 2000))[:-10]])
def test_what_is_no_zip_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(BadPackage, match="could not unzip"):
        unpack(data, tmp_path)


def test_a_zip_that_grows_is_refused_before_it_does(tmp_path: Path) -> None:
    with pytest.raises(BadPackage, match="Unzipped size"):
        unpack(pack(("a", b"x" * 100_000)), tmp_path, room=99_999)
    assert list(tmp_path.iterdir()) == []


def test_the_runtime_has_the_sdk_alone(tmp_path: Path) -> None:
    link_runtime(tmp_path / "runtime")
    names = {path.name for path in (tmp_path / "runtime").iterdir()}
    assert {"boto3", "botocore", "urllib3"} <= names
    assert len(names) <= 7
