"""Records made such that the lake takes them."""

import json

import pytest

from ringwall.collect.logs.clean import clean_lines, clean_records, encode, repair


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (rb'{"a":"https://u:p@h/x"}', {"a": "https://h/x"}),
        (rb'{"a":"https:\/\/u:p@h/x"}', {"a": "https://h/x"}),
        (rb'{"a":"https://u:p\u0040h/x"}', {"a": "https://h/x"}),
        (rb'{"a":"\ud800"}', {"a": "\ufffd"}),
        (rb'{"a\u0000":"b\u0000"}', {"a\ufffd": "b\ufffd"}),
        (rb'{"a":"\ud83d\ude00"}', {"a": "\U0001f600"}),
        (rb'{"a":["x@y", "z"]}', {"a": ["x@y", "z"]}),
    ],
)
def test_a_record_is_cleaned(record: bytes, expected: object) -> None:
    (cleaned,) = clean_records(record, [record])
    assert json.loads(cleaned) == expected


def test_what_needs_no_cleaning_stays_as_it_is() -> None:
    record = rb'{"a" : "b\n", "n":1.50}'
    assert clean_records(record, [record]) == [record]
    assert clean_lines(b"a b", [b"a b"]) == [b"a b"]


def test_lines_lose_passwords_of_urls() -> None:
    lines = [b'"GET https://u:p@h/x"', b"plain"]
    assert clean_lines(b"\n".join(lines), lines) == [b'"GET https://h/x"', b"plain"]


@pytest.mark.parametrize(
    ("text", "count", "reason"),
    [
        (b'{"eventName": 1}{"eventName": 2}', 2, ""),
        (b'{"Records": [{"a": 1}, {"b": 2}]}', 2, ""),
        (b'{"a": NaN}', 0, "cannot be read: NaN is not valid JSON"),
        (b"[[[", 0, "broken JSON"),
        (b'{"a":' * 150 + b"1" + b"}" * 150, 0, "nested deeper than 100"),
        (b"7", 0, "not a JSON object"),
    ],
)
def test_a_record_is_repaired_or_said_to_be_none(text: bytes, count: int, reason: str) -> None:
    found = repair(text)
    assert len(found.records) == count
    assert reason in found.reason
    assert bool(found.reason) == bool(reason)


def test_a_record_is_one_line() -> None:
    assert b"\n" not in encode({"a": "b\nc"})
