"""Flow logs as they are delivered: to log groups and buckets."""

import gzip
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from log_targets import make_log_bucket
from policy_texts import allow, make_service_role

from ringwall.emulator.traffic.script import Quiet, ScriptedConnection

AT = datetime(2026, 3, 2, 10, 0, 5, tzinfo=UTC)
OUTSIDE = "198.51.100.7"
ROLE = "arn:aws:iam::123456789012:role/flow-logs"
Records = list[dict[str, str]]


@pytest.fixture
def log(net: Any, client: Any) -> Any:
    """Return a function that makes a flow log to a bucket, and returns its id."""
    make_log_bucket(client("s3"), "flow-logs", "delivery.logs")

    def make(
        resource: str, fields: str = "", kind: str = "VPC", prefix: str = "", **more: Any
    ) -> str:
        made = net.ec2.create_flow_logs(
            ResourceIds=[resource], ResourceType=kind, LogDestinationType="s3",
            LogDestination=f"arn:aws:s3:::flow-logs{prefix}",
            **({"LogFormat": " ".join(f"${{{f}}}" for f in fields.split())} if fields else {}),
            **({"TrafficType": "ALL"} | more),
        )  # fmt: skip
        assert made["Unsuccessful"] == []
        return str(made["FlowLogIds"][0])

    return make


@pytest.fixture
def read(client: Any) -> Any:
    """Return a function that returns the records of all files, or their names."""

    def files() -> dict[str, list[str]]:
        s3 = client("s3")
        found = {}
        for each in s3.list_objects_v2(Bucket="flow-logs").get("Contents", ()):
            body = s3.get_object(Bucket="flow-logs", Key=each["Key"])["Body"].read()
            found[each["Key"]] = gzip.decompress(body).decode().splitlines()
        return found

    def records(*, names: bool = False) -> Any:
        found = files()
        if names:
            return sorted(found)
        return [
            dict(zip(lines[0].split(), line.split(), strict=True))
            for lines in found.values()
            for line in lines[1:]
        ]

    return records


def connect(net: Any, source: str, destination: str, port: int = 443, **more: Any) -> None:
    one, other = (net.enis.get(name, name) for name in (source, destination))
    start = more.pop("start", AT)
    net.app.send_traffic([ScriptedConnection(one, other, port, start, **more)])


def test_accepted_connection_has_a_record_of_each_direction(net: Any, log: Any, read: Any) -> None:
    eni = net.run("web", net.group("web", ("tcp", 443, "0.0.0.0/0")), public=True)
    log(net.vpc)
    connect(net, OUTSIDE, "web", source_port=40000, duration=timedelta(seconds=20))
    sent, received = read()
    assert list(sent.values()) == [
        "2", "123456789012", eni, OUTSIDE, net.addresses["web"], "40000", "443", "6", "6", "600",
        "1772445605", "1772445625", "ACCEPT", "OK",
    ]  # fmt: skip
    assert (received["srcport"], received["dstport"]) == ("443", "40000")
    assert (received["packets"], received["bytes"]) == ("5", "3000")


def test_rejected_connection_has_one_record_with_its_retries(net: Any, log: Any, read: Any) -> None:
    net.run("web", net.group("web"), public=True)
    log(net.vpc, "action packets bytes tcp-flags flow-direction start end")
    connect(net, OUTSIDE, "web", 22, retries=2)
    (record,) = read()
    expected = ("REJECT", "3", "180", "2", "ingress", "1772445605", "1772445608")
    assert tuple(record.values()) == expected


def test_network_acl_rejects_the_answer_alone(net: Any, log: Any, read: Any) -> None:
    net.run("web", net.group("web", ("tcp", 443, "0.0.0.0/0")), public=True)
    net.acl(net.public, (100, "allow", False, "0.0.0.0/0", 443, 443))
    log(net.vpc, "flow-direction action tcp-flags")
    connect(net, OUTSIDE, "web")
    found = sorted(tuple(record.values()) for record in read())
    assert found == [("egress", "REJECT", "18"), ("ingress", "ACCEPT", "2")]


def test_blocked_public_access_is_the_reason_of_a_rejection(net: Any, log: Any, read: Any) -> None:
    net.run("web", net.group("web", ("tcp", 443, "0.0.0.0/0")), public=True)
    net.ec2.modify_vpc_block_public_access_options(InternetGatewayBlockMode="block-ingress")
    log(net.vpc, "flow-direction dstport action reject-reason")
    connect(net, OUTSIDE, "web")
    connect(net, OUTSIDE, "web", 22)
    connect(net, "web", OUTSIDE, 80)
    assert sorted(tuple(record.values()) for record in read()) == [
        ("egress", "80", "REJECT", "BPA"),
        ("ingress", "22", "REJECT", "-"),
        ("ingress", "443", "REJECT", "BPA"),
    ]


