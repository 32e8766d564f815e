"""STIX bundles: patterns of = and OR are read, all others are counted."""

import json
import time
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from ringwall.detect.enrichment.stix import NOT_UNDERSTOOD, read_pattern, read_stix
from ringwall.model.errors import BadInput


@pytest.mark.parametrize(
    ("pattern", "values"),
    [
        ("[ipv4-addr:value = '192.0.2.7']", ["192.0.2.7"]),
        ("[ipv4-addr:value='192.0.2.7'  OR domain-name:value = 'a.example']",
         ["192.0.2.7", "a.example"]),
        ("[ipv6-addr:value = '2001:db8::1'] OR [url:value = 'https://a.example/x']",
         ["2001:db8::1", "https://a.example/x"]),
        ("[domain-name:value IN ('a.example', 'b.example')]", ["a.example", "b.example"]),
        (r"[url:value = 'https://a.example/\'x\\']", [r"https://a.example/'x\ "[:-1]]),
        ("[domain-name:value = 'odd]name.example']", ["odd]name.example"]),
    ],
)  # fmt: skip
def test_a_pattern_of_equals_and_or_is_read(pattern: str, values: list[str]) -> None:
    assert read_pattern(pattern) == values


@pytest.mark.parametrize(
    "pattern",
    [
        "[ipv4-addr:value = '192.0.2.7' AND domain-name:value = 'a.example']",
        "[ipv4-addr:value != '192.0.2.7']",
        "[domain-name:value LIKE '%.example']",
        "[file:hashes.'SHA-256' = 'aa']",
        "[ipv4-addr:value = '192.0.2.7'] FOLLOWEDBY [ipv4-addr:value = '192.0.2.8']",
        "[ipv4-addr:value = '192.0.2.7'] WITHIN 5 MINUTES",
        "[ipv4-addr:value = '192.0.2.7'",
        "", "[]", "OR", "[" * 5000, "[url:value = '" + "\\" * 90_001 + "']",
        "[ipv4-addr:value = '192.0.2.7' OR ]", "x" * 200_000,
    ],
)  # fmt: skip
def test_any_other_pattern_is_not_understood(pattern: str) -> None:
    assert read_pattern(pattern) is None


def bundle(*objects: Any) -> bytes:
    return json.dumps({"type": "bundle", "objects": objects}).encode()


def indicator(pattern: Any, **more: Any) -> dict[str, Any]:
    return {"type": "indicator", "pattern_type": "stix", "pattern": pattern, **more}


def test_indicators_have_their_ends_and_what_is_left_out_is_counted() -> None:
    skipped: Counter[str] = Counter()
    content = bundle(
        {"type": "identity", "name": "x"},
        "no object",
        indicator("[ipv4-addr:value = '192.0.2.7']", valid_until="2026-03-01T00:00:00Z"),
        indicator("[domain-name:value = 'a.example']", valid_until="not a time"),
        indicator("[ipv4-addr:value = '192.0.2.8']", revoked=True),
        indicator("rule x {}", pattern_type="yara"),
        indicator(["no text"]),
        indicator("[ipv4-addr:value > '1']"),
    )
    assert list(read_stix(content, skipped)) == [
        ("192.0.2.7", datetime(2026, 3, 1, tzinfo=UTC)),
        ("a.example", None),
    ]
    assert skipped == {
        "an indicator that was revoked": 1,
        "a pattern of another language than STIX": 2,
        NOT_UNDERSTOOD: 1,
    }


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1, 2", b'{"objects": 7}', b'"x"', b"[" * 100_000, b"\xff\xfe"]
)
def test_what_is_no_bundle_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput, match=r"no JSON|no STIX bundle"):
        list(read_stix(content, Counter()))


@pytest.mark.parametrize(
    "part", ["[", "[ipv4-addr:value = '", "' OR ", "\\'", "[ipv4-addr:value IN ('a', ", "  ", "''"]
)
def test_a_hostile_pattern_takes_time_in_proportion_to_it(part: str) -> None:
    start = time.process_time()
    content = bundle(indicator("[ipv4-addr:value = '1'] OR " + part * 20_000))
    list(read_stix(content, Counter()))
    assert time.process_time() - start < 2
