"""Denies SSH and RDP from the internet in a network ACL."""

from collections.abc import Iterator, Mapping

from ringwall.catalog.ec2.addresses import are_world, is_world
from ringwall.catalog.ec2.protocols import read_ports, read_protocol
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import Shape, WriteShape

PORTS = (22, 3389)
EVERYWHERE = {"CidrBlock": "0.0.0.0/0", "Ipv6CidrBlock": "::/0"}
MEMBERS = ("RuleAction", "Protocol", "CidrBlock", "Ipv6CidrBlock", "PortRange")
NUMBER: Mapping[str, Shape] = {
    "NetworkAclId": "acl-[0-9a-f]{8,17}",
    "RuleNumber": range(1, 32767),
    "Egress": False,
}
PORT = range(min(PORTS), max(PORTS) + 1)
WRITES = (
    WriteShape(
        "ec2.create_network_acl_entry",
        {
            **NUMBER,
            "Protocol": "6",
            "RuleAction": "deny",
            "PortRange": {"From": PORT, "To": PORT},
            "CidrBlock?": r"0\.0\.0\.0/0",
            "Ipv6CidrBlock?": "::/0",
        },
    ),
    WriteShape("ec2.delete_network_acl_entry", NUMBER),
)


@answers("ec2.nacl_does_not_open_admin_ports", writes=WRITES)
def deny_admin_ports(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Add a deny entry right before each entry that opens a port; entries before it still count."""
    acl = finding.resource.rpartition("/")[2]
    found = reader.call("ec2.describe_network_acls", NetworkAclIds=[acl])["NetworkAcls"][0]
    inbound = [entry for entry in found["Entries"] if not entry["Egress"]]
    inbound.sort(key=lambda entry: int(entry["RuleNumber"]))
    taken = {entry["RuleNumber"] for entry in inbound}
    for member, everywhere in EVERYWHERE.items():
        for port in PORTS:
            about = [entry for entry in inbound if member in entry and _is_about(entry, port)]
            number = _find_number(about, member, taken, finding)
            if number:
                taken.add(number)
                which = {"NetworkAclId": acl, "RuleNumber": number, "Egress": False}
                yield _deny(which, port, {member: everywhere}, finding, reader)


def _is_about(entry: Row, port: int) -> bool:
    protocol, ports = read_protocol(entry["Protocol"]), entry.get("PortRange") or {}
    if protocol not in ("-1", "tcp"):
        return False
    lowest, highest = read_ports(protocol, ports.get("From"), ports.get("To"))
    return lowest <= port <= highest


def _find_number(about: list[Row], member: str, taken: set[int], finding: Finding) -> int:
    """Return the number of a deny entry before the one that opens a port; 0 where none does."""
    after = 0
    for entry in about:
        if entry["RuleAction"] == "deny" and entry[member] == EVERYWHERE[member]:
            return 0
        if entry["RuleAction"] == "allow" and is_world(entry[member]):
            opening = entry["RuleNumber"]
            free = (n for n in range(opening - 1, after, -1) if n not in taken)
            if number := next(free, 0):
                return number
            raise NeedsHuman(
                f"{finding.resource}: there is no free number before entry {opening}, which opens "
                "the port: give it a higher one first"
            )
        after = entry["RuleNumber"]
    if are_world(entry[member] for entry in about if entry["RuleAction"] == "allow"):
        raise NeedsHuman(
            f"{finding.resource}: no entry alone opens the ports to the internet, but all together "
            "do; remove those that nobody needs"
        )
    return 0


def _deny(which: Row, port: int, block: Row, finding: Finding, reader: Reader) -> Change:
    entry = {
        "RuleAction": "deny",
        "Protocol": "6",
        "PortRange": {"From": port, "To": port},
        **block,
    }
    number, shape = which["RuleNumber"], ", ".join(f"{member}: {member}" for member in MEMBERS)
    return Change(
        account_id=finding.account_id,
        region=reader.region,
        resource=finding.resource,
        write=Write("ec2.create_network_acl_entry", {**which, **entry}),
        probe=Probe(
            "ec2.describe_network_acls",
            {"NetworkAclIds": [which["NetworkAclId"]]},
            f"NetworkAcls[0].Entries[?!Egress && RuleNumber==`{number}`] | [0].{{{shape}}}",
        ),
        before=None,
        after={**dict.fromkeys(MEMBERS), **entry},
        why=f"nobody reaches port {port} of the subnets from outside, whatever security groups "
        "allow; nor do your own networks, unless an entry before it lets them",
        layer=finding.layer,
        blast="availability",
        undo=Write("ec2.delete_network_acl_entry", which),
    )
