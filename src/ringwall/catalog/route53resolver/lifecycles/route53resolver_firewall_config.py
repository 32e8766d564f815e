"""How it is set what a VPC does with DNS queries while DNS Firewall does not answer."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

config = Lifecycle(
    table="route53resolver_firewall_config",
    find=Find(
        "route53resolver.get_firewall_config",
        {"ResourceId": "{vpc_id}"},
        take="FirewallConfig",
        absent=("ResourceNotFoundException",),
    ),
    identity=("vpc_id",),
    ids=(),
    updates=(
        Update(
            ("firewall_fail_open",),
            Step(
                "route53resolver.update_firewall_config",
                {"ResourceId": "{vpc_id}", "FirewallFailOpen": "{firewall_fail_open}"},
                also=("ec2:DescribeVpcs",),
            ),
        ),
    ),
)
