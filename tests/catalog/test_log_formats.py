"""Logs as AWS's documentation shows them: each line becomes the row that it means."""

import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import zstandard
from stored_logs import ask, read_in

from ringwall.catalog.loader import load_formats, load_logs
from ringwall.model.table import Row

DEFAULT_FLOW = """\
version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end \
action log-status
2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 \
1418530070 ACCEPT OK
2 123456789010 eni-1235b8ca123456789 172.31.9.69 172.31.9.12 49761 3389 6 20 4249 1418530010 \
1418530070 REJECT OK
2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA
2 123456789010 eni-1235b8ca123456789 172.31.9.69 1.1.1.1 1 2
"""
CUSTOM_FLOW = """\
version vpc-id subnet-id instance-id interface-id account-id type srcaddr dstaddr srcport dstport \
pkt-srcaddr pkt-dstaddr protocol bytes packets start end action tcp-flags log-status flow-direction
3 vpc-abcdefab012345678 subnet-aaaaaaaa012345678 i-01234567890123456 eni-1235b8ca123456789 \
123456789010 IPv4 52.213.180.42 10.0.0.62 43416 5001 52.213.180.42 10.0.0.62 6 568 8 1566848875 \
1566848933 ACCEPT 2 OK ingress
3 vpc-abcdefab012345678 subnet-aaaaaaaa012345678 - eni-1235b8ca123456789 \
123456789010 IPv6 2001:db8::1 2001:db8::2 43416 5001 - - 6 568 8 1566848875 \
1566848933 ACCEPT 19 OK egress
"""
DNS: Row = {
    "version": "1.100000",
    "account_id": "111122223333",
    "region": "us-west-2",
    "vpc_id": "vpc-1",
    "query_timestamp": "2021-02-04T17:51:55Z",
    "query_name": "Example.COM.",
    "query_type": "A",
    "query_class": "IN",
    "rcode": "NOERROR",
    "answers": [{"Rdata": "203.0.113.9", "Type": "A", "Class": "IN"}, {"Rdata": "203.0.113.8"}],
    "srcaddr": "10.0.0.5",
    "srcport": "56067",
    "transport": "UDP",
    "srcids": {"instance": "i-1", "resolver_endpoint": "rslvr-in-1"},
    "firewall_rule_action": "BLOCK",
}
ALB = (
    "https 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 "
    '10.0.0.1:80 0.086 0.048 0.037 200 200 0 57 "GET https://www.example.com:443/a?b=\\"c d\\" '
    'HTTP/1.1" "curl/7.46.0 \\"x\\"" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 '
    "arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067 "
    '"Root=1-58337281-1d84f3d73c47ec4e58577259" "www.example.com" '
    '"arn:aws:acm:us-east-2:123456789012:certificate/1" 1 2018-07-02T22:22:48.364000Z '
    '"waf,forward" "-" "-" "10.0.0.1:80" "200" "-" "-" TID_1\n'
    "http 2018-11-30T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 "
    '- -1 -1 -1 400 - 0 57 "- http://www.example.com:80- -" "-" - - - "-" "-" "-" - '
    '2018-11-30T22:22:48.364000Z "-" "-" "-" "-" "-" "-" "-"\n'
)
NLB = (
    "tls 2.0 2020-04-01T08:51:42 net/my-network-loadbalancer/c6e77e28c25b2234 g3d4b5e8bb8464cd "
    "72.21.218.154:51341 172.100.100.185:443 5 2 29 17 - "
    "arn:aws:acm:us-east-2:671290407336:certificate/2a108f19 - ECDHE-RSA-AES128-SHA tlsv12 - "
    "my-network-loadbalancer-c6e77e28c25b2234.elb.us-east-2.amazonaws.com h2 h2 "
    '"h2","http/1.1" 2020-04-01T08:51:20\n'
)
S3 = (
    "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be amzn-s3-demo-bucket1 "
    "[06/Feb/2019:00:00:38 +0000] 192.0.2.3 "
    "arn:aws:iam::111122223333:user/ann 3E57427F3EXAMPLE REST.GET.OBJECT a%2520b%2Fc.txt "
    '"GET /amzn-s3-demo-bucket1/a%20b/c.txt?x=1 HTTP/1.1" 200 - 113 1130 7 6 "-" '
    '"Mozilla "odd" agent" - s9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6UkFVdtjf5mKR3/eTPFvsiP '
    "SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader "
    "amzn-s3-demo-bucket1.s3.us-west-1.amazonaws.com TLSV1.2 - -\n"
    "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be amzn-s3-demo-bucket1 "
    "[06/Feb/2019:02:00:38 +0200] 192.0.2.3 - "
    "891CE47D2EXAMPLE REST.GET.LOGGING_STATUS - "
    '"GET /amzn-s3-demo-bucket1?logging HTTP/1.1" 403 AccessDenied 242 - 11 - "-" '
    '"S3Console/0.4" -\n'
)
WAF: Row = {
    "timestamp": 1576280412771,
    "formatVersion": 1,
    "webaclId": "arn:aws:wafv2:ap-southeast-2:111122223333:regional/webacl/STMTest/1EXAMPLE",
    "terminatingRuleId": "STMTest_SQLi_XSS",
    "terminatingRuleType": "REGULAR",
    "action": "BLOCK",
    "httpSourceName": "ALB",
    "httpSourceId": "alb",
    "labels": [{"name": "awswaf:managed:x"}],
    "httpRequest": {
        "clientIp": "1.1.1.1",
        "country": "AU",
        "headers": [
            {"name": "Host", "value": "localhost:1989"},
            {"name": "User-Agent", "value": "curl/7.61.1"},
        ],
        "uri": "/myUri",
        "args": "a=1",
        "httpMethod": "POST",
        "requestId": "rid",
    },
}
FIREWALL: Row = {
    "firewall_name": "test-firewall",
    "availability_zone": "us-east-1b",
    "event_timestamp": "1602627001",
    "event": {
        "timestamp": "2020-10-13T22:10:01.006481+0000",
        "event_type": "alert",
        "src_ip": "203.0.113.4",
        "src_port": 55555,
        "dest_ip": "192.0.2.16",
        "dest_port": 111,
        "proto": "TCP",
        "alert": {
            "action": "allowed",
            "signature_id": 5,
            "signature": "test_tcp",
            "category": "",
            "severity": 1,
        },
        "tls": {"sni": "example.com"},
    },
}
AUDIT: Row = {
    "kind": "Event",
    "apiVersion": "audit.k8s.io/v1",
    "auditID": "a-1",
    "stage": "ResponseComplete",
    "verb": "create",
    "requestURI": "/api/v1/namespaces/prod/pods/web/exec",
    "user": {
        "username": "ann",
        "groups": ["system:authenticated"],
        "extra": {"arn": ["arn:aws:sts::111122223333:assumed-role/dev/ann"]},
    },
    "sourceIPs": ["203.0.113.4"],
    "userAgent": "kubectl",
    "objectRef": {"resource": "pods", "namespace": "prod", "name": "web", "subresource": "exec"},
    "responseStatus": {"code": 101},
    "requestReceivedTimestamp": "2026-01-31T10:00:00.123456Z",
    "annotations": {"authorization.k8s.io/decision": "allow"},
}


