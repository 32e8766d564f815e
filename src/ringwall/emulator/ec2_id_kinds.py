"""What EC2's ids look like, and the errors for one that is malformed or stands for nothing.

The codes are those of https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html.
For newer kinds, which that list lacks, EC2 forms the code from the name of the parameter.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_NUMBER = r"[0-9a-f]{8}(?:[0-9a-f]{9})?"


@dataclass(frozen=True)
class IdKind:
    """A kind of things that EC2 has ids for."""

    missing: str
    """The code for an id, or a name, of which there is nothing."""
    malformed: str = ""
    """The code for what is no id; '' where EC2 says that there is nothing of it."""
    prefix: str = ""
    message: str = ""
    """The message about what is missing, with `{}` for it; '' for the usual one."""
    holder: str = ""
    """The operation that lists the kind; '' for the one whose name says so."""

    def is_formed(self, text: str) -> bool:
        """Whether a text is written as the ids are."""
        return not self.malformed or bool(re.fullmatch(f"{self.prefix}-{_NUMBER}", text))


_DELETED = "{} was deleted or does not exist."
KINDS: Mapping[str, IdKind] = {
    "Allocation": IdKind(
        "InvalidAllocationID.NotFound",
        message="The allocation ID '{}' does not exist",
        holder="DescribeAddresses",
    ),
    "CapacityReservation": IdKind(
        "InvalidCapacityReservationId.NotFound", "InvalidCapacityReservationId.Malformed", "cr"
    ),
    "CarrierGateway": IdKind("InvalidCarrierGatewayID.NotFound"),
    "CoipPool": IdKind("InvalidPoolID.NotFound"),
    "ConnectionNotification": IdKind(
        "InvalidConnectionNotification", holder="DescribeVpcEndpointConnectionNotifications"
    ),
    "CustomerGateway": IdKind(
        "InvalidCustomerGatewayID.NotFound", "InvalidCustomerGatewayId.Malformed", "cgw"
    ),
    "DhcpOptions": IdKind("InvalidDhcpOptionID.NotFound", "InvalidDhcpOptionsId.Malformed", "dopt"),
    "EgressOnlyInternetGateway": IdKind(
        "InvalidEgressOnlyInternetGatewayId.NotFound",
        "InvalidEgressOnlyInternetGatewayId.Malformed",
        "eigw",
    ),
    "FlowLog": IdKind("InvalidFlowLogId.NotFound"),
    "FpgaImage": IdKind("InvalidFpgaImageID.NotFound", "InvalidFpgaImageID.Malformed", "afi"),
    "Host": IdKind("InvalidHostID.NotFound", "InvalidHostID.Malformed", "h"),
    "IamInstanceProfileAssociation": IdKind(
        "InvalidAssociationID.NotFound",
        message="An invalid association-id of '{}' was given",
    ),
    "Image": IdKind(
        "InvalidAMIID.NotFound",
        "InvalidAMIID.Malformed",
        "ami",
        "The image id '[{}]' does not exist",
    ),
    "Instance": IdKind("InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed", "i"),
    "InstanceConnectEndpoint": IdKind(
        "InvalidInstanceConnectEndpointId.NotFound",
        "InvalidInstanceConnectEndpointId.Malformed",
        "eice",
    ),
    "InternetGateway": IdKind(
        "InvalidInternetGatewayID.NotFound", "InvalidInternetGatewayId.Malformed", "igw"
    ),
    "KeyPair": IdKind("InvalidKeyPair.NotFound", message="The key pair '{}' does not exist"),
    "LaunchTemplate": IdKind(
        "InvalidLaunchTemplateId.NotFound",
        "InvalidLaunchTemplateId.Malformed",
        "lt",
        "One or more of the specified launch templates {} do not exist.",
    ),
    "NatGateway": IdKind(
        "NatGatewayNotFound", "NatGatewayMalformed", "nat", "NatGateway {} was not found"
    ),
    "NetworkAcl": IdKind("InvalidNetworkAclID.NotFound", "InvalidNetworkAclId.Malformed", "acl"),
    "NetworkInterface": IdKind(
        "InvalidNetworkInterfaceID.NotFound", "InvalidNetworkInterfaceId.Malformed", "eni"
    ),
    "PlacementGroupName": IdKind(
        "InvalidPlacementGroup.Unknown", message="The Placement Group '{}' is unknown."
    ),
    "PlacementGroup": IdKind(
        "InvalidPlacementGroup.Unknown",
        "InvalidPlacementGroupId.Malformed",
        "pg",
        "The Placement Group '{}' is unknown.",
    ),
    "PrefixList": IdKind(
        "InvalidPrefixListID.NotFound",
        "InvalidPrefixListId.Malformed",
        "pl",
        holder="DescribeManagedPrefixLists",
    ),
    "PublicIpv4Pool": IdKind("InvalidPublicIpv4PoolID.NotFound"),
    "ReservedInstances": IdKind("InvalidReservedInstancesId"),
    "ReservedInstancesOffering": IdKind("InvalidReservedInstancesOfferingId"),
    "RouteTable": IdKind("InvalidRouteTableID.NotFound", "InvalidRouteTableId.Malformed", "rtb"),
    "SecurityGroup": IdKind(
        "InvalidGroup.NotFound",
        "InvalidGroupId.Malformed",
        "sg",
        "The security group '{}' does not exist",
    ),
    "SecurityGroupRule": IdKind(
        "InvalidSecurityGroupRuleId.NotFound", "InvalidSecurityGroupRuleId.Malformed", "sgr"
    ),
    "Snapshot": IdKind(
        "InvalidSnapshot.NotFound",
        "InvalidSnapshotID.Malformed",
        "snap",
        "The snapshot '{}' does not exist.",
    ),
    "SpotInstanceRequest": IdKind("InvalidSpotInstanceRequestID.NotFound"),
    "Subnet": IdKind("InvalidSubnetID.NotFound", "InvalidSubnetID.Malformed", "subnet"),
    "TransitGateway": IdKind(
        "InvalidTransitGatewayID.NotFound", message=f"Transit Gateway {_DELETED}"
    ),
    "TransitGatewayAttachment": IdKind(
        "InvalidTransitGatewayAttachmentID.NotFound",
        message=f"Transit Gateway Attachment {_DELETED}",
    ),
    "TransitGatewayConnectPeer": IdKind("InvalidTransitGatewayConnectPeerID.NotFound"),
    "TransitGatewayRouteTable": IdKind(
        "InvalidRouteTableID.NotFound", message=f"Transit Gateway Route Table {_DELETED}"
    ),
    "Volume": IdKind(
        "InvalidVolume.NotFound",
        "InvalidVolumeID.Malformed",
        "vol",
        "The volume '{}' does not exist.",
    ),
    "Vpc": IdKind("InvalidVpcID.NotFound", "InvalidVpcID.Malformed", "vpc"),
    "VpcEndpoint": IdKind(
        "InvalidVpcEndpointId.NotFound", "InvalidVpcEndpointId.Malformed", "vpce"
    ),
    "VpcEndpointService": IdKind(
        "InvalidVpcEndpointServiceId.NotFound",
        holder="DescribeVpcEndpointServiceConfigurations",
    ),
    "VpcPeeringConnection": IdKind(
        "InvalidVpcPeeringConnectionID.NotFound", "InvalidVpcPeeringConnectionId.Malformed", "pcx"
    ),
    "Zone": IdKind("InvalidParameterValue", message="Invalid availability zone: [{}]"),
    "VpnConnection": IdKind("InvalidVpnConnectionID.NotFound"),
    "VpnGateway": IdKind("InvalidVpnGatewayID.NotFound"),
}
"""By the name that parameters have for it, without `Id` or `Ids`."""
NAMED: Mapping[tuple[str, str], str] = {
    ("DescribeAvailabilityZones", "ZoneIds"): "Zone",
    ("DescribeAvailabilityZones", "ZoneNames"): "Zone",
    ("DescribeCoipPools", "PoolIds"): "CoipPool",
    ("DescribeIamInstanceProfileAssociations", "AssociationIds"): "IamInstanceProfileAssociation",
    ("DescribeImageUsageReports", "ReportIds"): "ImageUsageReport",
    ("DescribeNetworkingFlexCostAllocationPolicies", "FcaPolicyIds"): "FcaPolicy",
    ("DescribePlacementGroups", "GroupIds"): "PlacementGroup",
    ("DescribePlacementGroups", "GroupNames"): "PlacementGroupName",
    ("DescribePublicIpv4Pools", "PoolIds"): "PublicIpv4Pool",
    ("DescribeSecurityGroups", "GroupIds"): "SecurityGroup",
    ("DescribeVpcBlockPublicAccessExclusions", "ExclusionIds"): "VpcBlockPublicAccessExclusion",
    ("DescribeVpcEndpointServiceConfigurations", "ServiceIds"): "VpcEndpointService",
    ("DescribeVpcEndpointServicePermissions", "ServiceId"): "VpcEndpointService",
}
"""Parameters whose names do not say of what they are."""
PASSED_OVER = frozenset(
    {
        "AvailabilityZoneId",
        "AvailabilityZoneIds",
        "OwnerId",
        "OwnerIds",
        "ResourceId",
        "RestorableByUserIds",
    }
)
"""Parameters that choose among things of another kind, and name none that must be there."""


def find_noun(operation: str, member: str) -> str:
    """Return of what a parameter is, by its name: `Vpc` for `VpcIds`; '' for one without ids."""
    if member in PASSED_OVER:
        return ""
    found = re.fullmatch(r"(\w+?)Ids?", member)
    return NAMED.get((operation, member), found[1] if found else "")


def find_kind(noun: str) -> IdKind:
    """Return how EC2 names what is wrong with an id."""
    return KINDS.get(noun) or IdKind(f"Invalid{noun}Id.NotFound")
