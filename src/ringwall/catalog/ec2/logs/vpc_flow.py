"""`logs.vpc_flow`: what network interfaces of VPCs sent and received.

https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
"""

from ringwall.catalog.log_columns import PLACE
from ringwall.model.log_format import LogFormat
from ringwall.model.table import Table, document, integer, moment, text

vpc_flow = Table(
    name="vpc_flow",
    schema="logs",
    enveloped=False,
    doc="The records of VPC flow logs: one row for each flow of packets between two addresses in "
    "a time of one or ten minutes. What the format of a flow log leaves out is NULL. A record "
    "without data (NODATA, SKIPDATA) has no addresses.",
    columns=(
        moment("event_time", "start", "When the first packet came (UTC)."),
        moment("ends_at", "end", "When the last packet came (UTC)."),
        text("account_id", "account_id", "The account of the network interface.", None),
        text("aws_region", "region", "The Region of the interface.", None),
        text("vpc_id", "vpc_id", "The VPC of the interface.", None),
        text("subnet_id", "subnet_id", "The subnet of the interface.", None),
        text("instance_id", "instance_id",
             "The instance of the interface; '' where it is none of an instance.", None),
        text("interface_id", "interface_id", "The network interface.", None),
        text("source_address", "srcaddr",
             "Where the packets came from; the interface's own address where it sent them.", None),
        text("destination_address", "dstaddr",
             "Where the packets went to; the interface's own where it received them.", None),
        text("packet_source_address", "pkt_srcaddr",
             "The source of the packets: behind a NAT gateway, the instance.", None),
        text("packet_destination_address", "pkt_dstaddr",
             "The destination of the packets themselves.", None),
        integer("source_port", "srcport", "The source port.", None),
        integer("destination_port", "dstport", "The destination port.", None),
        integer("protocol", "protocol",
                "The number of the protocol: 6 is TCP, 17 UDP, 1 ICMP.", None),
        integer("packets", "packets", "How many packets.", None),
        integer("bytes", "bytes", "How many bytes.", None),
        text("action", "action",
             "ACCEPT, or REJECT where a security group or a network ACL refused.", None),
        text("log_status", "log_status", "OK, NODATA or SKIPDATA.", None),
        integer("tcp_flags", "tcp_flags",
                "The TCP flags that were seen: 2 SYN, 18 SYN-ACK, 1 FIN, 4 RST, added up.", None),
        text("flow_direction", "flow_direction",
             "ingress or egress, as seen from the interface.", None),
        text("traffic_path", "traffic_path",
             "The number of the path that outgoing packets took.", None),
        text("source_service", "pkt_src_aws_service",
             "The AWS service of the source address, such as S3.", None),
        text("destination_service", "pkt_dst_aws_service",
             "The AWS service of the destination address.", None),
        document("rest", "", "The other fields of the record."),
        *PLACE,
    ),
)  # fmt: skip

_FIELDS = (
    "version",
    "account_id",
    "interface_id",
    "srcaddr",
    "dstaddr",
    "srcport",
    "dstport",
    "protocol",
    "packets",
    "bytes",
    "start",
    "end",
    "action",
    "log_status",
)
"""Of the default format."""

vpc_flow_format = LogFormat(
    table="vpc_flow",
    kind="fields",
    fields=_FIELDS,
    header=r"(?:[a-z]+(?:-[a-z]+)* )*(?:interface-id|srcaddr|dstaddr)(?: |$)",
    start=r"\d{1,2} (?:\d{12}|unknown|-) (?:eni-[0-9a-f]+|-) ",
    expressions={
        "event_time": "make_timestamp(try_cast({start} as bigint) * 1000000)",
        "ends_at": "make_timestamp(try_cast({end} as bigint) * 1000000)",
        "account_id": "coalesce({account_id}, object.account_id)",
        "aws_region": "coalesce({region}, object.region)",
    },
    place=r"/AWSLogs/(?:aws-account-id=)?(?P<account>\d{12})/(?:aws-service=)?vpcflowlogs/"
    r"(?:aws-region=)?(?P<region>[a-z0-9-]+)/",
)


def _either(name: str) -> str:
    """Return the SQL of what one of both ends has: that of the interface."""
    ends = f"coalesce({{src_endpoint.{name}}}, {{dst_endpoint.{name}}})"
    return f"case {ends} when '-' then '' else {ends} end"


def _number(path: str) -> str:
    return f"try_cast({{{path}}} as bigint)"


def _known(path: str) -> str:
    return f"coalesce(nullif({path}, '-'), '')"


_FIRST = "json_extract_string({%s.intermediate_ips:json}, '$[0]')"
"""The interface's own address, where another one is that of the packets."""

security_lake_flow_format = LogFormat(
    table="vpc_flow",
    kind="records",
    marks=("class_uid", "metadata"),
    values={"class_uid": "4001", "metadata.product.name": "Amazon VPC"},
    expressions={
        "event_time": f"coalesce(make_timestamp({_number('time')} * 1000), "
        "try_cast({time_dt} as timestamp))",
        "ends_at": f"coalesce(make_timestamp({_number('end_time')} * 1000), "
        "try_cast({end_time_dt} as timestamp))",
        "account_id": "coalesce({cloud.account.uid}, {cloud.account_uid})",
        "aws_region": "{cloud.region}",
        "vpc_id": _either("vpc_uid"),
        "subnet_id": _either("subnet_uid"),
        "instance_id": _either("instance_uid"),
        "interface_id": _either("interface_uid"),
        "source_address": _known(f"coalesce({_FIRST % 'src_endpoint'}, {{src_endpoint.ip}})"),
        "destination_address": _known(f"coalesce({_FIRST % 'dst_endpoint'}, {{dst_endpoint.ip}})"),
        "packet_source_address": _known("{src_endpoint.ip}"),
        "packet_destination_address": _known("{dst_endpoint.ip}"),
        "source_port": _number("src_endpoint.port"),
        "destination_port": _number("dst_endpoint.port"),
        "protocol": _number("connection_info.protocol_num"),
        "packets": _number("traffic.packets"),
        "bytes": _number("traffic.bytes"),
        "action": "case coalesce({disposition}, {action}) when 'Allowed' then 'ACCEPT' "
        "when 'Blocked' then 'REJECT' when 'Denied' then 'REJECT' else '' end",
        "log_status": "{status_code}",
        "tcp_flags": _number("connection_info.tcp_flags"),
        "flow_direction": "case {connection_info.direction} when 'Inbound' then 'ingress' "
        "when 'Outbound' then 'egress' else '' end",
        "source_service": _known("{src_endpoint.svc_name}"),
        "destination_service": _known("{dst_endpoint.svc_name}"),
    },
)
"""OCSF's Network Activity, as Security Lake keeps flow logs.
https://github.com/ocsf/examples/tree/main/mappings/markdown/AWS/v1.1.0/VPC%20Flowlogs"""