def store(tmp_path: Path, table: str, content: str | bytes, name: str = "log") -> list[Row]:
    path = tmp_path / "in" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    read_in(tmp_path / "logs", path)
    order = "file, line" if table != "cloudtrail" else "event_id"
    return ask(tmp_path / "logs", f"select * from logs.{table} order by {order}")


def has(row: Row, **expected: Any) -> None:
    assert {name: row[name] for name in expected} == expected


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_flow_logs_of_the_default_format(tmp_path: Path) -> None:
    accepted, rejected, empty = store(tmp_path, "vpc_flow", DEFAULT_FLOW)
    has(
        accepted,
        event_time=moment("2014-12-14T04:06:50"),
        ends_at=moment("2014-12-14T04:07:50"),
        account_id="123456789010",
        interface_id="eni-1235b8ca123456789",
        source_address="172.31.16.139",
        destination_port=22,
        protocol=6,
        bytes=4249,
        action="ACCEPT",
        vpc_id=None,
        tcp_flags=None,
        line=1,
    )
    has(rejected, action="REJECT", line=2)
    has(empty, source_address="", destination_port=None, log_status="NODATA", line=3)
    (bad,) = ask(tmp_path / "logs", "select * from logs.quarantine")
    has(bad, source="vpc_flow", line=4, reason="not 14 fields")


