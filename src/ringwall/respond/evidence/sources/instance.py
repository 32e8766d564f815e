"""What is collected of an EC2 instance."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.model.errors import BadInput
from ringwall.model.evidence import ItemKind
from ringwall.model.table import Row
from ringwall.model.threat import Threat
from ringwall.respond.evidence.collector import AskedPlace, EvidenceCollector, read_base64
from ringwall.respond.evidence.sources.history import keep_history
from ringwall.respond.evidence.sources.principal import collect_role

ARN = re.compile(r"arn:[a-z-]{3,20}:ec2:[a-z0-9-]{1,30}:\d{12}:instance/(i-[0-9a-f]{8,17})")
INVENTORY = ("AWS:Application", "AWS:Network", "AWS:Service")
"""Types of Systems Manager's inventory that tell what ran."""
MOST_HISTORIES = 20
"""Resources of each kind whose history is kept."""
READS = (
    "ec2.describe_addresses",
    "ec2.describe_iam_instance_profile_associations",
    "ec2.describe_images",
    "ec2.describe_instance_attribute",
    "ec2.describe_instance_status",
    "ec2.describe_instances",
    "ec2.describe_network_acls",
    "ec2.describe_network_interfaces",
    "ec2.describe_route_tables",
    "ec2.describe_security_group_rules",
    "ec2.describe_security_groups",
    "ec2.describe_subnets",
    "ec2.describe_volumes",
    "ec2.describe_vpcs",
    "ec2.get_console_output",
    "ec2.get_console_screenshot",
    "iam.get_instance_profile",
    "ssm.describe_instance_information",
    "ssm.describe_sessions",
    "ssm.list_command_invocations",
    "ssm.list_inventory_entries",
)


def collect_instance(collector: EvidenceCollector, threat: Threat) -> None:
    """Keep what AWS knows of an instance, what it showed, and what it may do."""
    if not (found := ARN.fullmatch(threat.resource)):
        raise BadInput(f"{threat.resource!r} is not the ARN of an EC2 instance")
    instance, place = found[1], (threat.account_id, threat.region)
    # What is gone first when the instance ends is asked for first.
    _keep_screen(collector, place, instance)
    _keep_user_data(collector, place, instance)
    described = _describe(collector, place, instance)
    _keep_network(collector, place, instance, described)
    _keep_sessions(collector, place, instance)
    arn = described.get("IamInstanceProfile", {}).get("Arn", "")
    if profile := re.fullmatch(r"arn:[a-z-]{3,20}:iam::\d{12}:instance-profile/(?:.*/)?(.+)", arn):
        name = {"InstanceProfileName": profile[1]}
        answer = collector.ask("instance profile", place, "iam.get_instance_profile", name)
        for role in answer.get("InstanceProfile", {}).get("Roles", ()):
            collect_role(collector, place, role["RoleName"])


def _describe(collector: EvidenceCollector, place: AskedPlace, instance: str) -> Row:
    which = {"InstanceIds": [instance]}
    gone = ("InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed")
    answer = collector.ask("instance", place, "ec2.describe_instances", which, absent=gone)
    described = [one for group in answer.get("Reservations", ()) for one in group["Instances"]]
    status = {**which, "IncludeAllInstances": True}
    collector.ask("status", place, "ec2.describe_instance_status", status, absent=gone)
    of_it = _filter("attachment.instance-id", instance)
    answer = collector.ask("volumes", place, "ec2.describe_volumes", of_it)
    for volume in answer.get("Volumes", ())[:MOST_HISTORIES]:
        keep_history(collector, place, "AWS::EC2::Volume", volume["VolumeId"])
    profiles = _filter("instance-id", instance)
    name = "ec2.describe_iam_instance_profile_associations"
    collector.ask("instance profile associations", place, name, profiles)
    found: Row = described[0] if described else {}
    if image := found.get("ImageId"):
        collector.ask("image", place, "ec2.describe_images", {"ImageIds": [image]})
    return found


