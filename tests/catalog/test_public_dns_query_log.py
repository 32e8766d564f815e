"""Public DNS query logs of Route 53: each line becomes the row that it means."""

import json
from datetime import datetime
from pathlib import Path

from stored_logs import ask, read_in

from ringwall.model.table import Row

LINES = (
    "1.0 2017-12-13T08:16:02.130Z Z123412341234 Example.com A NOERROR UDP FRA6 192.0.2.1 -",
    "1.0 2017-12-13T08:15:50Z Z12341234 b.a.com AAAA NXDOMAIN TCP IAD12 2001:db8::1 2001:db8::/48",
)


def store(tmp_path: Path, text: str) -> list[Row]:
    (tmp_path / "log").write_text(text)
    read_in(tmp_path / "logs", tmp_path / "log")
    return ask(tmp_path / "logs", "select * from logs.public_dns_query order by line")


def has(row: Row, **expected: object) -> None:
    assert {name: row[name] for name in expected} == expected


def test_queries_come_through_cloudwatch_logs(tmp_path: Path) -> None:
    message = {
        "messageType": "DATA_MESSAGE",
        "owner": "111122223333",
        "logGroup": "/aws/route53/example.com",
        "logEvents": [{"message": line} for line in LINES],
    }
    one, other = store(tmp_path, json.dumps(message))
    has(
        one,
        event_time=datetime.fromisoformat("2017-12-13T08:16:02.130"),
        account_id="111122223333",
        hosted_zone_id="Z123412341234",
        query_name="example.com",
        query_type="A",
        response_code="NOERROR",
        protocol="UDP",
        edge_location="FRA6",
        resolver_address="192.0.2.1",
        client_subnet="",
    )
    has(other, resolver_address="2001:db8::1", client_subnet="2001:db8::/48")
    assert json.loads(other["rest"]) == {"version": "1.0"}


def test_a_line_that_is_cut_off_is_in_the_quarantine(tmp_path: Path) -> None:
    rows = store(tmp_path, "\n".join((*LINES, LINES[0][:60], LINES[0].replace("2017", "x"))))
    assert [row["account_id"] for row in rows] == [None, None]
    bad = ask(tmp_path / "logs", "select line, source, reason from logs.quarantine order by line")
    assert [(row["line"], row["source"], row["reason"]) for row in bad] == [
        (3, "public_dns_query", "not 10 fields"),
        (4, "public_dns_query", "no time"),
    ]
