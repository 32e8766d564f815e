"""Spot Fleet requests, without the user data of what they launch."""

from collections.abc import Iterator
from typing import Any

from ringwall.model.table import Reader, Row, Table, integer, moment, text, texts

_SPECIFICATIONS = "SpotFleetRequestConfig.LaunchSpecifications"
_WRITTEN = "SpotFleetRequestConfigData.LaunchSpecifications"
_PLAIN = "[].BlockDeviceMappings[?Ebs && contains([`false`, 'false'], Ebs.Encrypted)][].DeviceName"
_UNSAID = (
    "[].BlockDeviceMappings[?Ebs && !contains([`true`, 'true', `false`, 'false'], "
    "Ebs.Encrypted)][].DeviceName"
)


def read_requests(reader: Reader) -> Iterator[Row]:
    """Yield the requests without user data."""
    path = "SpotFleetRequestConfigs"
    for request in reader.items("ec2.describe_spot_fleet_requests", path, MaxResults=1000):
        yield leave_user_data_out(request)


def leave_user_data_out(value: Any) -> Any:
    """Return a document without the user data of instances, in which secrets may be."""
    if isinstance(value, dict):
        kept = {name: part for name, part in value.items() if name != "UserData"}
        return {name: leave_user_data_out(part) for name, part in kept.items()}
    return [leave_user_data_out(part) for part in value] if isinstance(value, list) else value


spot_fleet = Table(
    name="ec2_spot_fleet",
    doc="A request for a fleet of Spot Instances.",
    cloudformation="AWS::EC2::SpotFleet",
    fetch=read_requests,
    arn="arn:{partition}:ec2:{region}:{account_id}:spot-fleet-request/{SpotFleetRequestId}",
    tags="Tags",
    tags_property="SpotFleetRequestConfigData.TagSpecifications"
    "[?ResourceType=='spot-fleet-request'] | [0].Tags",
    conceal=leave_user_data_out,
    columns=(
        text(
            "spot_fleet_request_id",
            "SpotFleetRequestId",
            "The request's ID: sfr-...",
            property="Id",
        ),
        text(
            "state",
            "SpotFleetRequestState",
            "submitted, active, cancelled, cancelled_running, ...",
            required=True,
        ),
        text(
            "iam_fleet_role",
            "SpotFleetRequestConfig.IamFleetRole",
            "The role that launches its instances.",
            property="SpotFleetRequestConfigData.IamFleetRole",
            required=True,
        ),
        integer(
            "launch_specification_count",
            f"length({_SPECIFICATIONS} || `[]`)",
            "How many launch specifications it has; 0 where it uses launch templates.",
            property=f"length({_WRITTEN} || `[]`)",
        ),
        texts(
            "unencrypted_devices",
            f"{_SPECIFICATIONS}{_PLAIN}",
            "Devices of its launch specifications whose volumes it wants unencrypted.",
            property=f"{_WRITTEN}{_PLAIN}",
            default=[],
        ),
        texts(
            "undecided_devices",
            f"{_SPECIFICATIONS}{_UNSAID}",
            "Devices of its launch specifications of which it does not say.",
            property=f"{_WRITTEN}{_UNSAID}",
            default=[],
        ),
        moment("create_time", "CreateTime", "When it was made."),
    ),
)
