"""A Resource pattern cut into the six fields of an ARN, as terms that are boxes.

The requests range over ARNs of six fields, and `*`: the resource of an action that has none.
A wildcard stays in its field, except in the last one of a pattern: there it also matches the fields
that follow, and the pattern becomes one term for every way to do so.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from ringwall.reason.iam.language.matching import compile_arn
from ringwall.reason.iam.language.pattern import (
    ARN_FIELDS,
    PolicyPattern,
    Token,
    Variable,
    Wild,
    read_pattern,
    split_arn,
)
from ringwall.reason.iam.symbolic.boxes.glob import Glob, fill_in

MAX_TERMS = 256
"""The most terms of one pattern; beyond, what it matches counts as not known."""


class ResourceTerm(NamedTuple):
    """A pattern for every field, where some keys are present and others absent."""

    fields: tuple[Glob, ...]
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


class ResourceTerms(NamedTuple):
    """What one Resource pattern matches."""

    terms: tuple[ResourceTerm, ...]
    is_star: bool
    """Whether it matches the resource `*`."""
    is_exact: bool = True
    """Whether the terms are all that it matches; otherwise it may match more."""


ALL = Glob((Wild.STAR,))
_EVERYTHING = ResourceTerms((ResourceTerm((ALL,) * ARN_FIELDS),), is_star=True)


@lru_cache(maxsize=4096)
def read_resource(text: str, *, variables: bool) -> ResourceTerms:
    """Return the terms of a Resource pattern."""
    pattern = read_pattern(text, variables=variables)
    if pattern == (Wild.STAR,):
        return _EVERYTHING
    is_star = not any(isinstance(t, Variable) for t in pattern) and compile_arn(pattern)("*")
    terms: list[ResourceTerm] = []
    is_exact = True
    for form, present, absent in fill_in(pattern):
        fields = split_arn(form)
        missing = ARN_FIELDS - len(fields)
        if missing and any(isinstance(token, Variable) for token in fields[-1]):
            is_exact = False  # its value may have any number of fields
            continue
        ways = list(islice(_lay(fields[-1], missing), MAX_TERMS + 1))
        is_exact = is_exact and len(ways) <= MAX_TERMS
        terms.extend(
            ResourceTerm(tuple(map(Glob, (*fields[:-1], *way))), present, absent)
            for way in ways[:MAX_TERMS]
        )
    return ResourceTerms(tuple(terms), is_star, is_exact)


def _lay(tail: PolicyPattern, colons: int) -> Iterator[tuple[PolicyPattern, ...]]:
    """Yield every way in which wildcards match a number of colons."""
    if not colons:
        yield (tail,)
        return
    for at, token in enumerate(tail):
        if isinstance(token, Wild):
            # This token matches the first colon: what follows is in the next fields.
            before, after = tail[:at], tail[at + 1 :]
            star: tuple[Token, ...] = (Wild.STAR,) if token is Wild.STAR else ()
            head = _tidy((*before, *star))
            for rest in _lay(_tidy((*star, *after)), colons - 1):
                yield (head, *rest)


def _tidy(tokens: PolicyPattern) -> PolicyPattern:
    found: list[Token] = []
    for token in tokens:
        if token is not Wild.STAR or not found or found[-1] is not Wild.STAR:
            found.append(token)
    return tuple(found)
