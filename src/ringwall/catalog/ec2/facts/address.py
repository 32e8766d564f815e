"""`facts.address`: what is known of the IP addresses in a batch of logs."""

from ringwall.model.table import Column, Table

address = Table(
    name="address",
    doc=(
        "What is known of each IP address in the logs that `ringwall detect` looks at: from the "
        "lists and data files of `ringwall intel`, and from the estate. NULL where no list or file "
        "says it."
    ),
    schema="facts",
    enveloped=False,
    of_batch=True,
    columns=(
        Column("address", "TEXT", "The address, as the logs write it."),
        Column("country", "TEXT", "Its country: two letters; of `ringwall[geo]`, that of its "
               "network's registration."),
        Column("asn", "BIGINT", "The number of the autonomous system that announces it."),
        Column("as_name", "TEXT", "The name of that system."),
        Column("latitude", "DOUBLE", "Where it is about; NULL where no data file has places."),
        Column("longitude", "DOUBLE", "Where it is about."),
        Column("is_tor", "BOOLEAN", "It is an exit or a relay of Tor."),
        Column("is_hosting", "BOOLEAN", "It belongs to a hosting provider or a VPN service."),
        Column("is_own", "BOOLEAN", "It is an address of the organization's: an Elastic IP, a NAT "
               "gateway, an instance, a network interface."),
        Column("is_private", "BOOLEAN", "Nobody on the internet has it: private, shared, loopback, "
               "link-local, multicast or reserved."),
        Column("is_trusted", "BOOLEAN", "It is on a trusted list of the organization."),
        Column("lists", "TEXT[]", "The threat lists that it is on, by name."),
        Column("kinds", "TEXT[]", "The kinds of the lists that it is on: c2, mining, tor, "
               "hosting, resolver, ..."),
    ),
)  # fmt: skip
