"""STIX 2.1 bundles: the values that patterns of indicators compare with.

https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html (9, STIX patterning)
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from ringwall.model.errors import BadInput

TYPES = ("ipv4-addr", "ipv6-addr", "domain-name", "url")
_STRING = r"'(?:[^'\\]|\\.)*'"
_COMPARISON = re.compile(
    rf"\s*(?P<path>{'|'.join(TYPES)}):value\s*(?:=\s*(?P<one>{_STRING})"
    rf"|IN\s*\(\s*(?P<many>{_STRING}(?:\s*,\s*{_STRING})*)\s*\))\s*"
)
_VALUE = re.compile(_STRING)
_OBSERVATION = re.compile(r"\s*\[(?P<inside>(?:[^\]'\\]|'(?:[^'\\]|\\.)*')*)\]\s*")
NOT_UNDERSTOOD = "a pattern that is more than = and OR of addresses, domains and URLs"
LONGEST = 100_000
"""Letters of a pattern that are looked at."""


def read_stix(content: bytes, skipped: Counter[str]) -> Iterator[tuple[str, datetime | None]]:
    """Yield each value that the indicators of a bundle name, with its end where there is one.

    What is revoked or of another pattern is counted in `skipped`. BadInput where it is no bundle.
    """
    for found in _read_objects(content):
        if not isinstance(found, dict) or found.get("type") != "indicator":
            continue
        if found.get("revoked") is True:
            skipped["an indicator that was revoked"] += 1
            continue
        pattern = found.get("pattern")
        if found.get("pattern_type", "stix") != "stix" or not isinstance(pattern, str):
            skipped["a pattern of another language than STIX"] += 1
            continue
        values = read_pattern(pattern)
        if values is None:
            skipped[NOT_UNDERSTOOD] += 1
            continue
        expires = _read_time(found.get("valid_until"))
        yield from ((value, expires) for value in values)


def _read_objects(content: bytes) -> list[Any]:
    try:
        bundle = msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadInput(f"no JSON: {error}") from error
    # A TAXII server answers with an envelope: the objects without a bundle's type.
    objects = bundle.get("objects") if isinstance(bundle, dict) else bundle
    if not isinstance(objects, list):
        raise BadInput('no STIX bundle: it has no list "objects"')
    return objects


def read_pattern(pattern: str) -> list[str] | None:
    """Return the values that a pattern compares with; None where it is more than = and OR."""
    if len(pattern) > LONGEST:
        return None
    found: list[str] = []
    position, is_first = 0, True
    while position < len(pattern):
        if not is_first:
            if not pattern.startswith("OR", position):
                return None
            position += 2
        observation = _OBSERVATION.match(pattern, position)
        values = _read_comparisons(observation["inside"]) if observation else None
        if observation is None or values is None:
            return None
        found.extend(values)
        position, is_first = observation.end(), False
    return found or None


def _read_comparisons(text: str) -> list[str] | None:
    found: list[str] = []
    position, is_first = 0, True
    while position < len(text):
        if not is_first:
            if not text.startswith("OR", position):
                return None
            position += 2
        match = _COMPARISON.match(text, position)
        if match is None:
            return None
        found.extend(_unquote(value) for value in _VALUE.findall(match["one"] or match["many"]))
        position, is_first = match.end(), False
    return found or None


def _unquote(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1])


def _read_time(value: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is None or found.tzinfo else found.replace(tzinfo=UTC)