def _keep_network(
    collector: EvidenceCollector, place: AskedPlace, instance: str, described: Mapping[str, Any]
) -> None:
    answer = collector.ask(
        "network interfaces",
        place,
        "ec2.describe_network_interfaces",
        _filter("attachment.instance-id", instance),
    )
    for card in answer.get("NetworkInterfaces", ())[:MOST_HISTORIES]:
        name = card["NetworkInterfaceId"]
        keep_history(collector, place, "AWS::EC2::NetworkInterface", name)
    cards = [*answer.get("NetworkInterfaces", ()), *described.get("NetworkInterfaces", ())]
    collector.ask("addresses", place, "ec2.describe_addresses", _filter("instance-id", instance))
    if groups := _unique(group["GroupId"] for card in cards for group in card.get("Groups", ())):
        name = "ec2.describe_security_groups"
        collector.ask("security groups", place, name, {"GroupIds": groups})
        rules = _filter("group-id", *groups)
        collector.ask("security group rules", place, "ec2.describe_security_group_rules", rules)
        for group in groups[:MOST_HISTORIES]:
            keep_history(collector, place, "AWS::EC2::SecurityGroup", group)
    if subnets := _unique(card["SubnetId"] for card in cards if card.get("SubnetId")):
        of_them = _filter("association.subnet-id", *subnets)
        collector.ask("subnets", place, "ec2.describe_subnets", {"SubnetIds": subnets})
        collector.ask("network ACLs", place, "ec2.describe_network_acls", of_them)
        collector.ask("route tables of the subnets", place, "ec2.describe_route_tables", of_them)
    if vpcs := _unique(card["VpcId"] for card in cards if card.get("VpcId")):
        collector.ask("VPC", place, "ec2.describe_vpcs", {"VpcIds": vpcs})
        tables = _filter("vpc-id", *vpcs)
        collector.ask("route tables of the VPC", place, "ec2.describe_route_tables", tables)


def _keep_screen(collector: EvidenceCollector, place: AskedPlace, instance: str) -> None:
    """Keep what the console printed and showed; a screenshot wakes a sleeping screen."""
    which: Row = {"InstanceId": instance}
    operation, latest = "ec2.get_console_output", {**which, "Latest": True}
    answer = collector.read("console output", place, operation, latest, kind="media")
    if answer is None:
        # Only instances on Nitro have the latest output: the others what was buffered.
        latest = which
        answer = collector.read("console output", place, operation, which, kind="media")
    if answer is not None:
        # botocore decodes it by itself.
        printed = answer.get("Output", "").encode("utf-8", "surrogatepass")
        taken = {"taken_at": str(answer.get("Timestamp", "")), "type": "text/plain"}
        found = _Found("console output", operation, latest, printed, taken)
        _keep_found(collector, place, found, sensitive=True)
    operation = "ec2.get_console_screenshot"
    answer = collector.read("console screenshot", place, operation, which, kind="media")
    if answer is not None:
        picture = read_base64(answer.get("ImageData", ""))
        found = _Found("console screenshot", operation, which, picture, {"type": "image/jpeg"})
        _keep_found(collector, place, found, sensitive=False)


@dataclass(frozen=True)
class _Found:
    """What was found in an answer, and is kept as a file."""

    what: str
    operation: str
    parameters: Row
    content: bytes
    attributes: Row
    kind: ItemKind = "media"


def _keep_found(
    collector: EvidenceCollector, place: AskedPlace, found: _Found, *, sensitive: bool
) -> None:
    call = (found.what, place, found.operation, found.parameters)
    if not found.content:
        collector.note(*call, kind=found.kind, status="none", reason="there is none")
        return
    collector.keep_content(
        *call,
        [found.content],
        kind=found.kind,
        sensitive=sensitive,
        attributes=found.attributes,
    )


def _keep_user_data(collector: EvidenceCollector, place: AskedPlace, instance: str) -> None:
    """Keep what the instance was started with, as it was written: often there are secrets in it."""
    operation = "ec2.describe_instance_attribute"
    which = {"InstanceId": instance, "Attribute": "userData"}
    answer = collector.read("user data", place, operation, which)
    if answer is not None:
        content = read_base64(answer.get("UserData", {}).get("Value", ""))
        found = _Found("user data", operation, which, content, {}, "code")
        _keep_found(collector, place, found, sensitive=True)


def _keep_sessions(collector: EvidenceCollector, place: AskedPlace, instance: str) -> None:
    """Keep what Systems Manager did on the instance, and what it knows of it."""
    known = {"Filters": [{"Key": "InstanceIds", "Values": [instance]}]}
    collector.ask("managed instance", place, "ssm.describe_instance_information", known)
    absent = ("InvalidInstanceId",)
    for name in INVENTORY:
        collector.ask(
            f"inventory {name}",
            place,
            "ssm.list_inventory_entries",
            {"InstanceId": instance, "TypeName": name},
            absent=absent,
        )
    collector.ask(
        "commands",
        place,
        "ssm.list_command_invocations",
        {"InstanceId": instance, "Details": True},
        kind="log",
        absent=absent,
        sensitive=True,  # parameters and output of commands
    )
    for state in ("Active", "History"):
        sought = {"State": state, "Filters": [{"key": "Target", "value": instance}]}
        name = f"sessions ({state.lower()})"
        collector.ask(name, place, "ssm.describe_sessions", sought, kind="log")


def _filter(name: str, *values: str) -> dict[str, Any]:
    return {"Filters": [{"Name": name, "Values": [*values]}]}


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
