"""Where CloudFormation has entries of network ACLs: protocols are numbers."""

from ringwall.catalog.ec2.protocols import NUMBERS
from ringwall.model.export import PropertyWriter, TableExport
from ringwall.model.table import Row


def write_protocol(names: Row) -> Row:
    """Return the number of a protocol, and the ports of one that has ports."""
    protocol = str(names["protocol"])
    written: Row = {"Protocol": NUMBERS.get(protocol, protocol)}
    if protocol in {"tcp", "udp"}:
        written["PortRange"] = {"From": names["from_port"], "To": names["to_port"]}
    return written


entry = TableExport(
    table="ec2_network_acl_entry",
    type="AWS::EC2::NetworkAclEntry",
    writer=PropertyWriter(
        ("protocol", "from_port", "to_port"), ("Protocol", "PortRange"), write_protocol
    ),
)
