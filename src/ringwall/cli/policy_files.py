"""Policies read from files that the command line names."""

from pathlib import Path

from ringwall.model.errors import BadInput
from ringwall.reason.iam.language.document import BrokenDocument, Document, read_document
from ringwall.reason.iam.language.parse import BadPolicy, Parsed
from ringwall.reason.iam.language.policy import Policy


def read_policy_file(path: Path) -> Document:
    """Return the JSON document of a file; BadInput where there is none."""
    text = read_bytes(path)
    try:
        return read_document(text)
    except BrokenDocument as error:
        raise BadInput(f"{path}:{'' if error.position.line else ' '}{error}") from error


def read_bytes(path: Path) -> bytes:
    """Return what a file holds; BadInput where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from error


def take_policy(parsed: Parsed, path: Path) -> Policy:
    """Return the policy of a file; BadPolicy where it has no certain meaning, or a key twice.

    Of a key that is there twice, AWS takes neither.
    """
    twice = any(problem.code == "duplicate_key" for problem in parsed.errors)
    if parsed.policy is None or twice:
        raise BadPolicy(str(path), parsed.errors)
    return parsed.policy
