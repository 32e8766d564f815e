"""Elastic IP addresses."""

from ringwall.model.table import (
    Call,
    Table,
    text,
)

eip = Table(
    name="ec2_eip",
    doc="An Elastic IP address.",
    cloudformation="AWS::EC2::EIP",
    list=Call("ec2.describe_addresses", "Addresses"),
    arn="arn:{partition}:ec2:{region}:{account_id}:elastic-ip/{AllocationId}",
    tags="Tags",
    columns=(
        text("allocation_id", "AllocationId", "The allocation's id: eipalloc-..."),
        text("public_ip", "PublicIp", "The address."),
        text("association_id", "AssociationId", "What ties it to an interface; '' where unused."),
        text("instance_id", "InstanceId", "The instance that has it; '' for none."),
        text("network_interface_id", "NetworkInterfaceId", "The interface that has it."),
        text("private_ip_address", "PrivateIpAddress", "The address that it stands for inside."),
    ),
)
