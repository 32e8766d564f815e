"""How a firewall gets into a subnet. One that is created is in its first subnets at once."""

from ringwall.model.lifecycle import Find, Lifecycle, Step

endpoint = Lifecycle(
    table="networkfirewall_firewall_endpoint",
    find=Find(
        "network-firewall.describe_firewall",
        {"FirewallArn": "{firewall_arn}"},
        items="FirewallStatus.SyncStates.*.Attachment",
        match={"SubnetId": "{subnet_id}"},
        absent=("ResourceNotFoundException",),
    ),
    identity=("firewall_arn", "subnet_id"),
    ids=("endpoint_id",),
    create=Step(
        "network-firewall.associate_subnets",
        {"FirewallArn": "{firewall_arn}", "SubnetMappings": [{"SubnetId": "{subnet_id}"}]},
    ),
    creates=("firewall_arn", "subnet_id"),
    erase=Step(
        "network-firewall.disassociate_subnets",
        {"FirewallArn": "{firewall_arn}", "SubnetIds": ["{subnet_id}"]},
        blast="availability",
    ),
    wait=900,
)
