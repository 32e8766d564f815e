"""What a scalar of a YAML file means: text, a number, true, false or null; else it is unclear.

YAML 1.1 and 1.2 disagree about much that has no quotes: yes, 010, 1_000, 12:30:00, 2026-01-01. What
one of them takes for something other than text, and that is not plainly a number, is refused.
"""

import math
import re

from yaml.resolver import Resolver

YamlScalar = str | int | float | bool | None
WORDS: dict[str, YamlScalar] = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,17}")
_OF_YAML_1_2 = re.compile(
    r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"
    r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|null|Null|NULL|~|true|True|TRUE|false|False|FALSE"
)
"""https://yaml.org/spec/1.2.2/#1032-tag-resolution"""
_TEXT = "tag:yaml.org,2002:str"
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class UnclearScalar(ValueError):
    """The two versions of YAML do not read the same, or the text cannot be kept."""


def read_scalar(text: str, *, is_plain: bool) -> YamlScalar:
    """Return what a scalar means; UnclearScalar says why it cannot be known.

    `is_plain`: it has no quotes, and is no block.
    """
    if not is_plain:
        if _FORBIDDEN.search(text):
            raise UnclearScalar("a text has no control characters, nor halves of characters")
        return text
    if text in WORDS:
        return WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    if text == "<<":
        raise UnclearScalar("keys are not merged with <<; name each key, or use an alias alone")
    if _OF_YAML_1_2.fullmatch(text) or _is_other_in_yaml_1_1(text):
        raise UnclearScalar(f'{_kind(text)}; write "{text}" where text is meant{_hint(text)}')
    return text


def _is_other_in_yaml_1_1(text: str) -> bool:
    resolvers = Resolver.yaml_implicit_resolvers
    found = (*resolvers.get(text[0], ()), *resolvers.get(None, ()))
    return any(tag != _TEXT and pattern.match(text) for tag, pattern in found)


def _kind(text: str) -> str:
    return (
        "YAML reads this as a number" if text[:1].isdigit() else "YAML does not read this as text"
    )


def _hint(text: str) -> str:
    if text.lower() in {"yes", "on", "y", "true"}:
        return ", true where it is so"
    if text.lower() in {"no", "off", "n", "false"}:
        return ", false where it is not so"
    return ""
