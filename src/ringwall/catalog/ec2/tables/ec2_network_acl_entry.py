"""The entries of network ACLs, one a row."""

from ringwall.model.table import Column, Table

network_acl_entry = Table(
    name="ec2_network_acl_entry",
    doc="One entry of a network ACL; arn is that of the ACL. The first entry that matches decides.",
    columns=(
        Column("network_acl_id", "TEXT", "The ACL that the entry is part of."),
        Column("rule_number", "BIGINT", "Its rule number, the lowest first; 32767 is the last, *."),
        Column("is_egress", "BOOLEAN", "It applies to traffic that leaves the subnet."),
        Column("rule_action", "TEXT", "allow or deny."),
        Column("protocol", "TEXT", "tcp, udp, icmp, icmpv6, another number, or -1 for all."),
        Column("from_port", "BIGINT", "The lowest port; 0 for all."),
        Column("to_port", "BIGINT", "The highest port; 65535 for all."),
        Column("cidr_block", "TEXT", "The peer as an IPv4 block; '' where it is IPv6."),
        Column("ipv6_cidr_block", "TEXT", "The peer as an IPv6 block; '' where it is IPv4."),
        Column(
            "is_world", "BOOLEAN", "The peer alone is the internet: 0.0.0.0/0, ::/0, 0.0.0.0/1."
        ),
        Column(
            "first_address",
            "TEXT",
            "The block's first address in hex: 8 digits for IPv4, 32 for IPv6. Compared as text, "
            "they are in the order of the addresses.",
        ),
        Column("last_address", "TEXT", "The block's last address, in the same form."),
    ),
)