def test_flow_logs_of_another_format(tmp_path: Path) -> None:
    name = "AWSLogs/123456789010/vpcflowlogs/eu-west-1/2026/01/31/f.log.gz"
    one, other = store(tmp_path, "vpc_flow", gzip.compress(CUSTOM_FLOW.encode()), name)
    has(
        one,
        vpc_id="vpc-abcdefab012345678",
        instance_id="i-01234567890123456",
        aws_region="eu-west-1",
        packet_source_address="52.213.180.42",
        tcp_flags=2,
        flow_direction="ingress",
        source_service=None,
        file=str(tmp_path / "in" / name),
    )
    assert json.loads(one["rest"]) == {"version": "3", "type": "IPv4"}
    has(other, instance_id="", packet_source_address="", source_address="2001:db8::1")


def test_flow_logs_of_several_formats_in_one_batch(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.log").write_text(DEFAULT_FLOW)
    (folder / "b.log").write_text(CUSTOM_FLOW)
    (folder / "c.log").write_text(DEFAULT_FLOW.partition("\n")[2])
    read_in(tmp_path / "logs", folder)
    rows = ask(
        tmp_path / "logs",
        "select split_part(file, '/in/', 2) as file, count(*) as n, max(line) as last "
        "from logs.vpc_flow group by all order by 1",
    )
    assert [(row["file"], row["n"], row["last"]) for row in rows] == [
        ("a.log", 3, 3),
        ("b.log", 2, 2),
        ("c.log", 3, 3),
    ]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress])
def test_resolver_query_logs(tmp_path: Path, pack: Any) -> None:
    two = json.dumps(DNS) + "\n" + json.dumps(DNS | {"query_name": "x.", "srcids": {}}) + "\n"
    one, other = store(tmp_path, "dns_query", pack(two.encode()))
    has(
        one,
        event_time=moment("2021-02-04T17:51:55"),
        query_name="example.com",
        answers=["203.0.113.9", "203.0.113.8"],
        source_port=56067,
        instance_id="i-1",
        firewall_action="BLOCK",
        firewall_rule_group_id="",
    )
    assert json.loads(one["rest"]) == DNS
    has(other, query_name="x", instance_id="")


def test_load_balancer_logs(tmp_path: Path) -> None:
    name = "123456789012_elasticloadbalancing_us-east-2_app.my-loadbalancer.5_x_10.0.0.1_y.log.gz"
    one, bad_request = store(tmp_path, "load_balancer_request", gzip.compress(ALB.encode()), name)
    has(
        one,
        event_time=moment("2018-07-02T22:23:00.186641"),
        account_id="123456789012",
        aws_region="us-east-2",
        type="https",
        client_address="192.168.131.39",
        client_port=2817,
        target_address="10.0.0.1",
        status=200,
        method="GET",
        url='https://www.example.com:443/a?b=\\"c d\\"',
        user_agent='curl/7.46.0 \\"x\\"',
        tls_protocol="TLSv1.2",
        domain_name="www.example.com",
        actions="waf,forward",
    )
    has(bad_request, status=400, target_status=0, target_address="", method="", user_agent="")
    assert ask(tmp_path / "logs", "select * from logs.quarantine") == []


