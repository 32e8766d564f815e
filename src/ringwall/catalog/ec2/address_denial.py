"""Network ACL entries that deny an attacker's address, also to connections that go on.

Security groups let tracked connections live; network ACLs keep no state.
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
"""

import ipaddress
from collections.abc import Iterator

from ringwall.catalog.ec2.suspect import Suspect
from ringwall.model.change import Change, Probe, Write
from ringwall.model.response_playbook import HumanStep
from ringwall.model.table import Row
from ringwall.model.write_shape import Shape, WriteShape

ACL = r"acl-[0-9a-f]{8,17}"
LAST = 32767
"""The number of the rule that denies all the rest: AWS's own."""
_ENTRY: dict[str, Shape] = {
    "NetworkAclId": ACL,
    "RuleNumber": range(1, LAST),
    "Egress": bool,
}
WRITES = (
    WriteShape(
        "ec2.create_network_acl_entry",
        {
            **_ENTRY,
            "Protocol": "-1",
            "RuleAction": "deny",
            "CidrBlock?": r"[\d.]{7,15}/32",
            "Ipv6CidrBlock?": r"[0-9a-f:]{2,39}/128",
        },
    ),
    WriteShape("ec2.delete_network_acl_entry", _ENTRY),
)
READS = ("ec2.describe_network_acls",)
WHAT = "Deny the attacker's address in the network ACLs of its subnets"


def deny_address(suspect: Suspect, address: str) -> Iterator[Change | HumanStep]:
    """Deny an address to the subnets of the instance, in both directions, before all they allow."""
    block = _find_block(address)
    if not block:
        yield HumanStep(
            suspect.arn,
            WHAT,
            "the finding has no address of the internet: who denies another may cut off others",
        )
        return
    subnets = sorted({str(one["SubnetId"]) for one in suspect.interfaces})
    asked = [{"Name": "association.subnet-id", "Values": subnets}]
    for acl in suspect.site.reader.items("ec2.describe_network_acls", "NetworkAcls", Filters=asked):
        for is_egress in (False, True):
            yield from _deny(suspect, acl, block, is_egress=is_egress)


def _find_block(address: str) -> tuple[str, str] | None:
    """Return the parameter and the block of one address of the internet; None for others."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return None
    if not found.is_global or found.is_multicast or "%" in address:
        return None
    return ("CidrBlock", f"{found}/32") if found.version == 4 else ("Ipv6CidrBlock", f"{found}/128")  # noqa: PLR2004 - a version of IP


def _deny(
    suspect: Suspect, acl: Row, block: tuple[str, str], *, is_egress: bool
) -> Iterator[Change | HumanStep]:
    own, site = acl["NetworkAclId"], suspect.site
    arn = site.name(f"network-acl/{own}")
    entries = [one for one in acl["Entries"] if bool(one["Egress"]) == is_egress]
    numbers = {one["RuleNumber"] for one in entries}
    first = min((o["RuleNumber"] for o in entries if o["RuleAction"] == "allow"), default=LAST)
    if any(_is_denial(one, block) and one["RuleNumber"] < first for one in entries):
        return
    free = next((number for number in range(first - 1, 0, -1) if number not in numbers), 0)
    direction = "outbound" if is_egress else "inbound"
    if not free:
        yield HumanStep(
            arn, f"{WHAT}: {direction}", f"no rule number is free before rule {first} of {own}"
        )
        return
    which = {"NetworkAclId": own, "RuleNumber": free, "Egress": is_egress}
    shared = len(acl.get("Associations") or ())
    yield site.change(
        arn,
        write=Write(
            "ec2.create_network_acl_entry",
            {**which, "Protocol": "-1", "RuleAction": "deny", block[0]: block[1]},
        ),
        probe=Probe(
            "ec2.describe_network_acls",
            {"NetworkAclIds": [own]},
            f"{{action: RuleAction, block: {block[0]}}}",
            items="NetworkAcls[0].Entries",
            match={"RuleNumber": free, "Egress": is_egress},
        ),
        before=None,
        after={"action": "deny", "block": block[1]},
        why=f"{block[1]} is cut off from {shared} subnet(s) at once, connections that go on too",
        blast="availability",
        undo=Write("ec2.delete_network_acl_entry", which),
        serial=own,
        stage="contain",
    )


def _is_denial(entry: Row, block: tuple[str, str]) -> bool:
    is_all = entry.get("Protocol") == "-1" and entry["RuleAction"] == "deny"
    return is_all and entry.get(block[0]) == block[1]
