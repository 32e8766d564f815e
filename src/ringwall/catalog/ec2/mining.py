"""What mines in a Region: instances and what launches them, found and stopped."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from ringwall.catalog.ec2 import (
    instance_sessions,
    instance_stop,
    quarantine_groups,
    security_group_rules,
    suspect_flags,
)
from ringwall.catalog.ec2 import suspect as suspects
from ringwall.catalog.ec2.launch_events import ActorLaunches
from ringwall.catalog.ec2.quarantine_groups import QuarantineGroups, isolate_interfaces
from ringwall.catalog.ec2.suspect import ENDED, Suspect, look_at
from ringwall.catalog.ec2.suspect_capacity import GROUP_NAME, UPDATE
from ringwall.catalog.response_site import CASE_TAG, ResponseSite, attempt
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import NeedsHuman
from ringwall.model.response_playbook import HumanStep
from ringwall.model.table import Row
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import Shape, WriteShape

BIG_FAMILY = r"(?:p|g|f|x|u|z|vt|dl|inf|trn|hpc)\d?[a-z0-9-]{0,12}"
"""Families with accelerators, or with much memory."""
BIG_SIZE = r"metal(?:-\d{1,3}xl)?|(?:[89]|\d{2,3})xlarge"
FLEET = r"sfr-[0-9a-f-]{17,36}"
_SIZES = ("MinSize", "MaxSize", "DesiredCapacity")
_NUMBERS: dict[str, Shape] = {name: range(100_000) for name in _SIZES}
_PARTS = (
    instance_sessions,
    instance_stop,
    quarantine_groups,
    security_group_rules,
    suspect_flags,
)
WRITES = (
    *(shape for part in _PARTS for shape in part.WRITES),
    WriteShape(UPDATE, {"AutoScalingGroupName": GROUP_NAME, **_NUMBERS}),
    WriteShape(
        "ec2.modify_spot_fleet_request",
        {
            "SpotFleetRequestId": FLEET,
            "TargetCapacity": range(1_000_000),
            "ExcessCapacityTerminationPolicy": "NoTermination",
        },
    ),
    WriteShape(
        "ec2.cancel_spot_instance_requests", {"SpotInstanceRequestIds": (r"sir-[0-9a-z]{8,17}",)}
    ),
)
READS = (
    *suspects.READS,
    *instance_sessions.READS,
    *instance_stop.READS,
    *quarantine_groups.READS,
    "ec2.describe_tags",
    "ec2.describe_fleets",
    "ec2.describe_spot_fleet_requests",
    "ec2.describe_spot_instance_requests",
    "autoscaling.describe_auto_scaling_groups",
)
OPEN = ("open", "active")


def find_miners(
    site: ResponseSite, launches: ActorLaunches, since: datetime, named: str
) -> list[str]:
    """Return the instances that the actor launched, that are big and untagged, or are named."""
    asked = [
        {
            "Name": "instance-state-name",
            "Values": ["pending", "running", "stopping", "stopped"],
        }
    ]
    found = [
        one
        for one in site.reader.items(
            "ec2.describe_instances", "Reservations[].Instances[]", Filters=asked
        )
        if one["InstanceId"] in {*launches.instances, named}
        or (_is_since(one.get("LaunchTime"), since) and _is_big(one) and _is_unknown(one))
    ]
    # Those that a plan before this one was about come last.
    found.sort(key=lambda one: (_has_case(one, site.case), str(one["InstanceId"])))
    return [str(one["InstanceId"]) for one in found]


def _is_unknown(instance: Row) -> bool:
    """Whether it has no tag of anybody's; that of a case is ours."""
    return all(tag["Key"] == CASE_TAG for tag in instance.get("Tags") or ())


def _has_case(instance: Row, case: str) -> bool:
    return {"Key": CASE_TAG, "Value": case} in (instance.get("Tags") or ())


def _is_big(instance: Row) -> bool:
    family, _, size = str(instance.get("InstanceType", "")).partition(".")
    is_family = re.fullmatch(BIG_FAMILY, family, re.ASCII)
    return bool(is_family or re.fullmatch(BIG_SIZE, size, re.ASCII))


def _is_since(value: Any, since: datetime) -> bool:
    if not isinstance(value, datetime):
        return False
    return (value if value.tzinfo else value.replace(tzinfo=UTC)) >= since


def shrink_launchers(
    site: ResponseSite, launches: ActorLaunches, since: datetime
) -> Iterator[Change | HumanStep]:
    """Let nothing launch more: new Auto Scaling groups, Spot Fleets and Spot requests."""
    parts = (
        ("Auto Scaling groups", _shrink_groups(site, launches, since)),
        ("Spot Fleet requests", _shrink_fleets(site, since)),
        ("Spot Instance requests", _cancel_requests(site, since)),
        ("EC2 Fleets", _tell_fleets(site, since)),
    )
    for what, steps in parts:
        yield from attempt(site.name("*"), f"Look at the {what} in {site.region}", steps)


