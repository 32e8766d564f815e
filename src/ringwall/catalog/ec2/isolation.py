"""All that isolates an instance, in order: what contains never waits for what preserves."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass

from ringwall.catalog.ec2 import (
    address_denial,
    disk_evidence,
    elastic_addresses,
    instance_sessions,
    instance_stop,
    memory_capture,
    quarantine_groups,
    security_group_rules,
    suspect_capacity,
    suspect_flags,
)
from ringwall.catalog.ec2 import suspect as suspects
from ringwall.catalog.ec2.memory_capture import MemoryCapture, capture_memory, prepare_capture
from ringwall.catalog.ec2.quarantine_groups import QuarantineGroups, isolate_interfaces, swap_groups
from ringwall.catalog.ec2.suspect import Suspect
from ringwall.catalog.response_site import attempt
from ringwall.model.change import Change
from ringwall.model.errors import AccessDenied
from ringwall.model.response_playbook import HumanStep
from ringwall.model.threat import Scene, Threat

_PARTS = (
    address_denial,
    disk_evidence,
    elastic_addresses,
    instance_sessions,
    instance_stop,
    memory_capture,
    quarantine_groups,
    security_group_rules,
    suspect_capacity,
    suspect_flags,
)
WRITES = tuple(shape for part in _PARTS for shape in part.WRITES)
READS = tuple(
    dict.fromkeys(
        (
            *suspects.READS,
            *(read for part in _PARTS if part is not security_group_rules for read in part.READS),
        )
    )
)
RISKS = (
    "Whoever uses what runs on the instance gets no answer until it is undone.",
    "Connections that are tracked go on until they end, a network ACL or a stop ends them.",
    "DNS by the VPC's resolver, instance metadata and the time service pass every group.",
    "An instance that loses its Elastic IP address may get another public address.",
    "An Auto Scaling group starts another instance in its place; undone, the group ends one.",
    "Copies of snapshots leave their Region where evidence is kept in another one.",
)


@dataclass(frozen=True)
class IsolationChoice:
    """What was chosen beside the isolation itself."""

    captures_memory: bool = False
    denies_address: bool = False
    stops: bool = False
    keeps_disks: bool = True


def isolate(
    suspect: Suspect, threat: Threat, scene: Scene, choice: IsolationChoice
) -> Iterator[Change | HumanStep]:
    """Yield what isolates an instance, what keeps its traces, and what only a person can do."""
    arn = suspect.arn
    yield from attempt(arn, "Tag it with the case", suspect_flags.tag_case(suspect))
    yield from attempt(arn, "Protect it from termination", suspect_flags.protect(suspect))
    if not choice.stops:
        yield from attempt(arn, "Protect it from a stop", instance_stop.keep_running(suspect))
    yield from attempt(arn, "Look at its disks", suspect_flags.keep_disks(suspect))
    yield from _leave(suspect)
    capture = MemoryCapture()
    if choice.captures_memory:
        capture = yield from _prepare_capture(suspect, scene)
    quarantine = QuarantineGroups(
        suspect.site, scene.settings.quarantine_group, dict(capture.groups)
    )
    yield from isolate_interfaces(suspect, quarantine)
    if choice.denies_address:
        steps = address_denial.deny_address(suspect, threat.address)
        yield from attempt(arn, address_denial.WHAT, steps)
    yield from _drop_role(suspect, threat, scene, capture)
    steps = elastic_addresses.drop_addresses(suspect)
    yield from attempt(arn, "Take its Elastic IP addresses from it", steps)
    if capture.groups:
        yield from _capture(suspect, scene, capture)
    if choice.keeps_disks:
        steps = disk_evidence.keep_disks_of(suspect, scene)
        yield from attempt(arn, "Take snapshots of its volumes, and keep copies", steps)
    if choice.stops:
        yield from attempt(arn, "Stop it", instance_stop.stop(suspect))
    yield from _tell(suspect, choice)


def _leave(suspect: Suspect) -> Iterator[Change | HumanStep]:
    arn = suspect.arn
    for what, steps in (
        ("Detach it from its Auto Scaling group", suspect_capacity.leave_group(suspect)),
        ("Deregister it from target groups", suspect_capacity.leave_target_groups(suspect)),
        (
            "Deregister it from Classic Load Balancers",
            suspect_capacity.leave_classic_balancers(suspect),
        ),
    ):
        yield from attempt(arn, what, steps)


def _prepare_capture(suspect: Suspect, scene: Scene) -> Generator[HumanStep, None, MemoryCapture]:
    """Yield what is missing for a capture of memory; return what is ready."""
    try:
        capture = prepare_capture(suspect, scene)
    except AccessDenied as error:
        capture = MemoryCapture(lack=str(error))
    if capture.lack:
        yield HumanStep(suspect.arn, "Capture its memory by hand, if it is needed", capture.lack)
    return capture


def _drop_role(
    suspect: Suspect, threat: Threat, scene: Scene, capture: MemoryCapture
) -> Iterator[Change | HumanStep]:
    steps = instance_sessions.revoke_sessions(
        suspect, threat, scene, keeps_agent=bool(capture.groups)
    )
    yield from attempt(suspect.arn, "Revoke the sessions of its role", steps)
    if not capture.groups:
        steps = instance_sessions.drop_profile(suspect)
        yield from attempt(suspect.arn, "Take its instance profile from it", steps)


def _capture(
    suspect: Suspect, scene: Scene, capture: MemoryCapture
) -> Iterator[Change | HumanStep]:
    """Capture the memory, then close the way to the endpoints and take the profile."""
    yield from capture_memory(suspect, ())
    quarantine = QuarantineGroups(suspect.site, scene.settings.quarantine_group)
    for one in suspect.interfaces:
        yield from quarantine.prepare(one["VpcId"])
    for one in suspect.interfaces:
        vpc = one["VpcId"]
        yield from swap_groups(suspect, one, [capture.groups[vpc]], quarantine.groups[vpc])
    steps = instance_sessions.drop_profile(suspect, stage="eradicate")
    yield from attempt(suspect.arn, "Take its instance profile from it", steps)


def _tell(suspect: Suspect, choice: IsolationChoice) -> Iterator[HumanStep]:
    if not choice.stops:
        yield HumanStep(
            suspect.arn,
            "End connections that are tracked, if some go on: deny the address in the network ACL "
            "(option nacl), or stop the instance (option stop)",
            "a change of groups lets connections live that are tracked; those that are not end",
        )
    yield HumanStep(
        suspect.arn,
        "Block its DNS with Route 53 Resolver DNS Firewall, if it may leak by DNS",
        "DNS to the VPC's resolver, instance metadata and the time service pass every group",
    )
