"""The key that seals: private, outside of the home, and of no use to who has not got it."""

import hmac
from pathlib import Path

import pytest

from ringwall.model.errors import BadInput, StorageFailed
from ringwall.store.seal_key import SealKey, find_key


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "settings" / "ringwall" / "seal.key"
    seal = SealKey(path).seal("journal", "text")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert SealKey(path).seal("journal", "text") == seal
    assert SealKey(path).holds("journal", "text", seal)


def test_a_seal_is_of_one_text_one_kind_and_one_key(tmp_path: Path) -> None:
    key, other = SealKey(tmp_path / "a"), SealKey(tmp_path / "b")
    seal = key.seal("journal", "text")
    other.seal("journal", "text")
    assert not key.holds("journal", "texts", seal)
    assert not key.holds("home", "text", seal)
    assert not other.holds("journal", "text", seal)
    assert not key.holds("journal", "text", "")
    assert not key.holds("journal", "text", "ü")
    assert "another key" in other.describe_doubt(seal)
    assert key.describe_doubt(seal) == ""
    assert "no seal by a key" in key.describe_doubt("0" * 64)


def test_a_seal_cannot_be_made_from_what_it_shows(tmp_path: Path) -> None:
    """The seal names its key, so that the id can be copied: all else must come of the key."""
    texts = ["00" * 32, "11" * 32]
    for number, text in enumerate(texts):
        (tmp_path / str(number)).write_text(text)
        (tmp_path / str(number)).chmod(0o600)
    seals = [SealKey(tmp_path / str(number)).seal("journal", "text") for number in range(2)]
    (id_, _, mac), (other_id, _, other_mac) = (seal.partition(":") for seal in seals)
    assert mac == hmac.new(bytes(32), b"journal\ntext", "sha256").hexdigest()
    assert id_ != other_id
    assert not SealKey(tmp_path / "0").holds("journal", "text", f"{id_}:{other_mac}")


def test_looking_makes_no_key(tmp_path: Path) -> None:
    key = SealKey(tmp_path / "a")
    assert not key.holds("journal", "text", "x:y")
    assert "there is no key" in key.describe_doubt("x:y")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_key_that_others_can_read_or_change_is_refused(tmp_path: Path, mode: int) -> None:
    SealKey(tmp_path / "a").seal("journal", "text")
    (tmp_path / "a").chmod(mode)
    with pytest.raises(BadInput, match="chmod 600"):
        SealKey(tmp_path / "a").seal("journal", "text")
    with pytest.raises(BadInput, match="chmod 600"):
        SealKey(tmp_path / "a").holds("journal", "text", "x")


@pytest.mark.parametrize("name", ["seal.key", "deep/er/seal.key"])
def test_a_key_inside_of_the_home_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="must not lie in the home folder"):
        SealKey(tmp_path / name, home=tmp_path).seal("journal", "text")
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_leads_into_the_home_by_a_link_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "settings").symlink_to(home)
    with pytest.raises(BadInput, match="must not lie in the home folder"):
        SealKey(tmp_path / "settings" / "seal.key", home=home).seal("journal", "text")


def test_a_link_in_place_of_a_key_is_refused(tmp_path: Path) -> None:
    SealKey(tmp_path / "a").seal("journal", "text")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(StorageFailed, match="cannot read the key"):
        SealKey(tmp_path / "b").seal("journal", "text")


@pytest.mark.parametrize("content", [b"", b"\xff", b"0" * 63, b"0" * 100_000, b"hunter2"])
def test_what_is_no_key_is_refused_without_showing_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises((BadInput, StorageFailed)) as refused:
        SealKey(path).seal("journal", "text")
    assert "hunter2" not in str(refused.value)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageFailed, match="RINGWALL_SEAL_KEY"):
        SealKey(tmp_path / "file" / "seal.key").seal("journal", "text")


def test_the_key_lies_where_settings_lie_unless_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert find_key().path == tmp_path / "ringwall" / "seal.key"
    monkeypatch.setenv("RINGWALL_SEAL_KEY", str(tmp_path / "named"))
    assert find_key().path == tmp_path / "named"
    monkeypatch.delenv("RINGWALL_SEAL_KEY")
    monkeypatch.setenv("HOME", str(tmp_path))
    for ignored in ("", "relative"):
        monkeypatch.setenv("XDG_CONFIG_HOME", ignored)
        assert find_key().path == tmp_path / ".config" / "ringwall" / "seal.key"


def test_the_secret_is_in_no_text_of_the_key(tmp_path: Path) -> None:
    key = SealKey(tmp_path / "a")
    seal = key.seal("journal", "text")
    secret = (tmp_path / "a").read_text().strip()
    assert secret not in repr(key) + str(vars(key)["path"]) + seal
