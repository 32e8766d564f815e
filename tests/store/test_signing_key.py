"""The local key that signs evidence, and the keys that are trusted."""

from pathlib import Path

import pytest

from ringwall.model.errors import BadInput, StorageFailed
from ringwall.store.signature import find_algorithm, is_signed
from ringwall.store.signing_key import SigningKey, TrustedKeys, find_signing_key


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "settings" / "ringwall" / "evidence.key"
    signature, pem = SigningKey(path).sign(b"text")
    assert path.stat().st_mode & 0o777 == 0o600
    assert find_algorithm(pem) == "ED25519"
    assert is_signed(pem, b"text", signature)
    assert SigningKey(path).sign(b"text") == (signature, pem)


def test_a_key_that_others_can_read_signs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "evidence.key"
    SigningKey(path).sign(b"text")
    path.chmod(0o640)
    with pytest.raises(BadInput, match="others can read or change this key"):
        SigningKey(path).sign(b"text")


def test_a_key_does_not_lie_in_the_home_folder(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="must not lie in the home folder"):
        SigningKey(tmp_path / "home" / "evidence.key", tmp_path / "home").sign(b"text")


def test_what_is_no_key_is_told(tmp_path: Path) -> None:
    path = tmp_path / "evidence.key"
    path.write_text("no key")
    path.chmod(0o600)
    with pytest.raises(BadInput, match="not a key of Ringwall"):
        SigningKey(path).sign(b"text")
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StorageFailed):
        SigningKey(path).sign(b"text")


def test_a_key_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageFailed, match="cannot make the key"):
        SigningKey(tmp_path / "file" / "evidence.key").sign(b"text")


def test_a_key_is_trusted_from_its_first_use_and_no_other_after_it(tmp_path: Path) -> None:
    trusted = TrustedKeys(tmp_path / "settings" / "evidence.trusted")
    assert trusted.read() == {}
    assert trusted.pin("local", "a" * 64)
    assert not trusted.pin("local", "a" * 64)
    assert trusted.pin("arn:aws:kms:eu-west-1:123456789012:key/1", "b" * 64)
    assert set(trusted.read().values()) == {"a" * 64, "b" * 64}
    with pytest.raises(BadInput, match="its public key is not the one that was used here before"):
        trusted.pin("local", "c" * 64)


@pytest.mark.parametrize("text", ["no fingerprint\n", f"{'a' * 64} local more\n", "\n"])
def test_a_list_of_trusted_keys_that_cannot_be_read_trusts_nobody(
    tmp_path: Path, text: str
) -> None:
    path = tmp_path / "evidence.trusted"
    path.write_text(text)
    with pytest.raises(BadInput, match="not a fingerprint and a name"):
        TrustedKeys(path).read()


def test_a_list_that_others_can_change_trusts_nobody(tmp_path: Path) -> None:
    path = tmp_path / "evidence.trusted"
    path.write_text(f"{'a' * 64} local\n")
    path.chmod(0o666)
    with pytest.raises(BadInput, match="others can change which keys are trusted"):
        TrustedKeys(path).read()


def test_the_key_is_found_in_the_settings_or_where_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RINGWALL_EVIDENCE_KEY", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert find_signing_key().path == tmp_path / "ringwall" / "evidence.key"
    monkeypatch.setenv("RINGWALL_EVIDENCE_KEY", str(tmp_path / "other.key"))
    assert find_signing_key().path == tmp_path / "other.key"
    assert find_signing_key().trusted.path == tmp_path / "other.trusted"