def test_network_load_balancer_logs(tmp_path: Path) -> None:
    (row,) = store(tmp_path, "load_balancer_request", NLB)
    has(
        row,
        event_time=moment("2020-04-01T08:51:42"),
        type="tls",
        load_balancer="net/my-network-loadbalancer/c6e77e28c25b2234",
        client_address="72.21.218.154",
        target_address="172.100.100.185",
        target_port=443,
        received_bytes=29,
        sent_bytes=17,
        tls_protocol="tlsv12",
        method=None,
        status=None,
    )


def test_s3_access_logs(tmp_path: Path) -> None:
    one, denied = store(tmp_path, "s3_access", S3)
    has(
        one,
        event_time=moment("2019-02-06T00:00:38"),
        bucket="amzn-s3-demo-bucket1",
        requester="arn:aws:iam::111122223333:user/ann",
        key="a%20b/c.txt",
        status=200,
        error_code="",
        object_size=1130,
        user_agent='Mozilla "odd" agent',
        aws_region="us-west-1",
        tls_version="TLSV1.2",
    )
    has(
        denied,
        event_time=moment("2019-02-06T00:00:38"),
        requester="",
        key="",
        error_code="AccessDenied",
        object_size=0,
        aws_region=None,
    )


def test_waf_logs(tmp_path: Path) -> None:
    (row,) = store(tmp_path, "waf_request", json.dumps(WAF))
    has(
        row,
        event_time=moment("2019-12-13T23:40:12.771"),
        account_id="111122223333",
        aws_region="ap-southeast-2",
        client_address="1.1.1.1",
        host="localhost:1989",
        user_agent="curl/7.61.1",
        labels=["awswaf:managed:x"],
        uri="/myUri",
    )
    bare = json.dumps(WAF | {"httpRequest": {}})
    (row,) = store(tmp_path / "other", "waf_request", bare)
    has(row, host="", client_address="")


def test_network_firewall_logs(tmp_path: Path) -> None:
    name = "AWSLogs/111122223333/network-firewall/alert/us-east-1/f/x.log"
    (row,) = store(tmp_path, "firewall_event", json.dumps(FIREWALL), name)
    has(
        row,
        event_time=moment("2020-10-13T22:10:01.006481"),
        account_id="111122223333",
        aws_region="us-east-1",
        destination_port=111,
        signature_id=5,
        alert_severity=1,
        host="example.com",
        bytes_to_server=0,
    )


def test_audit_logs_of_eks_through_cloudwatch_logs(tmp_path: Path) -> None:
    message = {
        "messageType": "DATA_MESSAGE",
        "owner": "111122223333",
        "logGroup": "/aws/eks/shop/cluster",
        "logStream": "kube-apiserver-audit-1",
        "logEvents": [{"id": "1", "timestamp": 1, "message": json.dumps(AUDIT)}],
    }
    (row,) = store(tmp_path, "kubernetes_audit", gzip.compress(json.dumps(message).encode()))
    has(
        row,
        event_time=moment("2026-01-31T10:00:00.123456"),
        account_id="111122223333",
        cluster="shop",
        principal_arn="arn:aws:sts::111122223333:assumed-role/dev/ann",
        subresource="exec",
        user_groups=["system:authenticated"],
        source_addresses=["203.0.113.4"],
        status=101,
        decision="allow",
    )


def test_flow_logs_through_cloudwatch_logs(tmp_path: Path) -> None:
    lines = DEFAULT_FLOW.splitlines()[1:3]
    message = {
        "messageType": "DATA_MESSAGE",
        "owner": "123456789010",
        "logGroup": "flows",
        "logEvents": [{"message": line} for line in lines],
    }
    rows = store(tmp_path, "vpc_flow", json.dumps(message) + json.dumps(message))
    assert [row["action"] for row in rows] == ["ACCEPT", "REJECT"] * 2


def test_every_table_of_logs_has_a_format() -> None:
    assert {log.table for log in load_formats()} | {"quarantine"} == set(load_logs())
