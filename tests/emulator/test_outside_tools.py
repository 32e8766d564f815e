"""The emulator's logs, read by this program and by tools of others.

Those are installed, by their hashes, into an environment of their own: what they pin does not fit
the program's. Where they cannot be installed the tests fail: they must not pass unread.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from log_targets import make_log_bucket
from recorded_events import RecordedEvents

from ringwall.emulator.app import Emulator
from ringwall.emulator.server import serve
from ringwall.emulator.traffic.script import ScriptedConnection
from ringwall.jobs.logs import ingest_logs

LOCK = Path(__file__).parents[1] / "outside" / "tools.lock"
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAYS = 7


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the programs of an environment that has the tools."""
    place = tmp_path_factory.mktemp("outside") / "environment"
    subprocess.run([sys.executable, "-m", "venv", place], check=True)  # noqa: S603
    programs = place / "bin"
    install = ["-m", "pip", "--quiet", "install", "--require-hashes", "-r", str(LOCK)]
    done = subprocess.run(  # noqa: S603
        [programs / "python", *install], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return programs


@pytest.fixture
def week(emulator: Emulator, client: Any, tmp_path: Path) -> Path:
    """Return a folder with the log files of a trail: some calls on each day of a week."""
    make_log_bucket(client("s3"), "trail-logs", "cloudtrail")
    trail = client("cloudtrail")
    emulator.set_trail_time(MONDAY)
    trail.create_trail(
        Name="main",
        S3BucketName="trail-logs",
        IsMultiRegionTrail=True,
        EnableLogFileValidation=True,
    )
    trail.start_logging(Name="main")
    for day in range(DAYS):
        emulator.set_trail_time(MONDAY + timedelta(days=day))
        client("iam").create_user(UserName=f"user-{day}")
        client("sqs", "", "eu-west-1").create_queue(QueueName=f"queue-{day}")
        client("ec2").describe_instances()
    emulator.set_trail_time(None)
    emulator.deliver_logs()
    s3 = client("s3")
    for each in s3.list_objects_v2(Bucket="trail-logs")["Contents"]:
        path = tmp_path / "trail" / each["Key"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(s3.get_object(Bucket="trail-logs", Key=each["Key"])["Body"].read())
    return tmp_path / "trail"


@pytest.fixture
def run(tools: Path, emulator: Emulator) -> Iterator[Any]:
    """Return a function that runs a tool with the emulator as its endpoint."""
    served = serve(emulator)
    environment = {
        "AWS_ENDPOINT_URL": served.url,
        "AWS_ACCESS_KEY_ID": "AKIATEAM",
        "AWS_SECRET_ACCESS_KEY": "not-a-secret",
        "AWS_DEFAULT_REGION": "us-east-1",
        "PATH": os.environ["PATH"],
    }

    def call(program: str, *arguments: object) -> str:
        done = subprocess.run(  # noqa: S603
            [tools / program, *map(str, arguments)],
            env=environment, check=False, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    yield call
    served.close()


def expected(emulator: Emulator) -> int:
    """Return how many events the trail has: from its start on, reads too."""
    names = [record["eventName"] for record in emulator.trail]
    last = max(i for i, name in enumerate(names) if name == "DescribeInstances")
    return last + 1 - names.index("StartLogging")


def test_week_is_collected(emulator: Emulator, week: Path, tmp_path: Path) -> None:
    found = ingest_logs(tmp_path / "home", [week], RecordedEvents())
    assert (found.events, found.faults) == (expected(emulator), ())
    days = [moment.date() for moment in (found.first, found.last) if moment]
    assert days == [MONDAY.date(), (MONDAY + timedelta(days=DAYS - 1)).date()]
    assert found.digests > 0


@pytest.mark.slow
def test_week_is_read_by_trailscraper(emulator: Emulator, week: Path, run: Any) -> None:
    read = json.loads(run("trailscraper", "select", "--log-dir", week))
    assert len(read["Records"]) == expected(emulator)
    users = run(
        "trailscraper", "select", "--log-dir", week,
        "--from", "2026-03-03", "--to", "2026-03-04",
    )  # fmt: skip
    assert [
        record["requestParameters"]["userName"]
        for record in json.loads(users)["Records"]
        if record["eventName"] == "CreateUser"
    ] == ["user-1"]


@pytest.mark.slow
def test_week_is_found_valid_by_the_cli(week: Path, run: Any) -> None:
    assert week.is_dir()
    start = datetime.now(UTC) - timedelta(hours=1)
    arn = "arn:aws:cloudtrail:us-east-1:123456789012:trail/main"
    said = run(
        "aws", "cloudtrail", "validate-logs", "--trail-arn", arn,
        "--start-time", f"{start:%Y-%m-%dT%H:%M:%SZ}",
    )  # fmt: skip
    assert "INVALID" not in said
    assert "digest files valid" in said


@pytest.mark.slow
def test_flows_are_read_by_flowlogs_reader(emulator: Emulator, client: Any, run: Any) -> None:
    ec2 = client("ec2")
    (vpc,) = ec2.describe_vpcs()["Vpcs"]
    subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc["VpcId"])
    eni = ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"]["NetworkInterfaceId"]
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    ec2.associate_address(AllocationId=address, NetworkInterfaceId=eni)
    make_log_bucket(client("s3"), "flow-logs", "delivery.logs")
    ec2.create_flow_logs(
        ResourceIds=[vpc["VpcId"]], ResourceType="VPC", TrafficType="ALL",
        LogDestinationType="s3", LogDestination="arn:aws:s3:::flow-logs",
    )  # fmt: skip
    start = datetime.now(UTC) - timedelta(minutes=30)
    emulator.send_traffic([ScriptedConnection(f"198.51.100.{n}", eni, 22, start) for n in range(5)])
    said = run(
        "flowlogs_reader", "--location-type", "s3", "flow-logs", "print", "--region", "us-east-1",
        "--start-time", f"{start - timedelta(hours=1):%Y-%m-%d %H:%M:%S}",
    )  # fmt: skip
    lines = said.splitlines()
    assert len(lines) == 5
    assert all("REJECT" in line and eni in line for line in lines)
