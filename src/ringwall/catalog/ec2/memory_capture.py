"""The memory of an instance, captured by a command that the account has ready for it.

A group without rules keeps the agent of Systems Manager from its service. So there has to be a
second group in the VPC, which lets out only what leads to the endpoints, beside a document that
captures and uploads: it holds the place where it uploads to. Where something is missing, a person
is told, and the instance is isolated all the same.
"""

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ringwall.catalog.ec2.security_group_rules import describe_rules
from ringwall.catalog.ec2.suspect import INSTANCE, Suspect
from ringwall.catalog.response_site import CASE
from ringwall.model.change import Change, Poll, Probe, Write
from ringwall.model.errors import CallFailed
from ringwall.model.state import read_state
from ringwall.model.table import Row
from ringwall.model.threat import Scene
from ringwall.model.write_shape import WriteShape

DOCUMENT = "ringwall-capture-memory"
SUFFIX = "-capture"
"""What the name of the group that leads to the endpoints has after that of the quarantine group."""
MINUTES = 15
WRITES = (
    WriteShape(
        "ssm.send_command",
        {
            "DocumentName": DOCUMENT,
            "InstanceIds": (INSTANCE,),
            "Parameters": {"CaseId": (CASE,)},
            "TimeoutSeconds": range(30, 601),
            "Comment": CASE,
        },
    ),
)
READS = (
    "ssm.describe_document",
    "ssm.describe_instance_information",
    "ssm.list_commands",
    "ssm.get_command_invocation",
    "ec2.describe_security_groups",
    "ec2.describe_security_group_rules",
)


@dataclass(frozen=True)
class MemoryCapture:
    """What a capture of memory takes: the groups by VPC, or why it cannot be made."""

    groups: dict[str, str] = field(default_factory=dict)
    lack: str = ""


def prepare_capture(suspect: Suspect, scene: Scene) -> MemoryCapture:
    """Return what is ready for a capture, or what is missing."""
    if lack := _find_lack(suspect):
        return MemoryCapture(lack=lack)
    groups = {}
    name = scene.settings.quarantine_group + SUFFIX
    for vpc in sorted({str(one["VpcId"]) for one in suspect.interfaces}):
        asked = [{"Name": "vpc-id", "Values": [vpc]}, {"Name": "group-name", "Values": [name]}]
        answer = suspect.site.reader.call("ec2.describe_security_groups", Filters=asked)
        if not answer["SecurityGroups"]:
            return MemoryCapture(lack=f"{vpc} has no security group {name}")
        group = str(answer["SecurityGroups"][0]["GroupId"])
        if any(not _is_narrow(rule) for rule in describe_rules(suspect.site.reader, group)):
            return MemoryCapture(lack=f"{group} ({name}) lets more through than to the endpoints")
        groups[vpc] = group
    return MemoryCapture(groups)


def _find_lack(suspect: Suspect) -> str:
    reader = suspect.site.reader
    if suspect.state != "running":
        return f"it is {suspect.state}"
    try:
        document = reader.call("ssm.describe_document", Name=DOCUMENT)["Document"]
    except CallFailed as error:
        if error.is_one_of(("InvalidDocument",)):
            return f"the account has no Systems Manager document {DOCUMENT} in this Region"
        raise
    names = {each["Name"] for each in document.get("Parameters") or ()}
    if document.get("DocumentType") != "Command" or "CaseId" not in names:
        return f"the document {DOCUMENT} is no command that takes CaseId"
    asked = [{"Key": "InstanceIds", "Values": [suspect.instance_id]}]
    nodes = reader.call("ssm.describe_instance_information", Filters=asked)
    known = nodes["InstanceInformationList"]
    if not known or known[0].get("PingStatus") != "Online":
        return "Systems Manager does not reach it"
    return ""


def _is_narrow(rule: Row) -> bool:
    """Whether a rule lets out HTTPS to endpoints: a prefix list, a group, or private addresses."""
    if not rule["IsEgress"]:
        return False
    if (rule["IpProtocol"], rule.get("FromPort"), rule.get("ToPort")) != ("tcp", 443, 443):
        return False
    block = rule.get("CidrIpv4") or rule.get("CidrIpv6")
    return not block or ipaddress.ip_network(block).is_private


def capture_memory(suspect: Suspect, needs: tuple[str, ...]) -> Iterator[Change]:
    """Send the command, unless this case sent it before; it is waited for 15 minutes at most."""
    case, own = suspect.site.case, suspect.instance_id
    probe = Probe(
        "ssm.list_commands",
        {"InstanceId": own, "Filters": [{"key": "DocumentName", "value": DOCUMENT}]},
        f"Commands[?Comment=='{case}'] | [0].Comment",
    )
    if read_state(probe, suspect.site.reader) is not None:
        return
    parameters: Row = {
        "DocumentName": DOCUMENT,
        "InstanceIds": [own],
        "Parameters": {"CaseId": [case]},
        "TimeoutSeconds": 60,
        "Comment": case,
    }
    poll: Any = Poll(
        "ssm.get_command_invocation",
        {"CommandId": {"$answer": "Command.CommandId"}, "InstanceId": own},
        "Status",
        ("Success",),
        ("Cancelled", "TimedOut", "Failed"),
        why="StatusDetails",
        wait=MINUTES * 60.0,
        early=("InvocationDoesNotExist",),
    )
    yield suspect.change(
        write=Write("ssm.send_command", parameters, poll=poll),
        probe=probe,
        before=None,
        after=case,
        why="what is in memory is lost when it stops; it is isolated meanwhile",
        blast="none",
        irreversible="evidence is kept",
        needs=needs,
        stage="preserve",
    )
