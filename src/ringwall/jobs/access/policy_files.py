"""Policies in files: read with their places, doubtful ones noted, broken ones refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ringwall.jobs.events import Events
from ringwall.model.errors import BadInput
from ringwall.model.table import Row
from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.policy_set import Policies, PolicySet
from ringwall.reason.iam.language.answers import unwrap_answer
from ringwall.reason.iam.language.document import BrokenDocument, Document, read_document
from ringwall.reason.iam.language.parse import BadPolicy, Parsed, parse_document
from ringwall.reason.iam.language.policy import Policy, PolicyType
from ringwall.reason.iam.validation.names import check_names

PolicyKind = PolicyType
"""Where a policy is attached: identity, resource, trust, boundary, session, scp, ..."""


@dataclass(frozen=True)
class PolicyFiles:
    """Files with the policies around a request. A file of `scp` or `rcp` holds one level."""

    identity: tuple[Path, ...] = ()
    resource: tuple[Path, ...] = ()
    boundary: tuple[Path, ...] = ()
    session: tuple[Path, ...] = ()
    scp: tuple[Path, ...] = ()
    rcp: tuple[Path, ...] = ()
    endpoint: tuple[Path, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether no file is named."""
        return not any(vars(self).values())


def read_policy_set(files: PolicyFiles, events: Events) -> PolicySet:
    """Return the policies of files; what is doubtful about one is noted.

    BadInput for a file that cannot be read, and for a policy without a certain meaning.
    """

    def read(paths: tuple[Path, ...], kind: PolicyType) -> Policies:
        return tuple(policy for path in paths for policy in _compile(path, kind, events))

    return PolicySet(
        identity=read(files.identity, "identity"),
        resource=read(files.resource, ""),
        boundaries=read(files.boundary, "boundary"),
        session=read(files.session, "session"),
        scp_levels=tuple(read((path,), "scp") for path in files.scp),
        rcp_levels=tuple(read((path,), "rcp") for path in files.rcp),
        endpoint=read(files.endpoint, "endpoint"),
    )


def read_policy(path: Path) -> Policy:
    """Return the policy of a file; BadInput where it has no certain meaning."""
    return _take_policy(parse_document(_read_file(path), (), str(path)), path)


def read_policy_document(path: Path, kind: PolicyType, events: Events) -> Row:
    """Return the policy of a file as JSON; what is doubtful is noted.

    BadInput where the file holds no policy, or one with an error.
    """
    document = _read_file(path)
    parsed = parse_document(document, (), str(path), kind)
    if parsed.policy is None or parsed.errors:
        raise BadPolicy(str(path), parsed.errors)
    _note_problems(parsed, parsed.policy, path, events)
    return dict(document.value)


def read_bytes(path: Path) -> bytes:
    """Return what a file holds; BadInput where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from error


def _read_file(path: Path) -> Document:
    text = read_bytes(path)
    try:
        return unwrap_answer(read_document(text))
    except BrokenDocument as error:
        raise BadInput(f"{path}:{'' if error.position.line else ' '}{error}") from error


def _compile(path: Path, kind: PolicyType, events: Events) -> Iterator[CompiledPolicy]:
    document = _read_file(path)
    several = isinstance(document.value, list)
    for at in range(len(document.value)) if several else (None,):
        parsed = parse_document(document, () if at is None else (at,), str(path), kind)
        policy = _take_policy(parsed, path)
        _note_problems(parsed, policy, path, events)
        yield CompiledPolicy(policy)


def _take_policy(parsed: Parsed, path: Path) -> Policy:
    """Return the policy of a file; BadPolicy where it has no certain meaning, or a key twice.

    AWS refuses a policy with a key that appears twice.
    """
    is_twice = any(problem.code == "duplicate_key" for problem in parsed.errors)
    if parsed.policy is None or is_twice:
        raise BadPolicy(str(path), parsed.errors)
    return parsed.policy


def _note_problems(parsed: Parsed, policy: Policy, path: Path, events: Events) -> None:
    for problem in (*parsed.problems, *check_names(policy)):
        events.note(f"{path}:{problem}")
