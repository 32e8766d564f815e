"""The entries of network ACLs, one a row."""

from ringwall.model.table import Column, Table, boolean, integer, text

network_acl_entry = Table(
    name="ec2_network_acl_entry",
    doc="One entry of a network ACL; arn is that of the ACL. The first entry that matches decides.",
    columns=(
        text("network_acl_id", "NetworkAclId", "The ACL that the entry is part of."),
        integer(
            "rule_number",
            "RuleNumber",
            "Its rule number, the lowest first; 32767 is the last, *.",
        ),
        boolean("is_egress", "Egress", "It applies to traffic that leaves the subnet."),
        text("rule_action", "RuleAction", "allow or deny."),
        text(
            "protocol",
            "(Protocol=='6' && 'tcp') || (Protocol=='17' && 'udp') || Protocol",
            "tcp, udp, icmp, icmpv6, another number, or -1 for all.",
        ),
        integer("from_port", "PortRange.From", "The lowest port; 0 for all."),
        integer("to_port", "PortRange.To", "The highest port; 65535 for all.", 65535),
        text("cidr_block", "CidrBlock", "The peer as an IPv4 block; '' where it is IPv6."),
        text("ipv6_cidr_block", "Ipv6CidrBlock", "The peer as an IPv6 block; '' where it is IPv4."),
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
