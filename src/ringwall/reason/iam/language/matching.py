"""Text matched against patterns, in time linear in the text: no backtracking anywhere.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ringwall.reason.iam.language.pattern import PolicyPattern, Variable, Wild, split_arn
from ringwall.reason.iam.language.ternary import Ternary, any_of
from ringwall.reason.iam.language.variables import UNKNOWN, NoValue, VariableValues

Matches = Callable[[str], bool]
"""Whether a text matches a pattern that has no variables."""


def compile_glob(pattern: PolicyPattern) -> Matches:
    """Return the matcher of a pattern without variables; wildcards match any character."""
    if Wild.ANY in pattern:
        return _Automaton(pattern).matches
    literals = _split_at_stars(pattern)
    if len(literals) == 1:
        return literals[0].__eq__
    head, *middle, tail = literals
    if not middle and not tail:
        return lambda text: text.startswith(head)
    return _Segments(head, tuple(middle), tail).matches


def compile_arn(pattern: PolicyPattern) -> Matches:
    """Return the matcher of an ARN pattern: a wildcard stays within its field.

    AWS: "You can use wildcard characters within any ARN segment (the parts separated by colons)";
    one that ends a pattern of fewer fields reaches over those that follow.
    """
    fields = split_arn(pattern)
    fixed = fields[:-1]
    if all(Wild.STAR not in field and Wild.ANY not in field for field in fixed):
        return compile_glob(pattern)  # the wildcards stand in the last field: nothing to keep apart
    return _Fields(tuple(map(compile_glob, fields))).matches


def _split_at_stars(pattern: PolicyPattern) -> list[str]:
    literals = [""]
    for token in pattern:
        if token is Wild.STAR:
            literals.append("")
        elif isinstance(token, str):
            literals[-1] += token
    return literals


@dataclass(frozen=True)
class _Segments:
    """A pattern of literals between stars: the leftmost place of each is as good as any."""

    head: str
    middle: tuple[str, ...]
    tail: str

    def matches(self, text: str) -> bool:
        at, end = len(self.head), len(text) - len(self.tail)
        if end < at or not text.startswith(self.head) or not text.endswith(self.tail):
            return False
        for literal in self.middle:
            found = text.find(literal, at, end)
            if found < 0:
                return False
            at = found + len(literal)
        return True


class _Automaton:
    """A pattern as a set of positions held in one integer: each character is one step for all."""

    def __init__(self, pattern: PolicyPattern) -> None:
        self.literal: dict[str, int] = {}
        self.any = self.star = 0
        bit = 1
        for token in pattern:
            if token is Wild.STAR:
                self.star |= bit
                continue
            for character in token if isinstance(token, str) else "?":
                if token is Wild.ANY:
                    self.any |= bit
                else:
                    self.literal[character] = self.literal.get(character, 0) | bit
                bit <<= 1
        self.end = bit

    def matches(self, text: str) -> bool:
        at = 1
        for character in text:
            step = at & (self.literal.get(character, 0) | self.any)
            at = (step << 1) | (at & self.star)
            if not at:
                return False
        return bool(at & self.end)


@dataclass(frozen=True)
class _Fields:
    """A matcher for each field of an ARN; the last one takes all that is left."""

    fields: tuple[Matches, ...]

    def matches(self, text: str) -> bool:
        parts = text.split(":", len(self.fields) - 1)
        return len(parts) == len(self.fields) and all(
            matches(part) for matches, part in zip(self.fields, parts, strict=True)
        )


class PatternSet:
    """Many patterns as one question: whether any of them matches.

    `arns` keeps wildcards within the fields of an ARN; `folded` says that patterns and texts are
    in lower case. Patterns with variables are filled in from the context of the request: text that
    comes from there is literal, a variable without a value makes its pattern match nothing.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    """

    def __init__(
        self, patterns: Iterable[PolicyPattern], *, arns: bool = False, folded: bool = False
    ) -> None:
        self._folded = folded
        self._exact: set[str] = set()
        prefixes: list[str] = []
        globs: list[Matches] = []
        self._variable: list[tuple[PolicyPattern, ...]] = []
        for pattern in patterns:
            if len(pattern) == 1 and isinstance(pattern[0], str):
                self._exact.add(pattern[0])
                continue
            literals = _split_at_stars(pattern)
            if any(isinstance(token, Variable) for token in pattern):
                self._variable.append(split_arn(pattern) if arns else (pattern,))
            elif len(literals) == 1 and Wild.ANY not in pattern:
                self._exact.add(literals[0])
            elif literals[1:] == [""] and Wild.ANY not in pattern:
                prefixes.append(literals[0])
            else:
                globs.append(compile_arn(pattern) if arns else compile_glob(pattern))
        self._takes_all = "" in prefixes
        self._prefixes = tuple(prefixes)
        self._globs = tuple(globs)

    def matches(self, text: str) -> bool:
        """Whether a pattern without variables matches."""
        return (
            self._takes_all
            or text in self._exact
            or (bool(self._prefixes) and text.startswith(self._prefixes))
            or (bool(self._globs) and any(glob(text) for glob in self._globs))
        )

    def matches_in(self, text: str, values: VariableValues) -> Ternary:
        """Whether a pattern matches, variables filled in; None where a value is unknown."""
        if self._takes_all or self.matches(text):
            return True
        if not self._variable:
            return False
        return any_of(self._matches_filled(fields, text, values) for fields in self._variable)

    def _matches_filled(
        self, fields: tuple[PolicyPattern, ...], text: str, values: VariableValues
    ) -> Ternary:
        """Whether a pattern with variables matches.

        One whose value is not known may be any text: where even that does not match, nothing does.
        """
        matchers: list[Matches] = []
        is_known = True
        for field in fields:
            filled = self._fill(field, values)
            if filled is None:
                return False
            pattern, is_whole = filled
            is_known = is_known and is_whole
            matchers.append(compile_glob(pattern))
        matches = _Fields(tuple(matchers)).matches(text)
        return None if matches and not is_known else matches

    def _fill(
        self, pattern: PolicyPattern, values: VariableValues
    ) -> tuple[PolicyPattern, bool] | None:
        """Return a pattern with its variables filled in, and whether all were known.

        None where one has no value: then the pattern matches nothing.
        """
        filled: list[str | Wild] = []
        is_known = True
        for token in pattern:
            if not isinstance(token, Variable):
                filled.append(token)
                continue
            value = values.variable(token.key, token.default)
            if value is UNKNOWN:
                is_known = False
                filled.append(Wild.STAR)
            elif isinstance(value, NoValue):
                return None
            else:
                filled.append(value.lower() if self._folded else value)
        return tuple(filled), is_known
