"""`logs.firewall_event`: the alerts and flows of Network Firewall.

https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-logging-contents.html
"""

from ringwall.catalog.log_columns import PLACE
from ringwall.model.log_format import LogFormat
from ringwall.model.table import Table, document, integer, moment, text

firewall_event = Table(
    name="firewall_event",
    schema="logs",
    enveloped=False,
    doc="The logs of Network Firewall: alerts of stateful rules, flows and TLS inspections, as "
    "Suricata's EVE events.",
    columns=(
        moment("event_time", "event.timestamp", "When the event occurred (UTC)."),
        text("account_id", "",
             "The account of the firewall, as the name of the log file says.", None),
        text("aws_region", "", "The Region of the firewall, as the availability zone says.", None),
        text("firewall_name", "firewall_name", "The name of the firewall."),
        text("availability_zone", "availability_zone", "The availability zone of the endpoint."),
        text("event_type", "event.event_type", "alert, netflow, tls, ..."),
        text("source_address", "event.src_ip", "The source address."),
        integer("source_port", "event.src_port", "The source port.", None),
        text("destination_address", "event.dest_ip", "The destination address."),
        integer("destination_port", "event.dest_port", "The destination port.", None),
        text("protocol", "event.proto", "TCP, UDP, ICMP, ..."),
        text("application", "event.app_proto", "The protocol of the application: http, tls, dns."),
        text("action", "event.alert.action", "allowed or blocked; '' where it is no alert."),
        integer("signature_id", "event.alert.signature_id",
                "The number of the Suricata rule; 0 where it is no alert."),
        text("signature", "event.alert.signature", "The message of the rule."),
        text("category", "event.alert.category", "The category of the rule."),
        integer("alert_severity", "event.alert.severity",
                "1 (high) to 3 (low); 0 where it is no alert."),
        text("host", "", "The host name that HTTP or TLS asked for; '' where there is none."),
        integer("bytes_to_server", "event.netflow.bytes", "Bytes of the flow."),
        document("rest", "event", "The whole event."),
        *PLACE,
    ),
)  # fmt: skip

firewall_event_format = LogFormat(
    table="firewall_event",
    kind="records",
    marks=("firewall_name", "event"),
    required={"event_time": "no event.timestamp", "firewall_name": "no firewall_name"},
    place=r"/AWSLogs/(?P<account>\d{12})/network-firewall/",
    expressions={
        "account_id": "object.account_id",
        "aws_region": "nullif(regexp_extract({availability_zone}, "
        "'^[a-z]{2}(-[a-z]+)+-[0-9]+'), '')",
        "host": "coalesce({event.http.hostname}, {event.tls.sni}, '')",
    },
)
