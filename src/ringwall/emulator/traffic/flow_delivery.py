"""Which flow logs an interface has, and the delivery of their records.

https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html
https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-cwl.html
"""

import gzip
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.authorization.acting_service import ActingService
from ringwall.emulator.log_writer import DELIVERY, LogLine, ServiceLogWriter
from ringwall.emulator.on_moto.moto_client import moto_backends
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.state import EmulatorState
from ringwall.emulator.traffic.flow_records import (
    FlowRecord,
    ServedTrain,
    aggregate,
    be_quiet,
    read_format,
    write_record,
)
from ringwall.emulator.traffic.interfaces import TrafficInterface
from ringwall.emulator.traffic.script import Quiet

SERVICE = "vpc-flow-logs.amazonaws.com"
FILE_SECONDS = 300
"""Each file has the records of five minutes."""
ACTIONS = {"ACCEPT": (True,), "REJECT": (False,), "ALL": (True, False)}


@dataclass(frozen=True)
class FlowLogTarget:
    """A flow log: what it covers, and where its records go."""

    id: str
    account_id: str
    region: str
    covers: str
    """The id of a VPC, a subnet or an interface."""
    traffic_type: str
    fields: tuple[str, ...]
    interval: int
    bucket: str
    prefix: str
    group_arn: str
    role_arn: str
    options: Mapping[str, Any]
    """DestinationOptions, of S3."""
    held: Any
    """Moto's flow log."""

    def takes(self, interface: TrafficInterface) -> bool:
        """Whether the flow log covers an interface."""
        return self.covers in {interface.id, interface.subnet_id, interface.vpc_id}

    @property
    def service(self) -> ActingService:
        """Who writes its records."""
        if self.bucket:
            arn = f"arn:{own_partition()}:logs:{self.region}:{self.account_id}:*"
            return ActingService(DELIVERY, self.account_id, arn)
        arn = f"arn:{own_partition()}:ec2:{self.region}:{self.account_id}:vpc-flow-log/{self.id}"
        return ActingService(SERVICE, self.account_id, arn)


def find_flow_logs(state: EmulatorState) -> list[FlowLogTarget]:
    """Return the flow logs of all accounts."""
    return [
        _read(state, account, region, held)
        for account, region, backend in moto_backends("ec2").iter_backends()
        for held in backend.flow_logs.values()
    ]


def deliver_flows(
    state: EmulatorState,
    targets: Iterable[FlowLogTarget],
    trains: Sequence[ServedTrain],
    quiet: Sequence[tuple[TrafficInterface, Quiet]],
) -> None:
    """Deliver to each flow log the records of the interfaces that it covers."""
    writer = ServiceLogWriter(state)
    for target in targets:
        wanted = ACTIONS[target.traffic_type]
        own = (each for each in trains if target.takes(each.train.sighting.hop.interface))
        records = [
            record for record in aggregate(own, target.interval) if record.is_accepted in wanted
        ]
        for interface, time in quiet:
            if target.takes(interface):
                records += be_quiet(interface, time, target.interval)
        if records:
            error = _write(writer, target, records)
            target.held.deliver_logs_status = "FAILED" if error else "SUCCESS"
            target.held.deliver_logs_error_message = error or None


def _read(state: EmulatorState, account: str, region: str, held: Any) -> FlowLogTarget:
    bucket, prefix, group_arn = "", "", ""
    if held.log_destination_type == "s3":
        bucket, _, prefix = str(held.log_destination).partition(":::")[2].partition("/")
    else:
        named = f"arn:{own_partition()}:logs:{region}:{account}:log-group:{held.log_group_name}"
        group_arn = held.log_destination or named
    options = state.settings.get((account, region, "ec2.flow_log_options"), {})
    return FlowLogTarget(
        id=held.id,
        account_id=account,
        region=region,
        covers=held.resource_id,
        traffic_type=held.traffic_type or "ALL",
        fields=read_format(held.log_format),
        interval=int(held.max_aggregation_interval),
        bucket=bucket,
        prefix=prefix.strip("/"),
        group_arn=group_arn,
        role_arn=held.deliver_logs_permission_arn or "",
        options=options.get(held.id, {}),
        held=held,
    )


def _write(writer: ServiceLogWriter, target: FlowLogTarget, records: Sequence[FlowRecord]) -> str:
    """Write records, and return why they cannot be written; '' where they can."""
    if target.bucket:
        return _write_files(writer, target, records)
    streams: dict[str, list[LogLine]] = defaultdict(list)
    for record in records:
        at = datetime.fromtimestamp(record.start, UTC)
        stream = f"{record.interface.id}-{target.traffic_type.lower()}"
        streams[stream].append(LogLine(at, write_record(record, target.fields)))
    written = [
        writer.put_events(target.service, target.role_arn, target.group_arn, stream, lines)
        for stream, lines in streams.items()
    ]
    return "" if all(written) else "Access error"


def _write_files(
    writer: ServiceLogWriter, target: FlowLogTarget, records: Sequence[FlowRecord]
) -> str:
    files: dict[int, list[FlowRecord]] = defaultdict(list)
    for record in records:
        files[record.end // FILE_SECONDS].append(record)
    header = " ".join(target.fields)
    error = ""
    for number, held in sorted(files.items()):
        lines = [header, *(write_record(record, target.fields) for record in held)]
        text = "".join(f"{line}\n" for line in lines).encode()
        at = datetime.fromtimestamp(number * FILE_SECONDS, UTC)
        key = _name_file(target, at, text)
        error = error or writer.put_object(
            target.service,
            target.bucket,
            key,
            gzip.compress(text, mtime=0),
            metadata={"Content-Type": "application/octet-stream"},
        )
    return "Access error" if error else ""


def _name_file(target: FlowLogTarget, at: datetime, text: bytes) -> str:
    digest = hashlib.sha256(f"{target.id}/{at}".encode() + text).hexdigest()[:8]
    name = (
        f"{target.account_id}_vpcflowlogs_{target.region}_{target.id}_"
        f"{at:%Y%m%dT%H%MZ}_{digest}.log.gz"
    )
    return "/".join([*filter(None, [target.prefix]), "AWSLogs", *_folders(target, at), name])


def _folders(target: FlowLogTarget, at: datetime) -> Iterator[str]:
    """Yield the folders of a file: by day or by hour, named as Hive does where that is asked."""
    parts = {
        "aws-account-id": target.account_id,
        "aws-service": "vpcflowlogs",
        "aws-region": target.region,
        "year": f"{at:%Y}",
        "month": f"{at:%m}",
        "day": f"{at:%d}",
    }
    if target.options.get("PerHourPartition"):
        parts["hour"] = f"{at:%H}"
    is_hive = bool(target.options.get("HiveCompatiblePartitions"))
    yield from (f"{name}={value}" if is_hive else value for name, value in parts.items())
