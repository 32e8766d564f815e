"""CloudTrail files: every record that can be read comes out, and what cannot is told."""

import gzip
import json
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.collect.records import MAX_DEPTH, MAX_RECORD, is_deep, read_records
from ringwall.model.errors import BadInput
from ringwall.model.table import Row

TWO = [{"eventID": "1", "note": "ünïcode"}, {"eventID": "2"}]


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def read_all(path: Path, limit: int = 10**9) -> tuple[list[Row], str]:
    found: list[Row] = []
    try:
        found += read_records(path, limit)
    except BadInput as error:
        return found, str(error)
    return found, ""


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"Records": TWO}),
        json.dumps({"Records": TWO}, indent=2) + "\n",
        json.dumps(TWO),
        "\n".join(map(json.dumps, TWO)),
        json.dumps({"version": 1, "Records": TWO}),
        "\ufeff" + json.dumps({"Records": TWO}),
    ],
    ids=["as CloudTrail writes", "indented", "a list", "lines", "more members", "with a mark"],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_every_form_gives_the_same_records(tmp_path: Path, text: str, pack: type[bytes]) -> None:
    assert read_all(write(tmp_path / "log", pack(text.encode()))) == (TWO, "")


@pytest.mark.parametrize("text", ['{"Records": []}', "[]", "", " \n"])
def test_a_file_without_records_is_none_broken(tmp_path: Path, text: str) -> None:
    assert read_all(write(tmp_path / "log", text)) == ([], "")


def test_records_over_the_borders_of_pieces_come_out_whole(tmp_path: Path) -> None:
    records = [{"eventID": str(n), "pad": "ä" * (n * 7919 % 300_000)} for n in range(40)]
    path = write(tmp_path / "log", json.dumps({"Records": records}, ensure_ascii=False))
    assert path.stat().st_size > 5 * 1024**2
    assert read_all(path) == (records, "")


@pytest.mark.parametrize(
    ("text", "count", "says"),
    [
        ('{"Records": [{"a": 1}, {"b": ', 1, "record 2: broken JSON"),
        ('{"Records": [{"a": 1}', 1, "does not end"),
        ('{"Records": [{"a": 1}] and more', 1, "does not end"),
        ('{"Records": [{"a": 1}, {"b": NaN}]}', 1, "NaN is not valid JSON"),
        ('{"Records": [{"a": 1}, 7]}', 1, "record 2: not a JSON object"),
        ("no log at all", 0, "record 1: broken JSON"),
        (b'{"Records": [{"a": "\xff"}]}', 0, "not UTF-8"),
        (gzip.compress(b'{"Records": [{"a": 1}]}', mtime=0)[:-9], 1, "broken gzip"),
        (b"\x1f\x8b not gzip at all", 0, "broken gzip"),
        ('{"Records": [' + "[" * 100_000, 0, "cannot be read"),
        ('{"Records": [' + '{"a":' * 200 + "1" + "}" * 200 + "]}", 0, "nested deeper than 100"),
        ('{"Records": [{"a": "' + "x" * 2 * MAX_RECORD + '"', 0, "broken JSON"),
    ],
)
def test_what_comes_before_the_break_is_kept(
    tmp_path: Path, text: str | bytes, count: int, says: str
) -> None:
    path = write(tmp_path / "log", text)
    found, error = read_all(path)
    assert len(found) == count
    assert error.startswith(str(path))
    assert says in error


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = write(tmp_path / "bomb", gzip.compress(b'{"Records": [' + b" " * 50_000_000))
    found, error = read_all(path, limit=4 * 1024**2)
    assert found == []
    assert "decompresses to more than 4 MiB" in error


def test_numbers_that_others_cannot_hold_stay_text(tmp_path: Path) -> None:
    path = write(tmp_path / "log", '[{"a": 1e999, "b": 12345678901234567890, "c": 1.5, "d": 7}]')
    expected = {"a": "1e999", "b": "12345678901234567890", "c": 1.5, "d": 7}
    assert read_all(path) == ([expected], "")


def test_a_folder_cannot_be_read(tmp_path: Path) -> None:
    assert "cannot read" in read_all(tmp_path)[1]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(value=JSON, extra=st.integers(0, 3))
def test_depth_is_counted_as_a_recursion_counts_it(value: object, extra: int) -> None:
    def depth(inner: object) -> int:
        if isinstance(inner, dict):
            return 1 + max(map(depth, inner.values()), default=0)
        return 1 + max(map(depth, inner), default=0) if isinstance(inner, list) else 1

    for _ in range(MAX_DEPTH - depth(value) + extra - 1):
        value = [value]
    assert is_deep(value) == (depth(value) > MAX_DEPTH)


@pytest.mark.parametrize("text", ['{"Records": []', '{"Records": [{}]', "[]"])
@pytest.mark.parametrize("end", ["", "x", "}}", "]"])
def test_a_small_file_full_of_spaces_takes_no_time(tmp_path: Path, text: str, end: str) -> None:
    """145 bytes, packed, took 19 seconds: two loops over spaces tried each other's share."""
    path = tmp_path / "log.json.gz"
    path.write_bytes(gzip.compress((text + " " * 100_000 + end).encode()))
    started = time.process_time()
    with suppress(BadInput):
        list(read_records(path))
    assert time.process_time() - started < 1


