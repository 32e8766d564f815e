"""An instance that is suspected: as it is now, with its network interfaces and its volumes."""

import re
from dataclasses import dataclass
from typing import Any

from ringwall.catalog.response_site import ACCOUNT, PARTITION, REGION, ResponseSite, open_site
from ringwall.model.change import Change
from ringwall.model.errors import CallFailed, NeedsHuman
from ringwall.model.table import Row
from ringwall.model.threat import Scene, Threat

INSTANCE = r"i-[0-9a-f]{8,17}"
ARN = rf"arn:{PARTITION}:ec2:({REGION}):({ACCOUNT}):instance/({INSTANCE})"
INTERFACE = r"eni-[0-9a-f]{8,17}"
VOLUME = r"vol-[0-9a-f]{8,17}"
GROUP = r"sg-[0-9a-f]{8,17}"
GONE = ("InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed")
ENDED = ("terminated", "shutting-down")
READS = ("ec2.describe_instances", "ec2.describe_network_interfaces")


@dataclass(frozen=True)
class Suspect:
    """An instance that is to be contained."""

    site: ResponseSite
    instance_id: str
    document: Row
    """What DescribeInstances says of it."""
    interfaces: tuple[Row, ...]
    """What DescribeNetworkInterfaces says of its interfaces, by id."""

    @property
    def arn(self) -> str:
        """Its ARN."""
        return self.site.name(f"instance/{self.instance_id}")

    @property
    def state(self) -> str:
        """Running, stopped, ..."""
        return str(self.document["State"]["Name"])

    @property
    def is_spot(self) -> bool:
        """Whether AWS may end it, and takes no protection for it."""
        return self.document.get("InstanceLifecycle") == "spot"

    @property
    def has_stored_root(self) -> bool:
        """Whether its root is on the host's own disks: it cannot be stopped, only ended."""
        return self.document.get("RootDeviceType") == "instance-store"

    @property
    def disks(self) -> tuple[tuple[str, str, bool], ...]:
        """The device, the volume, and whether it is deleted with the instance, of each volume."""
        mappings = self.document.get("BlockDeviceMappings") or ()
        return tuple(
            (each["DeviceName"], each["Ebs"]["VolumeId"], bool(each["Ebs"]["DeleteOnTermination"]))
            for each in mappings
            if each.get("Ebs")
        )

    @property
    def addresses(self) -> frozenset[str]:
        """Its private addresses, of both families."""
        found = {
            each["PrivateIpAddress"]
            for one in self.interfaces
            for each in one.get("PrivateIpAddresses") or ()
        }
        found |= {
            each["Ipv6Address"]
            for one in self.interfaces
            for each in one.get("Ipv6Addresses") or ()
        }
        return frozenset(found)

    def change(self, **facts: Any) -> Change:
        """Return a Change of the instance."""
        return self.site.change(self.arn, **facts)


def find_instance(arn: str) -> tuple[str, str, str]:
    """Return the Region, the account and the id of an instance; NeedsHuman for another ARN."""
    found = re.fullmatch(ARN, arn, re.ASCII)
    if not found:
        raise NeedsHuman("the finding names no EC2 instance: find the ARN of the instance")
    region, account, instance = found.groups()
    return region, account, instance


def read_suspect(threat: Threat, scene: Scene) -> Suspect:
    """Return the instance of a threat as it is now; NeedsHuman where it is none, or gone."""
    region, account, instance_id = find_instance(threat.resource)
    if account != threat.account_id:
        raise NeedsHuman(f"{instance_id} is of account {account}, the finding of another one")
    return look_at(open_site(threat, scene, region), instance_id)


def look_at(site: ResponseSite, instance_id: str) -> Suspect:
    """Return an instance as it is now; NeedsHuman where it is gone."""
    try:
        answer = site.reader.call("ec2.describe_instances", InstanceIds=[instance_id])
    except CallFailed as error:
        if error.is_one_of(GONE):
            raise NeedsHuman(_tell_gone(site, instance_id)) from error
        raise
    found = [one for each in answer["Reservations"] for one in each["Instances"]]
    if not found or found[0]["State"]["Name"] in ENDED:
        raise NeedsHuman(_tell_gone(site, instance_id))
    asked = [{"Name": "attachment.instance-id", "Values": [instance_id]}]
    interfaces = site.reader.items(
        "ec2.describe_network_interfaces", "NetworkInterfaces", Filters=asked
    )
    ordered = sorted(interfaces, key=lambda each: str(each["NetworkInterfaceId"]))
    return Suspect(site, instance_id, found[0], tuple(ordered))


def _tell_gone(site: ResponseSite, instance_id: str) -> str:
    return (
        f"{instance_id} in {site.region} of account {site.account_id} is gone; look for its "
        "volumes and snapshots, and for who ended it"
    )
