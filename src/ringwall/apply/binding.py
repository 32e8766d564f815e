"""The references of a Change, filled in with what earlier Changes were seen to have made.

Never with what a write answered: an answer can be lost, and what it names need not be there.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any, BinaryIO

import jmespath

from ringwall.model.change import Change, Poll, Probe, Write
from ringwall.model.errors import BadInput
from ringwall.model.reference import (
    ANSWER,
    BEFORE,
    NOW,
    READ,
    Reference,
    Resolve,
    fill,
    fill_files,
    find_part,
    find_references,
    split_read,
)

ReadBacks = Mapping[str, Mapping[str, Any]]
"""What the read-backs of Changes found: ids by name, by the id of the Change."""
OpenContent = Callable[[str], BinaryIO]
"""Returns the content of the file with a SHA-256; BadInput where it is missing or another."""
_ACCOUNT = re.compile(r"\d{12}")


class Unresolved(BadInput):
    """What a Change refers to was not seen; the message names it."""


def bind(change: Change, found: ReadBacks) -> Change:
    """Return the Change with all that earlier ones were seen to have made put in.

    What it saw itself before it wrote stays open, and so does its undo. Unresolved names what is
    missing.
    """

    def resolve(reference: Reference) -> Any:
        if reference.kind == READ:
            return _look_up(reference, found)
        return reference.as_document()

    return replace(
        change,
        account_id=_find_account(change, resolve),
        account=None,
        write=_fill_write(change.write, resolve),
        probe=_fill_probe(change.probe, resolve),
        before=fill(change.before, resolve),
        after=fill(change.after, resolve),
    )


def bind_before(value: Any, state: Any) -> Any:
    """Return a value with what was there before the write put in; Unresolved where it was not."""

    def resolve(reference: Reference) -> Any:
        if reference.kind == NOW:
            return reference.as_document()
        if reference.kind != BEFORE:
            return _refuse(reference)
        if not isinstance(state, Mapping) or reference.name not in state:
            raise Unresolved(f"this needs what {reference.name} was before, which was not seen")
        return state[reference.name]

    return fill(value, resolve)


def bind_now(write: Write, now: Mapping[str, Any]) -> Write:
    """Return a write with what the read just before it found put in; Unresolved where it did not.

    A lock token, for instance, which AWS gives to each version of a resource.
    """

    def resolve(reference: Reference) -> Any:
        if reference.kind != NOW:
            return reference.as_document()
        if (value := now.get(reference.name)) is None:
            raise Unresolved(f"this needs {reference.name} as it is now, and AWS showed none")
        return value

    return _fill_write(write, resolve)


def bind_write(write: Write, state: Any) -> Write:
    """Return a write with what was there before it put in; its poll waits for its answer.

    What a read just before the write finds stays open.
    """
    for reference in find_references(write.parameters):
        if reference.kind != NOW and bind_before(reference.as_document(), state) is None:
            raise Unresolved(f"this needs what {reference.name} was before, and there was none")
    return replace(write, parameters=bind_before(write.parameters, state))


@contextmanager
def bind_files(write: Write, open_file: OpenContent) -> Iterator[Mapping[str, Any]]:
    """Yield the parameters of a write with the files that it names, open; Unresolved for none.

    INVARIANT: only what is sent has them. The journal holds the write as it was before.
    """
    with ExitStack() as opened:
        try:
            parameters: Mapping[str, Any] = fill_files(
                write.parameters, lambda sha256: opened.enter_context(open_file(sha256))
            )
        except BadInput as error:
            raise Unresolved(str(error)) from error
        yield parameters


def refuse_files(sha256: str) -> BinaryIO:
    """Open no file: for runs that have nothing to do with any. Raises BadInput."""
    raise BadInput(f"this needs the file {sha256}, and no files belong to this run")


def bind_answer(poll: Poll, answer: Any) -> dict[str, Any]:
    """Return the parameters of a poll, with the answer of the write that it is about."""

    def resolve(reference: Reference) -> Any:
        if reference.kind != ANSWER:
            return _refuse(reference)
        if (value := jmespath.search(reference.name, answer)) is None:
            raise Unresolved(f"the answer has no {reference.name}")
        return value

    filled: dict[str, Any] = fill(poll.parameters, resolve)
    return filled


def bind_undo(change: Change, found: ReadBacks, state: Any) -> Change:
    """Return a Change that was made with its undo put in, and all else that it refers to.

    `found` has what its own read-back found too; `state` is what it saw before it wrote.
    ValueError where there is no undo.
    """
    if change.undo is None:
        reason = change.irreversible
        raise ValueError(f"{change.write.operation} cannot be undone{': ' * bool(reason)}{reason}")

    def resolve(reference: Reference) -> Any:
        if reference.kind == READ:
            return _look_up(reference, found)
        return reference.as_document()

    bound = bind(change, found)
    return replace(
        bound,
        write=bind_write(bound.write, state),
        before=state,
        after=bind_before(bound.after, state),
        undo=bind_write(_fill_write(change.undo, resolve), state),
    )


def _find_account(change: Change, resolve: Resolve) -> str:
    if change.account is None:
        return change.account_id
    found = fill(change.account, resolve)
    if not isinstance(found, str) or not _ACCOUNT.fullmatch(found):
        raise Unresolved(f"this needs the id of an account, and found {found!r}")
    return found


def _fill_probe(probe: Probe, resolve: Resolve) -> Probe:
    each, lookups = (
        tuple(replace(read, parameters=fill(read.parameters, resolve)) for read in reads)
        for reads in (probe.each, probe.lookups)
    )
    return replace(
        probe,
        parameters=fill(probe.parameters, resolve),
        match=fill(probe.match, resolve),
        members=fill(probe.members, resolve),
        each=each,
        lookups=lookups,
    )


def _fill_write(write: Write, resolve: Resolve) -> Write:
    poll = write.poll and replace(write.poll, parameters=fill(write.poll.parameters, resolve))
    return replace(write, parameters=fill(write.parameters, resolve), poll=poll)


def _look_up(reference: Reference, found: ReadBacks) -> Any:
    change, name, path = split_read(reference.name)
    if change not in found:
        raise Unresolved(f"this needs {name} of change {change}, which was not seen to be done")
    if (value := find_part(found[change].get(name), path)) is None:
        raise Unresolved(f"this needs {name} of change {change}, and AWS showed none")
    return value


def _refuse(reference: Reference) -> Any:
    raise Unresolved(f"{reference.kind} {reference.name} cannot be known here")