def _shrink_groups(
    site: ResponseSite, launches: ActorLaunches, since: datetime
) -> Iterator[Change | HumanStep]:
    groups = site.reader.items("autoscaling.describe_auto_scaling_groups", "AutoScalingGroups")
    for group in groups:
        name, arn = group["AutoScalingGroupName"], group["AutoScalingGroupARN"]
        is_new = _is_since(group.get("CreatedTime"), since)
        is_of_actor = name in launches.groups
        if is_of_actor and not is_new:
            yield HumanStep(
                arn,
                "Set its sizes back to what they were",
                "the actor changed it, and it was there before: nobody knows what it had",
            )
        if not is_new or not (is_of_actor or not group.get("Tags")):
            continue
        before = {size: int(group[size]) for size in _SIZES}
        if not any(before.values()):
            continue
        which = {"AutoScalingGroupName": name}
        after = dict.fromkeys(_SIZES, 0)
        take = ", ".join(f"{size}: {size}" for size in _SIZES)
        yield site.change(
            arn,
            write=Write(UPDATE, {**which, **after}),
            probe=Probe(
                "autoscaling.describe_auto_scaling_groups",
                {"AutoScalingGroupNames": [name]},
                f"AutoScalingGroups[0].{{{take}}}",
            ),
            before=before,
            after=after,
            why="it was made since then; it ends its instances, and launches no more",
            blast="availability",
            undo=Write(UPDATE, {**which, **before}),
            stage="contain",
        )


def _shrink_fleets(site: ResponseSite, since: datetime) -> Iterator[Change | HumanStep]:
    found = site.reader.items("ec2.describe_spot_fleet_requests", "SpotFleetRequestConfigs")
    for one in found:
        config, own = one.get("SpotFleetRequestConfig") or {}, one["SpotFleetRequestId"]
        capacity = int(config.get("TargetCapacity") or 0)
        is_on = one.get("SpotFleetRequestState") in {"active", "submitted", "modifying"}
        if not is_on or not capacity or not _is_since(one.get("CreateTime"), since):
            continue
        if config.get("Type", "maintain") != "maintain":
            continue  # it launched once, and does not launch again
        which = {"SpotFleetRequestId": own, "ExcessCapacityTerminationPolicy": "NoTermination"}
        yield site.change(
            site.name(f"spot-fleet-request/{own}"),
            write=Write("ec2.modify_spot_fleet_request", {**which, "TargetCapacity": 0}),
            probe=Probe(
                "ec2.describe_spot_fleet_requests",
                {"SpotFleetRequestIds": [own]},
                "SpotFleetRequestConfigs[0].SpotFleetRequestConfig.TargetCapacity",
                wait=120.0,
            ),
            before=capacity,
            after=0,
            why="it was made since then, and launches no more; what runs stays",
            blast="availability",
            undo=Write("ec2.modify_spot_fleet_request", {**which, "TargetCapacity": capacity}),
            stage="contain",
        )


def _cancel_requests(site: ResponseSite, since: datetime) -> Iterator[Change]:
    asked = [{"Name": "state", "Values": list(OPEN)}]
    found = site.reader.items(
        "ec2.describe_spot_instance_requests", "SpotInstanceRequests", Filters=asked
    )
    for one in found:
        is_persistent = one.get("Type") == "persistent" or one.get("State") == "open"
        is_tagged = any(not str(tag["Key"]).startswith("aws:") for tag in one.get("Tags") or ())
        if is_tagged or not is_persistent or not _is_since(one.get("CreateTime"), since):
            continue
        own = one["SpotInstanceRequestId"]
        yield site.change(
            site.name(f"spot-instances-request/{own}"),
            write=Write("ec2.cancel_spot_instance_requests", {"SpotInstanceRequestIds": [own]}),
            probe=Probe(
                "ec2.describe_spot_instance_requests",
                {"SpotInstanceRequestIds": [own]},
                "SpotInstanceRequests[?State=='open' || State=='active'] | "
                "[0].SpotInstanceRequestId",
                absent=("InvalidSpotInstanceRequestID.NotFound",),
            ),
            before=own,
            after=None,
            why="it was made since then, and launches no more",
            blast="irreversible",
            irreversible="a request that was canceled is made again by who needs it",
            stage="contain",
        )


def _tell_fleets(site: ResponseSite, since: datetime) -> Iterator[HumanStep]:
    for one in site.reader.items("ec2.describe_fleets", "Fleets"):
        is_on = str(one.get("FleetState")) in {"active", "submitted", "modifying"}
        if is_on and one.get("Type") == "maintain" and _is_since(one.get("CreateTime"), since):
            yield HumanStep(
                site.name(f"fleet/{one['FleetId']}"),
                "Set its target capacity to 0, if nobody knows it",
                "it was made since then, and launches again what is stopped",
            )


def stop_miners(
    site: ResponseSite, miners: Iterable[str], threat: Threat, scene: Scene, *, stops: bool
) -> Iterator[Change | HumanStep]:
    """Cut off each instance, take its role, and stop it where that is chosen."""
    groups = QuarantineGroups(site, scene.settings.quarantine_group)
    for instance in miners:
        try:
            suspect = look_at(site, instance)
        except NeedsHuman as error:
            yield HumanStep(site.name(f"instance/{instance}"), str(error), "it ended by now")
            continue
        if suspect.state not in ENDED:
            yield from _stop(suspect, groups, threat, scene, stops)


def _stop(
    suspect: Suspect,
    groups: QuarantineGroups,
    threat: Threat,
    scene: Scene,
    stops: bool,  # noqa: FBT001 - a part of stop_miners
) -> Iterator[Change | HumanStep]:
    arn = suspect.arn
    yield from attempt(arn, "Tag it with the case", suspect_flags.tag_case(suspect))
    yield from attempt(arn, "Give it the quarantine group", isolate_interfaces(suspect, groups))
    steps = instance_sessions.revoke_sessions(suspect, threat, scene)
    yield from attempt(arn, "Revoke the sessions of its role", steps)
    profile = instance_sessions.drop_profile(suspect)
    yield from attempt(arn, "Take its instance profile from it", profile)
    if stops:
        yield from attempt(arn, "Stop it", instance_stop.stop(suspect))
