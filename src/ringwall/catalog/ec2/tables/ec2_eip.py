"""Elastic IP addresses."""

from ringwall.model.table import Call, Table, text

eip = Table(
    name="ec2_eip",
    doc="An Elastic IP address.",
    cloudformation="AWS::EC2::EIP",
    list=Call("ec2.describe_addresses", "Addresses"),
    arn="arn:{partition}:ec2:{region}:{account_id}:elastic-ip/{AllocationId}",
    tags="Tags",
    columns=(
        text("allocation_id", "AllocationId", "The allocation's ID: eipalloc-..."),
        text("public_ip", "PublicIp", "The address."),
        text(
            "association_id",
            "AssociationId",
            "The ID of its association; '' where it is not in use.",
        ),
        text("instance_id", "InstanceId", "The instance that it is attached to; '' for none."),
        text(
            "network_interface_id",
            "NetworkInterfaceId",
            "The network interface that it is associated with.",
        ),
        text(
            "private_ip_address",
            "PrivateIpAddress",
            "The private address that it is associated with.",
        ),
    ),
)
