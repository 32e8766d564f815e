"""Logs as Athena and CloudTrail Lake hand them out."""

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from stored_logs import ask, read_in

from ringwall.collect.logs.exports import read_value

ROLE = "arn:aws:iam::111122223333:role/app"
IDENTITY = (
    "{type=AssumedRole, principalid=AROA1:i-1, arn=arn:aws:sts::111122223333:assumed-role/app/i-1, "
    "accountid=111122223333, invokedby=null, accesskeyid=ASIA1, username=null, "
    "sessioncontext={attributes={mfaauthenticated=false, creationdate=2026-01-31T09:00:00Z}, "
    f"sessionissuer={{type=Role, arn={ROLE}, username=app}}}}}}"
)
ROW = {
    "eventversion": "1.11",
    "useridentity": IDENTITY,
    "eventtime": "2026-01-31T10:00:00Z",
    "eventsource": "s3.amazonaws.com",
    "eventname": "GetObject",
    "awsregion": "eu-west-1",
    "requestparameters": '{"bucketName":"b","key":"a, b=c"}',
    "resources": "[{arn=arn:aws:s3:::b/k, accountid=1, type=AWS::S3::Object}]",
    "eventid": "e1",
    "readonly": "true",
    "recipientaccountid": "111122223333",
    "errorcode": "",
}


def check(rows: list[Any]) -> None:
    (row,) = rows
    assert (row["event_id"], row["event_name"], row["read_only"]) == ("e1", "GetObject", True)
    assert (row["principal_arn"], row["session_name"]) == (ROLE, "i-1")
    assert (row["mfa"], row["access_key_id"], row["error_code"]) == (False, "ASIA1", "")
    assert json.loads(row["request_parameters"]) == {"bucketName": "b", "key": "a, b=c"}
    assert row["account_id"] == "111122223333"
    assert row["resources"] in (["arn:aws:s3:::b/k"], [])


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["Athena", "CloudTrail Lake"])
def test_query_results_in_csv(tmp_path: Path, pack: type[bytes]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, ROW, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerow(ROW)
    path = tmp_path / "results.csv"
    path.write_bytes(pack(text.getvalue().encode()))
    assert read_in(tmp_path / "logs", path).faults == []
    check(ask(tmp_path / "logs", "select * from logs.cloudtrail"))


def test_events_in_parquet(tmp_path: Path) -> None:
    issuer = {"type": "Role", "arn": ROLE}
    identity = {
        "type": "AssumedRole",
        "arn": "arn:aws:sts::111122223333:assumed-role/app/i-1",
        "accesskeyid": "ASIA1",
        "sessioncontext": {"sessionissuer": issuer, "attributes": {"mfaauthenticated": "false"}},
    }
    table = pa.Table.from_pylist([ROW | {"useridentity": identity, "resources": None}])
    pq.write_table(table, tmp_path / "events.parquet")
    assert read_in(tmp_path / "logs", tmp_path / "events.parquet").faults == []
    check(ask(tmp_path / "logs", "select * from logs.cloudtrail"))


def test_flow_logs_in_parquet(tmp_path: Path) -> None:
    record = {
        "version": 5, "account_id": "123456789010", "interface_id": "eni-1a",
        "srcaddr": "10.0.0.1", "dstaddr": "10.0.0.2", "srcport": 1, "dstport": 22, "protocol": 6,
        "packets": 2, "bytes": 99, "start": 1418530010, "end": 1418530070, "action": "ACCEPT",
        "log_status": "OK", "tcp_flags": 2, "pkt_src_aws_service": None,
    }  # fmt: skip
    table = pa.Table.from_pylist([record, record | {"dstport": None}])
    pq.write_table(table, tmp_path / "flows.parquet")
    read_in(tmp_path / "logs", tmp_path / "flows.parquet")
    one, other = ask(tmp_path / "logs", "select * from logs.vpc_flow order by line")
    assert (one["destination_port"], one["tcp_flags"], one["bytes"]) == (22, 2, 99)
    assert (one["source_service"], other["destination_port"]) == ("", None)


@pytest.mark.parametrize(
    "content", [b"PAR1 broken", b"eventname,eventsource,eventtime\nX,s\n", b"PAR1"]
)
def test_what_is_broken_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "log"
    path.write_bytes(content)
    (fault,) = read_in(tmp_path / "logs", path).faults
    assert "broken Parquet" in fault.reason or "row 1 has 2 values" in fault.reason


def test_parquet_of_something_else_is_no_log(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": [1]}), tmp_path / "other.parquet")
    (fault,) = read_in(tmp_path / "logs", tmp_path / "other.parquet").faults
    assert fault.reason == "no log that Ringwall knows"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x", "x"),
        ("{a=1, b={c=2, d=x, y}}", {"a": "1", "b": {"c": "2", "d": "x, y"}}),
        ("[{arn=a}, {arn=b}]", [{"arn": "a"}, {"arn": "b"}]),
        ("{}", {}),
        ("[]", []),
        ("{a=null}", {}),
        ("{broken", "{broken"),
        ("{a=}", {"a": ""}),
    ],
)
def test_values_of_presto_are_read(text: str, value: Any) -> None:
    assert read_value(text) == value


@pytest.mark.parametrize(
    "text", ["{" * 5_000, "[" * 5_000 + "]" * 5_000, "{a=" * 3_000, ", " * 9_000]
)
def test_hostile_values_break_nothing(text: str) -> None:
    read_value(text)


@pytest.mark.parametrize("levels", [150, 900, 5_000])
def test_a_value_that_is_too_deep_is_text_and_hides_no_event(tmp_path: Path, levels: int) -> None:
    deep = '{"a":' * levels + "1" + "}" * levels
    path = tmp_path / "results.csv"
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(ROW)
        writer.writerow((ROW | {"requestparameters": deep}).values())
        writer.writerow((ROW | {"eventid": "e2"}).values())
    assert read_in(tmp_path / "logs", path).stored["cloudtrail"].events == 2
