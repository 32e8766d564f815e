"""The secrets of channels: read where a channel says that they are, kept for minutes, never shown.

A file must be the user's own, and nobody else may read it.
"""

import os
import stat
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from ringwall.model.errors import BadInput
from ringwall.model.response_channels import SecretPlace

LARGEST = 64 * 1024
KEPT_SECONDS = 300.0
"""How long a secret is kept: one that was changed is read anew after that."""
OTHERS = 0o077


def refuse_arn(arn: str) -> str:
    """Raise BadInput: nothing is read of AWS here."""
    raise BadInput(f"{arn}: secrets of Secrets Manager cannot be read here")


@dataclass(frozen=True)
class SecretReader:
    """Reads secrets. `folder` is that of response.toml, from which paths of files are meant."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    fetch: Callable[[str], str] = refuse_arn
    """Returns the value of a secret of Secrets Manager, by its ARN."""
    clock: Callable[[], float] = time.monotonic
    _kept: dict[SecretPlace, tuple[float, str]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def __call__(self, place: SecretPlace) -> str:
        """Return the secret at a place; BadInput where there is none that can be used."""
        read_at, secret = self._kept.get(place, (0.0, ""))
        if not secret or self.clock() - read_at > KEPT_SECONDS:
            secret = self._read(place)
            self._kept[place] = self.clock(), secret
        return secret

    def _read(self, place: SecretPlace) -> str:
        if place.env:
            where, text = place.env, self.environment.get(place.env, "")
        elif place.file:
            where, text = place.file, read_secret_file(self.folder / place.file)
        elif place.arn:
            arn, _, member = place.arn.partition("#")
            where, text = place.arn, self.fetch(arn)
            text = _take_member(text, member, where) if member else text
        else:
            raise BadInput("the channel names no such secret")
        text = text.strip("\r\n")
        if not text:
            raise BadInput(f"{where}: is not set, or empty: it should hold a secret")
        # A line feed in a header begins another header.
        if len(text) > LARGEST or not text.isprintable():
            raise BadInput(f"{where}: holds what is no secret: it is too long, or has controls")
        return text


def read_secret_file(path: Path) -> str:
    """Return what a file holds; BadInput where others can read it, or it is no file."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            facts = os.fstat(descriptor)
            if not stat.S_ISREG(facts.st_mode):
                raise BadInput(f"{path}: no file")
            if facts.st_uid != os.geteuid() or facts.st_mode & OTHERS:
                raise BadInput(f"{path}: others can read it, or it is theirs; chmod 600 it")
            return file.read(LARGEST + 1).decode()
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: holds no text") from error
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from error


def _take_member(text: str, member: str, where: str) -> str:
    try:
        found = msgspec.json.decode(text.encode())[member]
    except (msgspec.MsgspecError, LookupError, TypeError) as error:
        raise BadInput(f"{where}: the secret has no such member") from error
    return found if isinstance(found, str) else ""
