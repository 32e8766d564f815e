"""Rules in the language of Suricata: what can be told to be wrong with them without an engine.

https://docs.suricata.io/en/latest/rules/intro.html
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

ACTIONS = ("alert", "drop", "pass", "reject")
"""What Network Firewall does with what a rule is about.
https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-limitations-caveats.html
"""
DIRECTIONS = ("->", "<>")
BEFORE, AFTER = 4, 2
"""Of the words of a header, how many are before the direction at least, and after it."""
_SID = re.compile(r"(?:^|;)\s*sid\s*:\s*(\d+)\s*(?=;|$)")
_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"')


@dataclass(frozen=True)
class RuleFlaw:
    """What is wrong with the rule of a line, the first of which is 1."""

    line: int
    message: str


def find_flaws(text: str) -> Iterator[RuleFlaw]:
    """Yield what is wrong with the rules of a text, in their order."""
    seen: dict[int, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        rule = line.strip()
        if rule and not rule.startswith("#"):
            for message in _check(rule, number, seen):
                yield RuleFlaw(number, message)


def _check(rule: str, number: int, seen: dict[int, int]) -> Iterator[str]:
    header, bracket, rest = rule.partition("(")
    if not bracket or not rest.endswith(")"):
        yield "a rule ends with its options in brackets: (msg:...; sid:1;)"
        return
    options = rest.removesuffix(")")
    bare = _QUOTED.sub('""', options)
    if bare.count('"') % 2:
        yield 'a text that begins with " has no end'
        return
    yield from _check_header(header)
    if not bare.rstrip().endswith(";"):
        yield "each option ends with ;"
    sids = [int(sid) for sid in _SID.findall(bare)]
    if len(sids) != 1:
        yield "it needs one sid, a number of its own" if not sids else "it has two sids"
        return
    if (other := seen.setdefault(sids[0], number)) != number:
        yield f"line {other} has the sid {sids[0]} too"


def _check_header(header: str) -> Iterator[str]:
    words = header.split()
    at = next((place for place, word in enumerate(words) if word in DIRECTIONS), 0)
    if at < BEFORE or len(words) - at - 1 < AFTER:
        yield (
            "it begins with an action, a protocol, addresses and ports: "
            "drop tcp $HOME_NET any -> any 23"
        )
        return
    if words[0] not in ACTIONS:
        yield f"the action {words[0]} is none of {', '.join(ACTIONS)}"
    for side in (" ".join(words[2:at]), " ".join(words[at + 1 :])):
        if side.count("[") != side.count("]"):
            yield f"the brackets of {side} do not match"


def find_repeated_sids(texts: Mapping[str, str]) -> Iterator[tuple[str, int, str]]:
    """Yield the groups that have a sid of an earlier one: the group, the sid, the earlier group.

    An alert names its rule by the sid alone.
    """
    seen: dict[int, str] = {}
    for name, text in texts.items():
        for sid in sorted(_find_sids(text)):
            if (other := seen.setdefault(sid, name)) != name:
                yield name, sid, other


def _find_sids(text: str) -> Iterator[int]:
    for line in map(str.strip, text.splitlines()):
        if not line.startswith("#"):
            options = line.partition("(")[2].removesuffix(")")
            yield from map(int, _SID.findall(_QUOTED.sub('""', options)))
