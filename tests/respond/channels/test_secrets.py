"""A secret is read where its channel says, and shown nowhere."""

import os
from pathlib import Path

import pytest

from ringwall.model.errors import BadInput
from ringwall.model.response_channels import SecretPlace
from ringwall.respond.channels.secrets import SecretReader, read_secret_file

ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:slack-x"


def test_a_secret_comes_from_the_environment(tmp_path: Path) -> None:
    reader = SecretReader(tmp_path, {"TOKEN": "xoxb-1\n"})
    assert reader(SecretPlace(env="TOKEN")) == "xoxb-1"
    with pytest.raises(BadInput, match="OTHER: is not set"):
        reader(SecretPlace(env="OTHER"))
    with pytest.raises(BadInput, match="names no such secret"):
        reader(SecretPlace())


def test_a_secret_comes_from_a_file_of_the_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("xoxb-1\n")
    path.chmod(0o600)
    assert SecretReader(tmp_path)(SecretPlace(file="token")) == "xoxb-1"
    path.chmod(0o640)
    with pytest.raises(BadInput, match="others can read it"):
        read_secret_file(path)


def test_what_is_no_file_is_no_secret(tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text("x")
    secret.chmod(0o600)
    link, pipe = tmp_path / "link", tmp_path / "pipe"
    link.symlink_to(secret)
    os.mkfifo(pipe, 0o600)
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe")
    binary.chmod(0o600)
    for path in (link, pipe, tmp_path, tmp_path / "none", binary):
        with pytest.raises(BadInput):
            read_secret_file(path)


def test_a_secret_comes_from_secrets_manager_whole_or_a_member(tmp_path: Path) -> None:
    reader = SecretReader(tmp_path, {}, fetch={ARN: '{"token": "xoxb-1", "n": 1}'}.__getitem__)
    assert reader(SecretPlace(arn=ARN)) == '{"token": "xoxb-1", "n": 1}'
    assert reader(SecretPlace(arn=f"{ARN}#token")) == "xoxb-1"
    for member in ("none", "n"):
        with pytest.raises(BadInput) as raised:
            reader(SecretPlace(arn=f"{ARN}#{member}"))
        assert "xoxb" not in str(raised.value)


def test_without_a_way_to_aws_no_arn_is_read(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read here"):
        SecretReader(tmp_path)(SecretPlace(arn=ARN))


@pytest.mark.parametrize("value", ["", "\n", "a\nb: c", "a\x00", "x" * 70_000])
def test_what_would_break_a_header_is_no_secret(tmp_path: Path, value: str) -> None:
    with pytest.raises(BadInput) as raised:
        SecretReader(tmp_path, {"TOKEN": value})(SecretPlace(env="TOKEN"))
    assert not value.strip() or value not in str(raised.value)


def test_a_secret_that_was_changed_is_read_anew_after_minutes(tmp_path: Path) -> None:
    at, values = [0.0], {"TOKEN": "old"}
    reader = SecretReader(tmp_path, values, clock=lambda: at[0])
    assert reader(SecretPlace(env="TOKEN")) == "old"
    values["TOKEN"] = "new"
    assert reader(SecretPlace(env="TOKEN")) == "old"
    at[0] = 301.0
    assert reader(SecretPlace(env="TOKEN")) == "new"


def test_a_reader_shows_no_secret(tmp_path: Path) -> None:
    reader = SecretReader(tmp_path, {"TOKEN": "hunter2"})
    reader(SecretPlace(env="TOKEN"))
    shown = repr(reader)
    assert "hunter2" not in shown
