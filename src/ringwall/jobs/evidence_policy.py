"""The policy of responses, as far as evidence goes by it."""

from pathlib import Path

import msgspec

from ringwall.model.errors import BadInput
from ringwall.model.response_policy import ResponsePolicy

LONGEST = 1 << 20


def read_policy(path: Path | None) -> ResponsePolicy:
    """Return the policy of a file, or one that says nothing; BadInput for a file that is none."""
    if path is None:
        return ResponsePolicy()
    try:
        with path.open("rb") as file:
            text = file.read(LONGEST + 1)
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from error
    if len(text) > LONGEST:
        raise BadInput(f"{path}: larger than {LONGEST:,} bytes")
    try:
        return msgspec.toml.decode(text, type=ResponsePolicy)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: not a policy of responses: {error}") from error