RECORD = {"eventName": "PutObject", "eventSource": "s3.amazonaws.com"}
LOOKED_UP = {"EventId": "1", "EventName": "PutObject", "CloudTrailEvent": json.dumps(RECORD)}
BRIDGED = {"version": "0", "detail-type": "AWS API Call via CloudTrail", "detail": RECORD}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"Events": [LOOKED_UP, LOOKED_UP]}),
        json.dumps({"Events": [LOOKED_UP, LOOKED_UP]}, indent=4),
        json.dumps([BRIDGED, BRIDGED]),
        "\n".join(map(json.dumps, [BRIDGED, LOOKED_UP])),
        json.dumps({"Records": [RECORD, BRIDGED]}),
    ],
)
def test_a_record_is_taken_out_of_the_event_that_carries_it(tmp_path: Path, text: str) -> None:
    assert read_all(write(tmp_path / "events.json", text)) == ([RECORD, RECORD], "")


@pytest.mark.parametrize(
    "event",
    [
        {"EventName": "PutObject", "CloudTrailEvent": "{"},
        {"EventName": "PutObject", "CloudTrailEvent": "[1]"},
        {"EventName": "PutObject", "CloudTrailEvent": '{"a":' * 5000 + "1" + "}" * 5000},
        {"EventName": "PutObject", "CloudTrailEvent": '{"a":' * 200 + "1" + "}" * 200},
        {"EventName": "PutObject"},
        {"detail-type": "AWS API Call via CloudTrail", "detail": "text"},
        {"detail": RECORD},
    ],
)
def test_an_event_without_a_record_that_can_be_read_costs_no_other(
    tmp_path: Path, event: Row
) -> None:
    file = write(tmp_path / "events.json", json.dumps({"Events": [event, LOOKED_UP]}))
    assert read_all(file) == ([event, RECORD], "")


MORE = {"NextToken": "AAAA", "ResponseMetadata": {"RetryAttempts": 0}}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"Events": [LOOKED_UP, LOOKED_UP]} | MORE),
        json.dumps({"Events": [LOOKED_UP, LOOKED_UP]} | MORE, indent=4) + "\n",
        json.dumps(MORE | {"Events": [LOOKED_UP, LOOKED_UP]}),
        json.dumps({"Events": [LOOKED_UP]} | MORE) + "\n" + json.dumps({"Events": [LOOKED_UP]}),
        "\n".join(json.dumps(MORE | {"Events": [LOOKED_UP]}) for _ in range(2)),
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_page_is_read_and_that_there_are_more_is_told(
    tmp_path: Path, text: str, pack: type[bytes]
) -> None:
    found, error = read_all(write(tmp_path / "page.json", pack(text.encode())))
    assert found == [RECORD, RECORD]
    assert error.endswith(
        "page.json: one page of an answer that has more (NextToken): the records of the other "
        "pages are not here; 2 records read before that"
    )


@pytest.mark.parametrize("members", [{"NextToken": None}, {"NextToken": ""}, {"x": [{"y": "]"}]}])
def test_the_last_page_may_have_other_members(tmp_path: Path, members: Row) -> None:
    text = json.dumps({"Events": [LOOKED_UP]} | members)
    assert read_all(write(tmp_path / "page.json", text)) == ([RECORD], "")


def test_the_end_of_a_page_may_lie_in_another_piece(tmp_path: Path) -> None:
    records = [{"eventID": "1", "pad": "x" * (1024**2 - 40)}]
    text = json.dumps({"Records": records} | MORE)
    found, error = read_all(write(tmp_path / "page.json", text))
    assert found == records
    assert "NextToken" in error


def collect(path: Path, found: list[Row]) -> None:
    """Take the records of a file, one by one."""
    for record in read_records(path):
        found.append(record)  # noqa: PERF402 - those before an error are kept


@pytest.mark.parametrize("levels", [200, 5_000])
def test_a_record_that_is_too_deep_hides_no_other(tmp_path: Path, levels: int) -> None:
    deep = '{"a":' * levels + '"}\\"["' + "}" * levels
    path = tmp_path / "log.json"
    path.write_text(f'{{"Records": [{{"n": 1}}, {deep}, {{"n": 2}}, {deep}, {{"n": 3}}]}}')
    found: list[Row] = []
    with pytest.raises(BadInput, match="record 2: nested deeper than 100, and 1 more; 3 records"):
        collect(path, found)
    assert [record["n"] for record in found] == [1, 2, 3]


@pytest.mark.parametrize("rest", ['"' + '\\"' * 500_000, "[" * 500_000, '"\\'])
def test_a_deep_record_without_an_end_takes_no_time(tmp_path: Path, rest: str) -> None:
    path = tmp_path / "log.json"
    path.write_text('{"Records": [' + '{"a":' * 5_000 + rest)
    started = time.process_time()
    with pytest.raises(BadInput, match="record 1: "):
        collect(path, [])
    assert time.process_time() - started < 10
