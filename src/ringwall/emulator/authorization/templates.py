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
def compile_template(template: str) -> re.Pattern[str]:
    """Return a template as a pattern for whole ARNs."""
    *fields, last = template.split(":", _LAST)
    parts = [_OPEN.sub("[^:]*", _escape(field)) for field in fields]
    return re.compile(":".join([*parts, _OPEN.sub("[^:]+", _escape(last))]))


def _escape(text: str) -> str:
    pieces = _OPEN.split(text)
    return "".join(
        re.escape(piece) if index % 2 == 0 else f"${{{piece}}}"
        for index, piece in enumerate(pieces)
    )


def matches(template: str, arn: str) -> bool:
    """Whether an ARN may be one of the template's."""
    return bool(compile_template(template).fullmatch(arn))


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
