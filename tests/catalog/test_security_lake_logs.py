"""Logs as Security Lake keeps them, in OCSF: rows of the tables of the logs that they were."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from stored_logs import ask, read_in

from ringwall.model.table import Row

FLOW: Row = {
    "action": "Allowed",
    "class_uid": 4001,
    "cloud": {"account": {"uid": "123456789012"}, "provider": "AWS", "region": "us-east-2"},
    "connection_info": {"direction": "Outbound", "protocol_num": 6, "tcp_flags": 19},
    "disposition": "Allowed",
    "dst_endpoint": {
        "intermediate_ips": ["10.0.0.1"],
        "ip": "203.0.113.5",
        "port": 8864,
        "svc_name": "-",
    },
    "end_time_dt": "2025-07-11 15:26:43+00:00",
    "metadata": {"product": {"name": "Amazon VPC", "feature": {"name": "Flowlogs"}}},
    "src_endpoint": {
        "instance_uid": "-",
        "interface_uid": "eni-1",
        "ip": "10.0.0.4",
        "port": 8080,
        "subnet_uid": "subnet-1",
        "svc_name": "S3",
        "vpc_uid": "vpc-1",
    },
    "status_code": "OK",
    "time": 1752247584000,
    "traffic": {"bytes": 38526, "packets": 8},
}
OLD_FLOW: Row = {
    "class_uid": 4001,
    "cloud": {"account_uid": "123456789012", "region": "us-east-1"},
    "connection_info": {"direction": "Inbound", "protocol_num": 6},
    "disposition": "Blocked",
    "dst_endpoint": {"instance_uid": "i-1", "interface_uid": "eni-2", "ip": "10.0.0.2", "port": 22},
    "end_time": 1649721788000,
    "metadata": {"product": {"name": "Amazon VPC"}, "version": "1.0.0-rc.2"},
    "src_endpoint": {"ip": "203.0.113.4", "port": 56858, "svc_name": "-"},
    "time": 1649721732000,
}
QUERY: Row = {
    "answers": [{"class": "IN", "rdata": "127.0.0.62", "type": "A"}],
    "class_uid": 4003,
    "cloud": {"account": {"uid": "123456789012"}, "provider": "AWS", "region": "us-east-1"},
    "connection_info": {"protocol_name": "UDP"},
    "disposition": "Alert",
    "dst_endpoint": {"instance_uid": "rslvr-in-1"},
    "firewall_rule": {"uid": "rslvr-frg-1"},
    "metadata": {"product": {"name": "Route 53", "feature": {"name": "Resolver Query Logs"}}},
    "query": {"class": "IN", "hostname": "Alert.Firewall.canary.", "type": "A"},
    "rcode": "NoError",
    "src_endpoint": {"ip": "10.200.21.100", "port": 15083, "vpc_uid": "vpc-1"},
    "time": 1665694956000,
    "unmapped": {"firewall_domain_list_id": "rslvr-fdl-1"},
}


def write_lines(path: Path, records: list[Row]) -> None:
    path.write_text("\n".join(map(json.dumps, records)))


def write_list(path: Path, records: list[Row]) -> None:
    path.write_text(json.dumps(records))


def write_parquet(path: Path, records: list[Row]) -> None:
    write_lines(path.with_suffix(".json"), records)
    read = f"read_json('{path.with_suffix('.json')}', format = 'newline_delimited')"
    duckdb.sql(f"copy (select * from {read}) to '{path}' (format parquet)")
    path.with_suffix(".json").unlink()


each_form = pytest.mark.parametrize("write", [write_lines, write_list, write_parquet])


def store(tmp_path: Path, write: Any, table: str, *records: Row) -> list[Row]:
    (tmp_path / "in").mkdir()
    write(tmp_path / "in" / "x.parquet", list(records))
    read_in(tmp_path / "logs", tmp_path / "in")
    return ask(tmp_path / "logs", f"select * from logs.{table} order by line")


def has(row: Row, **expected: Any) -> None:
    assert {name: row[name] for name in expected} == expected


@each_form
def test_network_activity_is_a_flow(tmp_path: Path, write: Any) -> None:
    new, old = store(tmp_path, write, "vpc_flow", FLOW, OLD_FLOW)
    has(
        new,
        event_time=datetime.fromisoformat("2025-07-11T15:26:24"),
        ends_at=datetime.fromisoformat("2025-07-11T15:26:43"),
        account_id="123456789012",
        aws_region="us-east-2",
        vpc_id="vpc-1",
        subnet_id="subnet-1",
        instance_id="",
        interface_id="eni-1",
        source_address="10.0.0.4",
        destination_address="10.0.0.1",
        packet_destination_address="203.0.113.5",
        source_port=8080,
        destination_port=8864,
        protocol=6,
        packets=8,
        bytes=38526,
        action="ACCEPT",
        log_status="OK",
        tcp_flags=19,
        flow_direction="egress",
        source_service="S3",
        destination_service="",
    )
    has(
        old,
        event_time=datetime.fromisoformat("2022-04-12T00:02:12"),
        ends_at=datetime.fromisoformat("2022-04-12T00:03:08"),
        account_id="123456789012",
        instance_id="i-1",
        interface_id="eni-2",
        source_address="203.0.113.4",
        packet_source_address="203.0.113.4",
        action="REJECT",
        flow_direction="ingress",
    )


@each_form
def test_dns_activity_is_a_query(tmp_path: Path, write: Any) -> None:
    failed = QUERY | {"rcode": "ServError", "answers": [], "disposition": "No Action"}
    one, other = store(tmp_path, write, "dns_query", QUERY, failed)
    has(
        one,
        event_time=datetime.fromisoformat("2022-10-13T21:02:36"),
        account_id="123456789012",
        aws_region="us-east-1",
        vpc_id="vpc-1",
        query_name="alert.firewall.canary",
        query_type="A",
        query_class="IN",
        response_code="NOERROR",
        answers=["127.0.0.62"],
        source_address="10.200.21.100",
        source_port=15083,
        transport="UDP",
        instance_id="",
        resolver_endpoint="rslvr-in-1",
        firewall_action="ALERT",
        firewall_rule_group_id="rslvr-frg-1",
        firewall_domain_list_id="rslvr-fdl-1",
    )
    has(other, response_code="SERVFAIL", answers=[], firewall_action="")


NATIVE: Row = {
    "query_timestamp": "2021-02-04T17:51:55Z",
    "query_name": "example.com.",
    "query_type": "A",
    "rcode": "NOERROR",
}


def test_both_forms_of_a_log_in_one_batch(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    write_lines(tmp_path / "in" / "a.log", [NATIVE])
    write_parquet(tmp_path / "in" / "b.parquet", [QUERY])
    message = {
        "messageType": "DATA_MESSAGE",
        "owner": "111122223333",
        "logGroup": "queries",
        "logEvents": [{"message": json.dumps(one)} for one in (NATIVE, QUERY, NATIVE)],
    }
    (tmp_path / "in" / "c.json").write_text(json.dumps(message))
    read_in(tmp_path / "logs", tmp_path / "in")
    rows = ask(tmp_path / "logs", "select query_name from logs.dns_query order by file, query_name")
    native, other = "example.com", "alert.firewall.canary"
    assert [row["query_name"] for row in rows] == [native, other, other, native, native]
    assert ask(tmp_path / "logs", "select * from logs.quarantine") == []


@each_form
def test_what_other_products_say_is_no_flow(tmp_path: Path, write: Any) -> None:
    other = FLOW | {"metadata": {"product": {"name": "A firewall of somebody"}}}
    assert store(tmp_path, write, "vpc_flow", other) == []


def test_a_query_without_a_time_is_in_the_quarantine(tmp_path: Path) -> None:
    late = {name: value for name, value in QUERY.items() if name != "time"}
    assert len(store(tmp_path, write_parquet, "dns_query", QUERY, late)) == 1
    (bad,) = ask(tmp_path / "logs", "select * from logs.quarantine")
    has(bad, source="dns_query", reason="no query_timestamp")
