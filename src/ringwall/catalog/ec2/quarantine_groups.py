"""The security group that isolates, in each VPC: found, made or emptied, and put on interfaces."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ringwall.catalog.ec2.network_keys import NOT_YET
from ringwall.catalog.ec2.security_group_rules import (
    READ_RULES,
    authorize,
    describe_rules,
    find_same,
    revoke,
)
from ringwall.catalog.ec2.suspect import GROUP, INTERFACE, Suspect
from ringwall.catalog.response_keys import QUARANTINE_TAG
from ringwall.catalog.response_site import ResponseSite
from ringwall.model.change import UNREAD, Change, Probe, Write
from ringwall.model.reference import READ
from ringwall.model.response_playbook import HumanStep
from ringwall.model.state import look, read_state
from ringwall.model.table import Row
from ringwall.model.write_shape import WriteShape

NAME = r"[A-Za-z0-9 ._:/()#,@\[\]+=&;{}!$*-]{1,255}"
VPC = r"vpc-[0-9a-f]{8,17}"
MODIFY = "ec2.modify_network_interface_attribute"
DESCRIPTION = "For what is isolated: nothing gets in or out"
TAG_KEY, TAG_VALUE = QUARANTINE_TAG
WRITES = (
    WriteShape(MODIFY, {"NetworkInterfaceId": INTERFACE, "Groups": [GROUP]}),
    WriteShape(
        "ec2.create_security_group",
        {
            "GroupName": NAME,
            "Description": DESCRIPTION,
            "VpcId": VPC,
            "TagSpecifications": (
                {
                    "ResourceType": "security-group",
                    "Tags": ({"Key": TAG_KEY, "Value": TAG_VALUE},),
                },
            ),
        },
        also=("ec2:CreateTags",),
    ),
    WriteShape("ec2.delete_security_group", {"GroupId": GROUP}),
)
READS = ("ec2.describe_security_groups", "ec2.describe_vpcs", READ_RULES)
WORLD: tuple[tuple[str, str, str], ...] = (
    ("IpRanges", "CidrIp", "0.0.0.0/0"),
    ("Ipv6Ranges", "CidrIpv6", "::/0"),
)


@dataclass
class QuarantineGroups:
    """The groups that isolate, by VPC: ids, or references to those that the plan makes."""

    site: ResponseSite
    name: str
    groups: dict[str, Any] = field(default_factory=dict)

    def prepare(self, vpc: str) -> Iterator[Change]:
        """Yield what a VPC's group still lacks: that it is there, and that it has no rules."""
        if vpc in self.groups:
            return
        probe = self._probe(vpc)
        found = look(probe, self.site.reader)
        if found.state is None:
            yield from self._make(vpc, probe)
            return
        self.groups[vpc] = found.ids["group_id"]
        yield from self._empty(self.groups[vpc])

    def _probe(self, vpc: str) -> Probe:
        asked = [
            {"Name": "vpc-id", "Values": [vpc]},
            {"Name": "group-name", "Values": [self.name]},
        ]
        return Probe(
            "ec2.describe_security_groups",
            {"Filters": asked},
            "GroupName",
            items="SecurityGroups",
            match={"GroupName": self.name},
            ids={"group_id": "GroupId"},
        )

    def _make(self, vpc: str, probe: Probe) -> Iterator[Change]:
        site = self.site
        tag = {"Key": TAG_KEY, "Value": TAG_VALUE}
        creation = {
            "GroupName": self.name,
            "Description": DESCRIPTION,
            "VpcId": vpc,
            "TagSpecifications": [{"ResourceType": "security-group", "Tags": [tag]}],
        }
        made = site.change(
            site.name(f"vpc/{vpc}"),
            write=Write("ec2.create_security_group", creation),
            probe=probe,
            before=None,
            after=self.name,
            why="a group without rules isolates what has it, and the VPC has none",
            blast="none",
            stage="prepare",
        )
        group = {READ: f"{made.id}.group_id"}
        undo = Write(
            "ec2.delete_security_group", {"GroupId": group}, retry=("DependencyViolation",)
        )
        self.groups[vpc] = group
        yield replace(made, undo=undo)
        vpcs = site.reader.call("ec2.describe_vpcs", VpcIds=[vpc])["Vpcs"]
        has_ipv6 = any(each.get("Ipv6CidrBlockAssociationSet") for each in vpcs)
        for ranges, key, block in WORLD[: 1 + has_ipv6]:
            yield self._close(made, group, ranges, key, block)

    def _close(
        self, made: Change, group: Mapping[str, str], ranges: str, key: str, block: str
    ) -> Change:
        """Return what takes the rule away by which AWS lets everything out of a new group."""
        rule = {"IpProtocol": "-1", ranges: [{key: block}]}
        member = "CidrIpv4" if key == "CidrIp" else key
        return self.site.change(
            made.resource,
            write=Write(
                "ec2.revoke_security_group_egress",
                {"GroupId": group, "IpPermissions": [rule]},
                retry=NOT_YET,
            ),
            probe=Probe(
                READ_RULES,
                {"Filters": [{"Name": "group-id", "Values": [group]}]},
                member,
                items="SecurityGroupRules[?IsEgress]",
                match={"IpProtocol": "-1", member: block},
            ),
            before=UNREAD,
            after=None,
            why="AWS lets everything out of a new group",
            blast="none",
            undo=Write(
                "ec2.authorize_security_group_egress", {"GroupId": group, "IpPermissions": [rule]}
            ),
            part_of=made.id,
            stage="prepare",
        )

    def _empty(self, group: str) -> Iterator[Change]:
        """Take away rules that somebody gave to the group which isolates."""
        for rule in describe_rules(self.site.reader, group):
            yield self.site.change(
                self.site.name(f"security-group/{group}"),
                write=revoke(rule),
                probe=find_same(rule),
                before=read_state(find_same(rule), self.site.reader),
                after=[],
                why="the group that isolates has a rule: what has the group is not isolated",
                blast="availability",
                undo=authorize(rule),
                stage="prepare",
            )


def isolate_interfaces(
    suspect: Suspect, quarantine: QuarantineGroups
) -> Iterator[Change | HumanStep]:
    """Give each network interface the group that isolates, and no other one."""
    for one in suspect.interfaces:
        yield from quarantine.prepare(one["VpcId"])
    for one in suspect.interfaces:
        held = sorted(each["GroupId"] for each in one.get("Groups") or ())
        yield from swap_groups(suspect, one, held, quarantine.groups[one["VpcId"]])


def swap_groups(
    suspect: Suspect, interface: Row, held: list[Any], group: Any, needs: tuple[str, ...] = ()
) -> Iterator[Change]:
    """Yield the Change by which an interface has one group alone, unless it has that already."""
    if held == [group]:
        return
    site, own = suspect.site, interface["NetworkInterfaceId"]
    yield site.change(
        site.name(f"network-interface/{own}"),
        write=Write(MODIFY, {"NetworkInterfaceId": own, "Groups": [group]}, retry=NOT_YET),
        probe=Probe(
            "ec2.describe_network_interfaces",
            {"NetworkInterfaceIds": [own]},
            "NetworkInterfaces[0].sort(Groups[].GroupId)",
        ),
        before=held,
        after=[group],
        why="nothing gets in or out by it that is not tracked already",
        blast="availability",
        undo=Write(MODIFY, {"NetworkInterfaceId": own, "Groups": held}),
        needs=needs,
        stage="contain",
    )
