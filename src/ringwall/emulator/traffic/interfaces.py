"""The network interfaces of all accounts: whose they are, where, and how they are reached."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

from ringwall.emulator.holdings import hold_in
from ringwall.emulator.made_interfaces import ATTACHMENT, ENDPOINT, find_maker
from ringwall.emulator.on_moto.moto_client import moto_backends
from ringwall.emulator.state import EmulatorState, Record
from ringwall.emulator.traffic.script import BadTraffic

XEN = frozenset(
    {
        "c1", "c3", "c4", "cc2", "cr1", "d2", "f1", "g2", "g3", "g3s", "h1", "hs1", "i2", "i3",
        "m1", "m2", "m3", "m4", "p2", "p3", "r3", "r4", "t1", "t2", "x1", "x1e",
    }
)  # fmt: skip
"""Families of instances that are not on Nitro; those of i3 and p3 that are have another name.

https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-nitro-instances.html
"""


@dataclass(frozen=True)
class TrafficInterface:
    """A network interface as packets meet it."""

    id: str
    account_id: str
    region: str
    vpc_id: str
    subnet_id: str
    zone_id: str
    instance_id: str
    """'' where it belongs to none."""
    nat_gateway_id: str
    """The NAT gateway whose it is; '' for others."""
    attachment_id: str
    """The attachment of a transit gateway whose it is; '' for others."""
    endpoint_id: str
    """The firewall's endpoint whose it is; '' for others."""
    is_regional: bool
    """Whether it stands for a NAT gateway of a Region, which is in no subnet."""
    addresses: tuple[str, ...]
    """Private addresses, the primary first; then those of IPv6."""
    public: str
    """The public IPv4 address of the primary one; ''."""
    groups: frozenset[str]
    is_nitro: bool
    backend: Any = field(compare=False, repr=False)
    """Moto's EC2 of the account and Region."""

    @property
    def passes_on(self) -> bool:
        """Whether packets go through it to others: such interfaces have no security group."""
        return bool(self.nat_gateway_id or self.attachment_id or self.endpoint_id)

    def own(self, address: str) -> str:
        """Return the interface's first address of the family that an address has; ''."""
        version = ip_address(address).version
        return next((own for own in self.addresses if ip_address(own).version == version), "")


@dataclass(frozen=True)
class TrafficNetwork:
    """All interfaces, by what a packet or a script names."""

    by_id: Mapping[str, TrafficInterface]
    by_instance: Mapping[str, TrafficInterface]
    by_private: Mapping[tuple[str, str], TrafficInterface]
    """By VPC and address."""
    by_public: Mapping[str, TrafficInterface]
    """By public IPv4 address, and by those of IPv6, which are public everywhere."""
    by_attachment: Mapping[str, tuple[TrafficInterface, ...]]
    """By the attachment of a transit gateway: one in each zone."""
    by_endpoint: Mapping[str, TrafficInterface]
    """By the endpoint of a firewall."""
    firewalls: Mapping[str, Record]
    """By the endpoint."""
    state: EmulatorState

    def find(self, name: str) -> TrafficInterface | None:
        """Return the interface that a script names; None for an address; BadTraffic for others."""
        found = self.by_id.get(name) or self.by_instance.get(name)
        if found is not None:
            return found
        try:
            ip_address(name)
        except ValueError as error:
            message = f"{name!r} is no interface, no instance and no address of this emulator"
            raise BadTraffic(message) from error
        return None


def read_network(state: EmulatorState) -> TrafficNetwork:
    """Return the interfaces that exist now, in all accounts and Regions."""
    found = [
        _read(state, account, region, backend, interface)
        for account, region, backend in moto_backends("ec2").iter_backends()
        for interface in backend.enis.values()
    ]
    attachments: dict[str, tuple[TrafficInterface, ...]] = {}
    for each in found:
        if each.attachment_id:
            attachments[each.attachment_id] = (*attachments.get(each.attachment_id, ()), each)
    return TrafficNetwork(
        by_id={each.id: each for each in found},
        # The first interface of an instance is its primary one.
        by_instance={each.instance_id: each for each in reversed(found) if each.instance_id},
        by_private={(each.vpc_id, own): each for each in found for own in each.addresses},
        by_public={
            address: each
            for each in found
            for address in (each.public, *each.addresses)
            if address == each.public or ":" in address
            if address
        },
        by_attachment=attachments,
        by_endpoint={each.endpoint_id: each for each in found if each.endpoint_id},
        firewalls=dict(_find_firewalls(state)),
        state=state,
    )


def _find_firewalls(state: EmulatorState) -> Iterator[tuple[str, Record]]:
    """Yield each firewall by its endpoints."""
    for (_, _, name), held in state.settings.items():
        if name == "network-firewall.firewall":
            for firewall in held.values():
                for endpoint in firewall["endpoints"].values():
                    yield endpoint["id"], firewall


def _read(
    state: EmulatorState, account: str, region: str, backend: Any, interface: Any
) -> TrafficInterface:
    instance = interface.instance
    gateways = backend.nat_gateways.values()
    nat = next((g.id for g in gateways if g._eni is interface), "")  # noqa: SLF001
    private = [each["PrivateIpAddress"] for each in interface.private_ip_addresses]
    first = interface.private_ip_address
    addresses = (first, *(one for one in private if one != first), *interface.ipv6_addresses)
    return TrafficInterface(
        id=interface.id,
        account_id=account,
        region=region,
        vpc_id=interface.vpc_id,
        subnet_id=interface.subnet_id,
        zone_id=interface.subnet.availability_zone_id,
        instance_id=instance.id if instance else "",
        nat_gateway_id=nat,
        attachment_id=find_maker(interface, ATTACHMENT),
        endpoint_id=find_maker(interface, ENDPOINT),
        is_regional=nat in hold_in(state, account, region, "ec2.regional_nat"),
        addresses=tuple(str(one) for one in addresses if one),
        public=interface.public_ip or "",
        groups=frozenset(group.id for group in interface.group_set),
        is_nitro=bool(instance) and str(instance.instance_type).partition(".")[0] not in XEN,
        backend=backend,
    )
