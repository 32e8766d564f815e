"""The folder of evidence: complete files, each named by its hash, or nothing."""

import errno
import hashlib
import os
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from ringwall.model.errors import BadInput, CallFailed, StorageFailed
from ringwall.store.evidence_folder import (
    EvidenceFolder,
    EvidenceTooLarge,
    case_folder,
    find_sound_file,
    read_limited,
)
from ringwall.store.seal_key import SealKey

CASE = "CASE-20261201-abcdef"


@pytest.fixture
def folder(tmp_path: Path) -> EvidenceFolder:
    return EvidenceFolder(tmp_path / "evidence" / CASE)


def names(folder: EvidenceFolder) -> list[str]:
    return sorted(path.name for path in folder.path.iterdir())


def test_a_file_is_kept_by_its_hash_for_its_owner_alone(folder: EvidenceFolder) -> None:
    kept = folder.put([b"he", b"llo"], 5)
    assert kept.sha256 == hashlib.sha256(b"hello").hexdigest()
    assert kept.size == 5
    path = folder.path / kept.sha256
    assert path.read_bytes() == b"hello"
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.path.stat().st_mode & 0o777 == 0o700
    assert folder.put([b"hello"], 5) == kept
    assert names(folder) == [kept.sha256]


def test_too_much_is_not_kept_at_all(folder: EvidenceFolder) -> None:
    with pytest.raises(EvidenceTooLarge, match="more than 4 bytes"):
        folder.put([b"he", b"llo"], 4)
    assert names(folder) == []


def test_what_breaks_off_is_not_kept_at_all(folder: EvidenceFolder) -> None:
    def break_off() -> Iterator[bytes]:
        yield b"he"
        raise CallFailed("gone")

    with pytest.raises(CallFailed):
        folder.put(break_off(), 100)
    assert names(folder) == []


def test_a_full_disk_is_told_and_leaves_nothing(folder: EvidenceFolder) -> None:
    """A limit of the process on the size of files stands in for the disk."""
    folder.put([b"before"], 100)
    before = names(folder)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, limits[1]))
    try:
        with pytest.raises(StorageFailed, match="cannot write evidence") as told:
            folder.put([b"x" * (1 << 20)], 1 << 30)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert os.strerror(errno.EFBIG) in str(told.value)
    assert names(folder) == before


def test_a_file_that_changed_or_went_is_told(folder: EvidenceFolder) -> None:
    kept = folder.put([b"hello"], 5)
    assert folder.check(kept.sha256, 5) == "ok"
    assert folder.check(kept.sha256, 6) == "changed"
    with folder.open_sound(kept.sha256) as file:
        assert file.read() == b"hello"
    (folder.path / kept.sha256).write_bytes(b"hallo")
    assert folder.check(kept.sha256, 5) == "changed"
    with pytest.raises(BadInput, match="evidence was changed"):
        folder.open_sound(kept.sha256)
    (folder.path / kept.sha256).unlink()
    assert folder.check(kept.sha256, 5) == "missing"
    with pytest.raises(BadInput, match="evidence is missing"):
        folder.open_sound(kept.sha256)


def test_a_link_is_not_followed(folder: EvidenceFolder, tmp_path: Path) -> None:
    kept = folder.put([b"hello"], 5)
    (folder.path / kept.sha256).rename(tmp_path / "elsewhere")
    (folder.path / kept.sha256).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BadInput, match="cannot be read"):
        folder.check(kept.sha256, 5)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "a" * 63])
def test_only_a_hash_names_a_file(folder: EvidenceFolder, name: str) -> None:
    with pytest.raises(BadInput, match="not the SHA-256"):
        folder.open(name)


def test_manifests_are_kept_by_their_revisions(folder: EvidenceFolder) -> None:
    assert folder.revisions() == ()
    folder.save_manifest(1, b"one", b"signed one")
    folder.save_manifest(2, b"two", b"signed two")
    folder.save_key("a" * 64, "PEM")
    assert folder.revisions() == (1, 2)
    assert folder.read_manifest(2) == (b"two", b"signed two")
    (folder.path / "manifest-0002.sig.json").unlink()
    assert folder.read_manifest(2) == (b"two", b"")
    assert [*folder.named_files()] == [
        f"{'a' * 64}.pem",
        "manifest-0001.json",
        "manifest-0001.sig.json",
        "manifest-0002.json",
    ]


def test_items_of_a_collection_that_was_cut_off_are_found_again(
    folder: EvidenceFolder, tmp_path: Path
) -> None:
    key = SealKey(tmp_path / "seal.key")
    assert folder.open_items(key) == []
    folder.add_open_item(b'{"a": 1}', key)
    folder.add_open_item(b'{"b": 2}', key)
    with (folder.path / "collecting.jsonl").open("ab") as file:
        file.write(b"half a li")
    assert folder.open_items(key) == [b'{"a": 1}', b'{"b": 2}']
    folder.close_items()
    assert folder.open_items(key) == []


def test_an_item_of_a_stranger_is_not_taken_over(folder: EvidenceFolder, tmp_path: Path) -> None:
    key = SealKey(tmp_path / "seal.key")
    folder.add_open_item(b'{"a": 1}', key)
    path = folder.path / "collecting.jsonl"
    path.write_bytes(path.read_bytes().replace(b"1", b"7", 1))
    with pytest.raises(BadInput, match="was not written by this Ringwall"):
        folder.open_items(key)
    other = EvidenceFolder(folder.path.parent / "CASE-20261201-other1")
    other.add_open_item(b'{"a": 1}', key)
    (other.path / "collecting.jsonl").replace(path)
    with pytest.raises(BadInput, match="was not written by this Ringwall"):
        folder.open_items(key)


def test_what_a_kill_left_half_written_is_removed(folder: EvidenceFolder) -> None:
    kept = folder.put([b"hello"], 5)
    (folder.path / ".0123456789abcdef.partial").write_bytes(b"hel")
    folder.drop_partials()
    assert names(folder) == [kept.sha256]


def test_a_file_of_any_case_is_found_by_its_hash(folder: EvidenceFolder, tmp_path: Path) -> None:
    kept = folder.put([b"hello"], 5)
    case_folder(tmp_path / "evidence", "CASE-20261201-aaaaaa").put([b"other"], 5)
    with find_sound_file(tmp_path / "evidence", kept.sha256) as file:
        assert file.read() == b"hello"
    with pytest.raises(BadInput, match="is missing"):
        find_sound_file(tmp_path / "evidence", "0" * 64)
    with pytest.raises(BadInput, match="is missing"):
        find_sound_file(tmp_path / "nowhere", "0" * 64)


def test_a_case_is_no_way_out_of_the_folder(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="not the id of a case"):
        case_folder(tmp_path, "..")


def test_what_is_read_has_an_end(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"hello")
    assert read_limited(tmp_path / "file", 5) == b"hello"
    with pytest.raises(BadInput, match="larger than 4 bytes"):
        read_limited(tmp_path / "file", 4)
    with pytest.raises(BadInput, match="Is a directory"):
        read_limited(tmp_path, 4)
