"""Isolates an EC2 instance, and keeps its traces."""

from collections.abc import Iterator

from ringwall.catalog.ec2.isolation import READS, RISKS, WRITES, IsolationChoice, isolate
from ringwall.catalog.ec2.suspect import read_suspect
from ringwall.model.change import Change
from ringwall.model.response_playbook import HumanStep, ResponseOption, responds
from ringwall.model.threat import Scene, Threat

YES = "yes|no"


@responds(
    "Isolate an EC2 instance",
    "instance",
    writes=WRITES,
    reads=READS,
    risks=RISKS,
    rollback="Groups of each network interface, profile, Elastic IP addresses, targets, the place "
    "in the Auto Scaling group, flags and tags are as before. What was in memory is lost by a "
    "stop; snapshots and their copies stay.",
    answers=(
        "ec2.instance_*",
        "ec2.default_route_is_sent_through_a_machine",
        "ec2.open_emr_port_is_probed",
        "ec2.user_data_is_changed",
        "route53resolver.*_asked_for",
        "route53resolver.name_says_mining_pool",
        "route53resolver.data_leaves_in_names",
        "route53resolver.name_leads_to_metadata_service",
        "guardduty.*:EC2/*",
        "guardduty.*:Runtime/*",
        "guardduty.UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.*",
    ),
    options=(
        ResponseOption(
            "memory",
            "Capture the memory by the document ringwall-capture-memory of the account.",
            "no",
            YES,
        ),
        ResponseOption(
            "nacl", "Deny the attacker's address in the network ACLs of its subnets.", "no", YES
        ),
        ResponseOption("stop", "Stop the instance once it is isolated.", "no", YES),
        ResponseOption("snapshots", "Take snapshots of its volumes.", "yes", YES),
    ),
)
def isolate_instance(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Take the instance out of service, cut it off, take its credentials, and keep its disks."""
    chosen = {name for name, value in scene.options.items() if value == "yes"}
    choice = IsolationChoice(
        captures_memory="memory" in chosen,
        denies_address="nacl" in chosen,
        stops="stop" in chosen,
        keeps_disks="snapshots" in chosen,
    )
    yield from isolate(read_suspect(threat, scene), threat, scene, choice)
