"""EC2: flow logs with all that AWS lets them be set to.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html
"""

from collections.abc import Mapping
from typing import Any

from moto.ec2.models.flow_logs import FlowLogs
from moto.ec2.utils import random_flow_log_id
from moto.utilities.utils import get_partition

from ringwall.emulator.authorization.acting_service import ActingService
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.log_writer import DELIVERY, ServiceLogWriter
from ringwall.emulator.on_moto.moto_client import moto_backend, moto_backends
from ringwall.emulator.state import EmulatorState
from ringwall.emulator.traffic.flow_records import DEFAULT, read_format

INTERVALS = (60, 600)
OPTIONS = "flow_log_options"
"""The setting that has DestinationOptions by the id of a flow log."""
RESOURCES = {
    "NetworkInterface": ("enis", "InvalidNetworkInterfaceID.NotFound", "networkInterface"),
    "Subnet": ("subnets", "InvalidSubnetID.NotFound", "subnet"),
    "VPC": ("vpcs", "InvalidVpcID.NotFound", "vpc"),
}
"""Types of resources: where moto has them, and the error for one that is not there."""
CHECK_FILE = "AWSLogs/{}/vpcflowlogs/check"


@emulates("ec2", "CreateFlowLogs")
def create_flow_logs(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a flow log for each resource, or say why one cannot be made."""
    given = call.parameters
    kind = given.get("LogDestinationType") or "cloud-watch-logs"
    _check(call, kind)
    backend = moto_backend("ec2", call.account_id, call.region)
    made, failed = [], []
    for resource in given["ResourceIds"]:
        _find(backend, given["ResourceType"], resource)
        error = _find_bucket_error(state, call) if kind == "s3" else ""
        if error:
            wrong = {"Code": "400", "Message": error}
            failed.append({"ResourceId": resource, "Error": wrong})
            continue
        log = _make(call, backend, resource, kind)
        backend.flow_logs[log.id] = log
        made.append(log.id)
        if options := given.get("DestinationOptions"):
            known = state.setting(call, OPTIONS, {})
            state.set(call, OPTIONS, {**known, log.id: options})
    return {"FlowLogIds": made, "Unsuccessful": failed}


@emulates("ec2", "DescribeFlowLogs")
def describe_flow_logs(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return flow logs with their destination's options, which moto does not keep."""
    answer = state.ask_moto(call)
    options = state.setting(call, OPTIONS, {})
    for found in answer.get("FlowLogs", ()):
        if found.get("LogDestinationType") == "s3":
            asked = options.get(found["FlowLogId"], {})
            found["DestinationOptions"] = {
                "FileFormat": "plain-text",
                "HiveCompatiblePartitions": False,
                "PerHourPartition": False,
            } | asked
    return answer


def _check(call: EmulatedCall, kind: str) -> None:
    """Fault for settings that do not go together, or that the emulator does not have."""
    given = call.parameters
    options = given.get("DestinationOptions") or {}
    if kind == "kinesis-data-firehose" or options.get("FileFormat") == "parquet":
        what = "Firehose" if kind != "s3" else "Parquet files"
        raise Fault("UnsupportedOperation", f"Flow logs to {what} are not emulated", 501)
    if given.get("LogGroupName") is None and given.get("LogDestination") is None:
        message = "LogDestination can't be empty if LogGroupName is not provided."
        raise Fault("InvalidParameter", message)
    if kind == "s3" and given.get("LogGroupName") is not None:
        message = "LogDestination type must be cloud-watch-logs if LogGroupName is provided."
        raise Fault("InvalidParameter", message)
    if kind == "cloud-watch-logs" and not given.get("DeliverLogsPermissionArn"):
        message = (
            "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs."
        )
        raise Fault("InvalidParameter", message)
    if (given.get("MaxAggregationInterval") or INTERVALS[1]) not in INTERVALS:
        raise Fault("InvalidParameter", "Invalid Flow Log Max Aggregation Interval")
    try:
        read_format(given.get("LogFormat") or _write_default())
    except ValueError as error:
        message = f"Unknown fields provided in format: {error}"
        raise Fault("InvalidParameter", message) from error


def _find(backend: Any, kind: str, resource: str) -> None:
    """Fault where a resource does not exist."""
    if kind not in RESOURCES:
        raise Fault("UnsupportedOperation", f"Flow logs of a {kind} are not emulated", 501)
    held, code, name = RESOURCES[kind]
    known = getattr(backend, held)
    # Moto has subnets by their Availability Zones.
    if resource not in known and not any(
        isinstance(zone, Mapping) and resource in zone for zone in known.values()
    ):
        raise Fault(code, f"The {name} ID '{resource}' does not exist")


def _find_bucket_error(state: EmulatorState, call: EmulatedCall) -> str:
    """Return why records cannot be delivered to a bucket; '' where they can."""
    arn = str(call.parameters.get("LogDestination"))
    bucket, _, prefix = arn.partition(":::")[2].partition("/")
    if bucket not in moto_backends("s3").bucket_accounts:
        return f"LogDestination: {bucket} does not exist."
    if "AWSLogs" in prefix.split("/"):
        return f"LogDestination: {arn} has AWSLogs in its folder, which is a reserved term."
    source = f"arn:{get_partition(call.region)}:logs:{call.region}:{call.account_id}:*"
    service = ActingService(DELIVERY, call.account_id, source)
    key = "/".join(filter(None, (prefix.strip("/"), CHECK_FILE.format(call.account_id))))
    if ServiceLogWriter(state).may_put(service, bucket, key):
        return ""
    return f"Access Denied for LogDestination: {bucket}. Please check LogDestination permission"


def _make(call: EmulatedCall, backend: Any, resource: str, kind: str) -> FlowLogs:
    given = call.parameters
    group, destination = given.get("LogGroupName"), given.get("LogDestination")
    named = (resource, group, destination)
    for other in backend.flow_logs.values():
        if (other.resource_id, other.log_group_name, other.log_destination) == named:
            message = "Error. There is an existing Flow Log with the same configuration."
            raise Fault("FlowLogAlreadyExists", message)
    make: Any = FlowLogs  # it is no abstract class, whatever its types say
    log: FlowLogs = make(
        backend,
        random_flow_log_id(),
        resource,
        given.get("TrafficType") or "ALL",
        destination,
        group,
        given.get("DeliverLogsPermissionArn"),
        given.get("MaxAggregationInterval") or INTERVALS[1],
        kind,
        given.get("LogFormat") or _write_default(),
    )
    for specification in given.get("TagSpecifications") or ():
        if specification.get("ResourceType") == "vpc-flow-log":
            log.add_tags({tag["Key"]: tag["Value"] for tag in specification["Tags"]})
    return log


def _write_default() -> str:
    return " ".join(f"${{{name}}}" for name in DEFAULT)
