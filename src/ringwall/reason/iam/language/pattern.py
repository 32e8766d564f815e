"""Patterns with `*`, `?` and policy variables, as tokens.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

import re
from dataclasses import dataclass
from enum import Enum


class Wild(Enum):
    """The two wildcards: any text (also none), and any one character."""

    STAR = "*"
    ANY = "?"


@dataclass(frozen=True)
class Variable:
    """`${key}` or `${key, 'default'}`; the key is in lower case, `default` None if not given."""

    key: str
    default: str | None = None


Token = str | Wild | Variable
PolicyPattern = tuple[Token, ...]
"""Literal text, wildcards and variables, in order; no two literals or stars in a row."""

_WILDCARD = re.compile(r"()([*?])")
_SPECIAL = re.compile(r"\$\{([^{}]*)\}|([*?])")
_DEFAULTED = re.compile(r"(?P<key>[^,']+),\s*'(?P<default>[^']*)'\s*")


def read_pattern(text: str, *, variables: bool, wildcards: bool = True) -> PolicyPattern:
    """Return the tokens of a text.

    `variables` is the statement's; `wildcards` is false where `*` and `?` are plain characters
    (StringEquals). `${*}`, `${?}` and `${$}` stand for the characters themselves.
    """
    special = _SPECIAL if variables else _WILDCARD
    if text and not special.search(text):
        return (text,)  # most names of actions are
    found: list[Token] = []
    end = 0
    for match in special.finditer(text):
        name, wild = match.groups()
        _append(found, text[end : match.start()])
        if not wild:
            _append(found, _variable(name))
        else:
            _append(found, Wild(wild) if wildcards else wild)
        end = match.end()
    _append(found, text[end:])
    return tuple(found)


def split_arn(pattern: PolicyPattern) -> tuple[PolicyPattern, ...]:
    """Return the fields of an ARN pattern: what stands between its first five colons.

    A colon inside a variable's name is none of them. Fewer than six fields come back where the
    pattern has fewer colons: its last field then matches all that follows.
    """
    fields: list[list[Token]] = [[]]
    for token in pattern:
        if not isinstance(token, str):
            fields[-1].append(token)
            continue
        first, *rest = token.split(":", ARN_FIELDS - len(fields))
        _append(fields[-1], first)
        for part in rest:
            fields.append([])
            _append(fields[-1], part)
    return tuple(map(tuple, fields))


def complete_arn(text: str) -> str:
    """Return an ARN that ends before its sixth field with wildcards for the missing fields.

    AWS does so in identity policies: `arn:aws:sqs` is `arn:aws:sqs:*:*:*`. A pattern that ends in
    a star reaches over the missing fields by itself.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
    """
    if not text.startswith("arn:") or text.endswith(("*", "}")):
        return text
    missing = ARN_FIELDS - len(split_arn(read_pattern(text, variables=True)))
    return text + ":*" * missing


ARN_FIELDS = 6
"""arn, partition, service, region, account, resource."""


def _variable(name: str) -> Token:
    if name in {"*", "?", "$"}:
        return name
    if defaulted := _DEFAULTED.fullmatch(name):
        return Variable(defaulted["key"].strip().lower(), defaulted["default"])
    return Variable(name.strip().lower())


def _append(found: list[Token], token: Token) -> None:
    if token == "":
        return
    if isinstance(token, str) and found and isinstance(found[-1], str):
        found[-1] += token
    elif token is not Wild.STAR or not found or found[-1] is not Wild.STAR:
        found.append(token)
