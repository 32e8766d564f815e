"""Objects split into records: of any form, from any source, and what broke off is told."""

import gzip
import io
import json
from typing import Any

import pytest

from ringwall.collect.logs.split import PIECE, Piece, Unrecognized, split_object
from ringwall.collect.logs.unpack import Broken, Unpacked
from ringwall.jobs.logs import choose_sources
from ringwall.store.lake.log_batch import StagedObject

SOURCES = choose_sources(())
ONE = StagedObject("/in/log", "1")
EVENT = {"eventName": "X", "eventSource": "s", "eventTime": "2026-01-31T10:00:00Z"}
QUERY = {"query_name": "a.", "query_type": "A", "rcode": "NOERROR"}
FLOW = "2 123456789010 eni-1a 10.0.0.1 10.0.0.2 1 22 6 2 99 1418530010 1418530070 ACCEPT OK"


def split(text: str | bytes) -> tuple[list[Piece], str]:
    found: list[Piece] = []
    data = text.encode() if isinstance(text, str) else text
    try:
        found += split_object(Unpacked(io.BytesIO(data)), SOURCES, ONE)
    except Broken as error:
        return found, str(error)
    return found, ""


def records(pieces: list[Piece]) -> list[tuple[str, Any]]:
    return [
        (piece.source.table.name, json.loads(record) if record[:1] == b"{" else record.decode())
        for piece in pieces
        for record in piece.records
    ]


def test_sources_that_are_mixed_are_told_apart() -> None:
    text = "".join(json.dumps({"detail-type": "x", "detail": one}) for one in (EVENT, QUERY, EVENT))
    found, error = split(text)
    assert records(found) == [("cloudtrail", EVENT), ("dns_query", QUERY), ("cloudtrail", EVENT)]
    assert error == ""


@pytest.mark.parametrize("text", ["", "hello", '{"a": 1}', "<xml/>", "a b c\nd e f", "\0"])
def test_what_is_no_log_is_not_recognized(text: str) -> None:
    with pytest.raises(Unrecognized):
        split(text)


def test_records_of_no_log_among_others_are_told() -> None:
    found, error = split(json.dumps({"Records": [EVENT, {"other": 1}]}))
    assert len(records(found)) == 2  # the lake says what is wrong with the second
    found, error = split(json.dumps({"Records": [{"other": 1}, EVENT]}))
    assert records(found) == [("cloudtrail", EVENT)]
    assert error == "1 record of no log that Ringwall knows"


def test_what_breaks_off_is_kept_and_told() -> None:
    whole = json.dumps({"Records": [EVENT] * 50})
    found, error = split(whole[:-300])
    assert 40 < len(records(found)) < 50
    assert "broken JSON" in error
    packed = gzip.compress("\n".join([json.dumps(EVENT | {"n": n}) for n in range(9_000)]).encode())
    found, error = split(packed[: len(packed) // 2])
    assert 1_000 < sum(len(piece.records) for piece in found) < 9_000
    assert "breaks off" in error


def test_lines_are_cut_where_they_end() -> None:
    lines = [FLOW.replace(" 22 ", f" {n} ") for n in range(PIECE * 2 // len(FLOW))]
    found, error = split("\r\n".join(lines))
    assert len(found) > 1
    assert [record.decode() for piece in found for record in piece.records] == lines
    assert error == ""


def test_lines_that_are_no_utf_8_are_kept() -> None:
    found, _ = split(FLOW.encode() + b"\n\xff\x1f\x00")
    assert records(found) == [("vpc_flow", FLOW), ("vpc_flow", "\ufffd")]


def test_an_object_says_where_it_belongs() -> None:
    one = StagedObject("s3://b/AWSLogs/123456789012/vpcflowlogs/eu-west-1/2026/f.log.gz", "1")
    (piece,) = split_object(Unpacked(io.BytesIO(FLOW.encode())), SOURCES, one)
    assert (piece.one.account_id, piece.one.region) == ("123456789012", "eu-west-1")


def test_a_message_of_cloudwatch_logs_that_is_hostile_breaks_nothing() -> None:
    events = [{"message": FLOW}, {"message": 5}, 7, {"message": "{"}, {"message": "x\x1fy"}]
    found, error = split(json.dumps({"logGroup": "g", "owner": 1, "logEvents": events}))
    assert records(found) == [("vpc_flow", FLOW)]
    assert error == "2 records of no log that Ringwall knows"
