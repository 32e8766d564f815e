"""Patterns as the symbolic engine sees them, and the texts that an axis ranges over."""

from typing import NamedTuple

from ringwall.reason.iam.language.operators import Operator
from ringwall.reason.iam.language.pattern import (
    PolicyPattern,
    Variable,
    Wild,
    read_pattern,
    split_arn,
)
from ringwall.reason.iam.symbolic.boxes.budget import TooHard

MAX_DEFAULTS = 6
"""Variables with defaults in one pattern: twice as many forms with each."""


class Glob(NamedTuple):
    """A pattern of one text; variables in it have no defaults any more."""

    tokens: PolicyPattern
    folded: bool = False
    """Whether it matches without regard to case."""
    confined: int = 0
    """How many tokens from the start stand in ARN fields that their wildcards cannot leave."""

    @property
    def literal(self) -> str | None:
        """The only text it matches, if there is just one."""
        if self.folded or len(self.tokens) > 1:
            return None
        first = self.tokens[0] if self.tokens else ""
        return first if isinstance(first, str) else None

    @property
    def size(self) -> int:
        """How many characters are spelt out."""
        return sum(len(token) for token in self.tokens if isinstance(token, str))

    @property
    def is_all(self) -> bool:
        """Whether it matches every text."""
        return self.tokens == (Wild.STAR,) and not self.confined

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The variables in it."""
        return tuple(token for token in self.tokens if isinstance(token, Variable))


class FilledGlob(NamedTuple):
    """A glob that stands for a pattern where these keys are present and those absent.

    A pattern with variables is several: a variable with a default is either filled in or replaced.
    """

    glob: Glob
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


def fill_in(tokens: PolicyPattern) -> list[tuple[PolicyPattern, tuple[str, ...], tuple[str, ...]]]:
    """Return the forms of a pattern, each with the keys that are present and absent in it.

    A variable without a value makes its pattern match nothing: that form is left out.
    """
    found = [token for token in tokens if isinstance(token, Variable)]
    keys = dict.fromkeys(token.key for token in found)
    bare = {token.key for token in found if token.default is None}
    replaceable = [key for key in keys if key not in bare]
    if len(replaceable) > MAX_DEFAULTS:
        raise TooHard
    forms: list[tuple[PolicyPattern, tuple[str, ...], tuple[str, ...]]] = []
    for choice in range(1 << len(replaceable)):
        missing = {key for bit, key in enumerate(replaceable) if choice >> bit & 1}
        present = tuple(key for key in keys if key not in missing)
        forms.append((_replace(tokens, missing), present, tuple(sorted(missing))))
    return forms


def read_value(text: str, operator: Operator, *, variables: bool) -> list[FilledGlob]:
    """Return what one value of a text condition (String..., Arn..., Bool) matches."""
    if operator.family == "bool":
        known = text.lower() in {"true", "false"}
        return [FilledGlob(Glob((text.lower(),), folded=True))] if known else []
    wild = operator.family in {"like", "arn"}
    folded = operator.ignores_case
    tokens = read_pattern(text.lower() if folded else text, variables=variables, wildcards=wild)
    return [
        FilledGlob(
            Glob(form, folded, _count_confined(form) if operator.family == "arn" else 0), *keys
        )
        for form, *keys in fill_in(tokens)
    ]


def _replace(tokens: PolicyPattern, missing: set[str]) -> PolicyPattern:
    found: list[str | Wild | Variable] = []
    for token in tokens:
        if not isinstance(token, Variable):
            new: str | Wild | Variable = token
        elif token.key in missing:
            new = token.default or ""
        else:
            new = Variable(token.key)
        if isinstance(new, str) and found and isinstance(found[-1], str):
            found[-1] += new
        elif new != "":
            found.append(new)
    return tuple(found)


def _count_confined(tokens: PolicyPattern) -> int:
    """Return how many tokens, cut at the colons, stand before the last field of an ARN.

    It counts positions in `cut_fields`, not in `tokens`.
    """
    fields = split_arn(tokens)
    return sum(map(len, fields[:-1])) + len(fields) - 1 if len(fields) > 1 else 0


def cut_fields(glob: Glob) -> PolicyPattern:
    """Return the tokens with every separating colon as a token of its own."""
    if not glob.confined:
        return glob.tokens
    fields = split_arn(glob.tokens)
    cut: list[str | Wild | Variable] = list(fields[0])
    for field in fields[1:]:
        cut.append(":")
        cut.extend(field)
    return tuple(cut)