def test_nat_gateway_shows_both_sides(net: Any, log: Any, read: Any) -> None:
    """The records of AWS's example of traffic through a NAT gateway."""
    net.run("app", net.group("app"))
    net.add_nat()
    log(net.vpc, "instance-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr traffic-path")
    connect(net, "app", OUTSIDE)
    own = net.addresses["app"]
    gateways = net.ec2.describe_nat_gateways()["NatGateways"]
    gateway = gateways[0]["NatGatewayAddresses"][0]["PrivateIp"]
    found = {(r["instance-id"] != "-", *list(r.values())[1:]) for r in read()}
    assert found == {
        (True, own, OUTSIDE, own, OUTSIDE, "1"),
        (False, own, gateway, own, OUTSIDE, "-"),
        (False, gateway, OUTSIDE, gateway, OUTSIDE, "2"),
        (False, OUTSIDE, gateway, OUTSIDE, gateway, "-"),
        (False, gateway, own, OUTSIDE, own, "1"),
        (True, OUTSIDE, own, OUTSIDE, own, "-"),
    }


def test_long_connection_is_split_into_windows(net: Any, log: Any, read: Any) -> None:
    eni = net.run("web", net.group("web", ("tcp", 443, "0.0.0.0/0")), public=True)
    log(eni, "packets bytes start end tcp-flags flow-direction", kind="NetworkInterface")
    connect(
        net, OUTSIDE, "web", start=AT.replace(second=30), duration=timedelta(seconds=120),
        sent_packets=5, sent_bytes=501, received_packets=0, received_bytes=0,
    )  # fmt: skip
    found = [tuple(r.values()) for r in read()]
    # A packet each 30 seconds, from 10:00:30 on.
    assert [f[:2] for f in found] == [("1", "100"), ("2", "200"), ("2", "201")]
    assert [f[4] for f in found] == ["2", "0", "1"]
    assert sum(int(f[1]) for f in found) == 501
    assert found[1][2:4] == ("1772445660", "1772445690")


def test_window_of_ten_minutes_is_for_old_instances(net: Any, log: Any, read: Any) -> None:
    group = net.group("web", ("tcp", 443, "0.0.0.0/0"))
    net.run("old", group, public=True, kind="t2.small")
    log(net.vpc, "packets")
    connect(net, OUTSIDE, "old", duration=timedelta(minutes=9), received_packets=0, sent_packets=10)
    assert read() == [{"packets": "10"}]


def test_same_flow_in_one_window_is_one_record(net: Any, log: Any, read: Any) -> None:
    net.run("web", net.group("web", ("udp", 53, "0.0.0.0/0")), public=True)
    log(net.vpc, "packets bytes")
    one = ScriptedConnection(
        OUTSIDE, net.enis["web"], 53, AT, "udp", 5000, sent_packets=2, sent_bytes=80,
        received_packets=0,
    )  # fmt: skip
    net.app.send_traffic([one, one])
    assert read() == [{"packets": "4", "bytes": "160"}]


def test_traffic_type_chooses(net: Any, log: Any, read: Any) -> None:
    net.run("web", net.group("web", ("tcp", 443, "0.0.0.0/0")), public=True)
    log(net.vpc, "action", TrafficType="REJECT")
    connect(net, OUTSIDE, "web", 443)
    connect(net, OUTSIDE, "web", 22)
    assert read() == [{"action": "REJECT"}]


def test_flow_log_covers_a_subnet_or_an_interface(net: Any, log: Any, read: Any) -> None:
    group = net.group("app", ("tcp", 443, "10.9.0.0/16"))
    net.run("web", group, public=True)
    eni = net.run("app", group)
    log(net.private, "interface-id", kind="Subnet")
    connect(net, "web", "app")
    assert read() == [{"interface-id": eni}] * 2


def test_all_fields(net: Any, log: Any, read: Any) -> None:
    from ringwall.emulator.traffic.flow_records import VERSION_OF  # noqa: PLC0415

    eni = net.run("web", net.group("web"), public=True)
    log(net.vpc, " ".join(VERSION_OF))
    connect(net, "web", OUTSIDE, service="S3", received_packets=0)
    (record,) = read()
    assert record["version"] == "10"
    assert (record["vpc-id"], record["subnet-id"]) == (net.vpc, net.public)
    assert (record["region"], record["az-id"]) == ("us-east-1", "use1-az6")
    assert (record["interface-id"], record["type"]) == (eni, "IPv4")
    assert (record["pkt-src-aws-service"], record["pkt-dst-aws-service"]) == ("-", "S3")
    assert (record["tcp-flags"], record["traffic-path"]) == ("3", "8")
    assert (record["ecs-task-id"], record["reject-reason"]) == ("-", "-")


