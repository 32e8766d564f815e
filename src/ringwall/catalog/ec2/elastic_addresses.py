"""How an instance loses its Elastic IP addresses, and gets them back where they were."""

from collections.abc import Iterator

from ringwall.catalog.ec2.suspect import INTERFACE, Suspect
from ringwall.model.change import Change, Probe, Write
from ringwall.model.response_playbook import HumanStep
from ringwall.model.write_shape import WriteShape

ALLOCATION = r"eipalloc-[0-9a-f]{8,17}"
WRITES = (
    WriteShape("ec2.disassociate_address", {"AssociationId": r"eipassoc-[0-9a-f]{8,17}"}),
    WriteShape(
        "ec2.associate_address",
        {
            "AllocationId": ALLOCATION,
            "NetworkInterfaceId": INTERFACE,
            "PrivateIpAddress": r"[\d.]{7,15}",
            "AllowReassociation": False,
        },
    ),
)
READS = ("ec2.describe_addresses",)


def drop_addresses(suspect: Suspect) -> Iterator[Change | HumanStep]:
    """Take the instance's Elastic IP addresses from it; they stay allocated."""
    site, own = suspect.site, [one["NetworkInterfaceId"] for one in suspect.interfaces]
    if not own:
        return
    asked = [{"Name": "network-interface-id", "Values": own}]
    for one in site.reader.items("ec2.describe_addresses", "Addresses", Filters=asked):
        allocation = str(one.get("AllocationId") or "")
        if one.get("ServiceManaged") or not allocation.startswith("eipalloc-"):
            yield HumanStep(
                suspect.arn,
                f"Take its public address {one.get('PublicIp')} from it",
                "a service of AWS manages the address: only there it can be taken away",
            )
            continue
        place = {
            "NetworkInterfaceId": one["NetworkInterfaceId"],
            "PrivateIpAddress": one["PrivateIpAddress"],
        }
        yield site.change(
            site.name(f"elastic-ip/{allocation}"),
            write=Write("ec2.disassociate_address", {"AssociationId": one["AssociationId"]}),
            probe=Probe(
                "ec2.describe_addresses",
                {"AllocationIds": [allocation]},
                "Addresses[?AssociationId] | [0].{NetworkInterfaceId: NetworkInterfaceId, "
                "PrivateIpAddress: PrivateIpAddress}",
            ),
            before=place,
            after=None,
            why="nobody reaches it by the address that the attacker knows",
            blast="availability",
            undo=Write(
                "ec2.associate_address",
                {"AllocationId": allocation, **place, "AllowReassociation": False},
            ),
            stage="contain",
        )
