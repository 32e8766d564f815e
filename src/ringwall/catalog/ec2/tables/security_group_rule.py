"""The rules of security groups, one a row."""

from ringwall.model.table import Column, Table

security_group_rule = Table(
    name="security_group_rule",
    doc="One rule of a security group with one peer; arn is that of the group.",
    columns=(
        Column("group_id", "TEXT", "The security group."),
        Column("direction", "TEXT", "ingress or egress."),
        Column("ip_protocol", "TEXT", "tcp, udp, icmp, icmpv6, another number, or -1 for all."),
        Column("from_port", "BIGINT", "The lowest port (0 for all), or the ICMP type."),
        Column("to_port", "BIGINT", "The highest port (65535 for all), or the ICMP code."),
        Column("cidr_ipv4", "TEXT", "The peer as an IPv4 block; '' for another kind of peer."),
        Column("cidr_ipv6", "TEXT", "The peer as an IPv6 block; '' for another kind of peer."),
        Column("prefix_list_id", "TEXT", "The peer as a prefix list; '' for another kind of peer."),
        Column(
            "referenced_group_id",
            "TEXT",
            "The peer as a security group; '' for another kind of peer.",
        ),
        Column("referenced_account_id", "TEXT", "The account of that group, where AWS says so."),
        Column("peer", "TEXT", "The peer, of any kind."),
        Column("description", "TEXT", "The rule's description."),
        Column(
            "is_world",
            "BOOLEAN",
            "The peer is the internet: 0.0.0.0/0, ::/0, or a block too wide to be one network's "
            "(0.0.0.0/1), or one of several that are so together, at the same ports. False for a "
            "prefix list: see ec2_prefix_list.",
        ),
    ),
)
