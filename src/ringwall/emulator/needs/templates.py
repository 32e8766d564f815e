"""Templates of ARNs as AWS's reference writes them: `arn:${Partition}:s3:::${BucketName}`."""

import re
from collections.abc import Mapping
from functools import lru_cache

from ringwall.emulator.call import EmulatedCall

_OPEN = re.compile(r"\$\{(\w+)\}")
_LAST = 5
"""The position of an ARN's last field, which may have colons of its own."""
_PLACE = frozenset({"Partition", "Region", "Account"})


def find_partition(region: str) -> str:
    """Return the partition of a region."""
    if region.startswith("cn-"):
        return "aws-cn"
    return "aws-us-gov" if region.startswith("us-gov-") else "aws"


def place_of(call: EmulatedCall) -> dict[str, str]:
    """Return what every template has a place for: the call's partition, region and account."""
    return {
        "Partition": find_partition(call.region),
        "Region": call.region,
        "Account": call.account_id,
    }


@lru_cache(maxsize=4096)
def find_open(template: str) -> tuple[str, ...]:
    """Return the names in a template that are not the call's place."""
    return tuple(dict.fromkeys(n for n in _OPEN.findall(template) if n not in _PLACE))


@lru_cache(maxsize=4096)
def _split_template(template: str) -> tuple[tuple[str, ...], ...]:
    """Return the literals of each part between colons: what is open lies between them."""
    return tuple(tuple(_OPEN.split(part)[::2]) for part in template.split(":"))


def matches(template: str, arn: str) -> bool:
    """Whether an ARN may be one of the template's: an open name is no colon, but may be a slash."""
    parts, texts = _split_template(template), arn.split(":")
    if len(parts) != len(texts):
        return False
    # The last parts tell most types apart.
    return all(
        _fits(parts[position], texts[position], least=int(position >= _LAST))
        for position in reversed(range(len(parts)))
    )


def _fits(literals: tuple[str, ...], text: str, *, least: int) -> bool:
    """Whether a text has the literals in their order, with `least` characters between them.

    The first place of each is as good as any later one, so that the text is read once.
    """
    first, *middle = literals
    if not middle:
        return text == first
    if not text.startswith(first):
        return False
    position, last = len(first), middle.pop()
    for literal in middle:
        found = text.find(literal, position + least)
        if found < 0:
            return False
        position = found + len(literal)
    return text.endswith(last) and len(text) - len(last) >= position + least


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return a template with its names replaced; `*` for a name that has no value.

    A value that repeats what the template has before its place loses it: `alias/x` for
    `alias/${Alias}`, `ou-1` for `ou-${OrganizationalUnitId}`, `/x` for `parameter/${...}`.
    """

    def put(match: re.Match[str]) -> str:
        value = values.get(match[1], "*")
        before = re.split(r"[:}]", template[: match.start()])[-1]
        for start in (before, before.rpartition("/")[2], before[-1:] if before[-1:] == "/" else ""):
            if start and value.startswith(start):
                return value[len(start) :]
        return value

    return _OPEN.sub(put, template)


def split_arn(arn: str) -> list[str]:
    """Return the six fields of an ARN, the first of which is `arn`; empty ones for what is none."""
    fields = arn.split(":", _LAST)
    return fields if len(fields) > _LAST else ["", "", "", "", "", ""]