def test_service_is_at_the_other_end_of_the_answer(net: Any, log: Any, read: Any) -> None:
    net.run("web", net.group("web"), public=True)
    log(net.vpc, "flow-direction pkt-src-aws-service pkt-dst-aws-service")
    connect(net, "web", OUTSIDE, service="DYNAMODB")
    found = sorted(tuple(record.values()) for record in read())
    assert found == [("egress", "-", "DYNAMODB"), ("ingress", "DYNAMODB", "-")]


def test_quiet_times_have_records_too(net: Any, log: Any, read: Any) -> None:
    eni = net.run("web", net.group("web"), public=True)
    log(net.vpc)
    net.app.send_traffic(
        [
            Quiet(eni, AT, AT + timedelta(minutes=2)),
            Quiet(eni, AT + timedelta(hours=1), AT + timedelta(hours=1, minutes=1), "SKIPDATA"),
        ]
    )
    found = [list(record.values()) for record in read()]
    dashes = ["-"] * 7
    assert found[0] == [
        "2", "123456789012", eni, *dashes, "1772445605", "1772445664", "-", "NODATA",
    ]  # fmt: skip
    assert [line[-1] for line in found] == ["NODATA", "NODATA", "SKIPDATA"]


def test_names_of_files(net: Any, log: Any, read: Any) -> None:
    net.run("web", net.group("web"), public=True)
    plain = log(net.vpc)
    hourly = {
        "PerHourPartition": True,
        "HiveCompatiblePartitions": True,
        "FileFormat": "plain-text",
    }
    hive = log(net.vpc, prefix="/net/", DestinationOptions=hourly)
    connect(net, OUTSIDE, "web")
    first, second = read(names=True)
    start = f"123456789012_vpcflowlogs_us-east-1_{plain}_20260302T1000Z_"
    assert first.startswith(f"AWSLogs/123456789012/vpcflowlogs/us-east-1/2026/03/02/{start}")
    assert first.endswith(".log.gz")
    folder = (
        "net/AWSLogs/aws-account-id=123456789012/aws-service=vpcflowlogs/aws-region=us-east-1/"
        "year=2026/month=03/day=02/hour=10/"
    )
    assert second.startswith(f"{folder}123456789012_vpcflowlogs_us-east-1_{hive}_")


def test_log_group_has_a_stream_for_each_interface(net: Any, client: Any) -> None:
    eni = net.run("web", net.group("web", ("tcp", 443, "0.0.0.0/0")), public=True)
    logs, actions = client("logs"), ("logs:CreateLogStream", "logs:PutLogEvents", "logs:Describe*")
    role = make_service_role(client("iam"), "flows", "vpc-flow-logs", allow(*actions))
    logs.create_log_group(logGroupName="flows")
    net.ec2.create_flow_logs(
        ResourceIds=[net.vpc], ResourceType="VPC", TrafficType="ALL", LogGroupName="flows",
        DeliverLogsPermissionArn=role,
    )  # fmt: skip
    start = datetime.now(UTC) - timedelta(hours=1)
    connect(net, OUTSIDE, "web", start=start)
    (stream,) = logs.describe_log_streams(logGroupName="flows")["logStreams"]
    assert stream["logStreamName"] == f"{eni}-all"
    events = logs.get_log_events(logGroupName="flows", logStreamName=f"{eni}-all")["events"]
    assert len(events) == 2
    assert events[0]["message"].startswith(f"2 123456789012 {eni} {OUTSIDE}")
    assert events[0]["timestamp"] == int(start.timestamp()) * 1000


def test_metadata_and_resolver_are_in_no_flow_log(net: Any, log: Any, read: Any) -> None:
    net.run("web", net.group("web"), public=True)
    log(net.vpc)
    connect(net, "web", "169.254.169.254", 80)
    connect(net, "web", "10.9.0.2", 53, protocol="udp")
    assert read() == []


def test_saved_emulator_has_its_flow_logs(net: Any, log: Any, read: Any) -> None:
    net.run("web", net.group("web"), public=True)
    log(net.vpc, DestinationOptions={"FileFormat": "plain-text", "PerHourPartition": True})
    net.app.load(net.app.save())
    connect(net, OUTSIDE, "web")
    (name,) = read(names=True)
    assert "/2026/03/02/10/" in name
