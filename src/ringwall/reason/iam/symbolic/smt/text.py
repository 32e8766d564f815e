"""Patterns as string formulas: regular expressions, or, with variables, pieces found in order."""

from collections.abc import Sequence
from typing import Protocol

import z3

from ringwall.reason.iam.language.pattern import PolicyPattern, Variable, Wild, split_arn


class KeyReadings(Protocol):
    """The values of keys."""

    def text(self, key: str) -> z3.SeqRef | None:
        """Return a key's value; None where it is not one text."""
        ...

    def has(self, key: str) -> z3.BoolRef:
        """Return whether a key is there."""
        ...


class VariableFilling:
    """Variables filled in while patterns are matched; collects the keys that must be present."""

    def __init__(self, keys: KeyReadings, *, folded: bool = False) -> None:
        self._keys = keys
        self._needed: dict[str, None] = {}
        self.folded = folded

    def fill(self, variable: Variable) -> z3.SeqRef | None:
        """Return the text that a variable stands for; None where there is no formula."""
        value = self._keys.text(variable.key)
        if value is None or self.folded:
            return None
        if variable.default is None:
            self._needed[variable.key] = None
            return value
        return z3.If(self._keys.has(variable.key), value, z3.StringVal(variable.default))

    def facts(self) -> list[z3.BoolRef]:
        """Return that every variable without a default has a value."""
        return [self._keys.has(key) for key in self._needed]


def match_text(
    text: z3.SeqRef,
    pattern: PolicyPattern,
    filling: VariableFilling | None = None,
    *,
    colons: bool = True,
) -> z3.BoolRef:
    """Return when a text matches a pattern; a free truth value where there is no formula."""
    if not any(isinstance(token, Variable) for token in pattern):
        folded = filling is not None and filling.folded
        return z3.InRe(text, to_regex(pattern, colons=colons, folded=folded))
    pieces = _pieces(pattern, filling) if filling else None
    if pieces is None:
        return free(f"{text} like {pattern}")
    return _in_order(text, pieces)


def match_arn(text: z3.SeqRef, pattern: PolicyPattern, filling: VariableFilling) -> z3.BoolRef:
    """Return when a text matches an ARN pattern: a wildcard stays within its field."""
    fields = split_arn(pattern)
    if any(isinstance(token, Variable) for token in pattern):
        return free(f"{text} arn {pattern}")
    regexes = [to_regex(f, colons=False, folded=filling.folded) for f in fields[:-1]]
    parts: list[z3.ReRef] = []
    for regex in regexes:
        parts.extend((regex, z3.Re(":")))
    parts.append(to_regex(fields[-1], folded=filling.folded))
    return z3.InRe(text, z3.Concat(*parts) if len(parts) > 1 else parts[0])


def free(name: str) -> z3.BoolRef:
    """Return a free truth value of this name."""
    return z3.Bool(f"free {name}")


def to_regex(pattern: PolicyPattern, *, colons: bool = True, folded: bool = False) -> z3.ReRef:
    """Return the regular expression of a pattern without variables."""
    sort = z3.ReSort(z3.StringSort())
    anything = z3.AllChar(sort)
    if not colons:
        anything = z3.Intersect(anything, z3.Complement(z3.Re(":")))
    parts: list[z3.ReRef] = []
    for token in pattern:
        if token is Wild.STAR:
            parts.append(z3.Star(anything))
        elif token is Wild.ANY:
            parts.append(anything)
        elif isinstance(token, str):
            parts.extend(_any_case(c) for c in token) if folded else parts.append(_literal(token))
    if not parts:
        return z3.Re("")
    return z3.Concat(*parts) if len(parts) > 1 else parts[0]


def _any_case(character: str) -> z3.ReRef:
    upper = character.upper()
    if upper == character or upper.lower() != character:
        return _literal(character)
    return z3.Union(_literal(character), _literal(upper))


def _literal(text: str) -> z3.ReRef:
    return z3.Re(quote(text))


def quote(text: str) -> z3.SeqRef:
    """Return a text for Z3, where a backslash would start an escape."""
    spelt = "".join(c if " " <= c <= "~" and c != "\\" else f"\\u{{{ord(c):x}}}" for c in text)
    return z3.StringVal(spelt)


def _pieces(pattern: PolicyPattern, filling: VariableFilling) -> list[z3.SeqRef] | None:
    """Return the texts between the stars; None where there is a wildcard for one character."""
    pieces: list[list[z3.SeqRef]] = [[]]
    for token in pattern:
        if token is Wild.STAR:
            pieces.append([])
        elif isinstance(token, str):
            pieces[-1].append(quote(token))
        elif isinstance(token, Variable):
            value = filling.fill(token)
            if value is None:
                return None
            pieces[-1].append(value)
        else:
            return None
    return [_concat(piece) for piece in pieces]


def _concat(parts: Sequence[z3.SeqRef]) -> z3.SeqRef:
    if not parts:
        return z3.StringVal("")
    return z3.Concat(*parts) if len(parts) > 1 else parts[0]


def _in_order(text: z3.SeqRef, pieces: list[z3.SeqRef]) -> z3.BoolRef:
    if len(pieces) == 1:
        return text == pieces[0]
    head, *middle, tail = pieces
    facts = [z3.PrefixOf(head, text)]
    at = z3.Length(head)
    for piece in middle:
        # The leftmost place of each piece is as good as any.
        found = z3.IndexOf(text, piece, at)
        facts.append(found >= at)
        at = found + z3.Length(piece)
    facts.append(z3.SuffixOf(tail, text))
    facts.append(z3.Length(text) >= at + z3.Length(tail))
    return z3.And(facts)
