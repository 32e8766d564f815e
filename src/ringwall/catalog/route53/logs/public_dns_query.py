"""`logs.public_dns_query`: what resolvers asked about the names of public hosted zones.

https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html
"""

from ringwall.catalog.log_columns import PLACE
from ringwall.model.log_format import LogFormat
from ringwall.model.table import Table, document, moment, text

public_dns_query = Table(
    name="public_dns_query",
    schema="logs",
    enveloped=False,
    doc="Public DNS query logs of Route 53: one row for each query that a resolver sent.",
    columns=(
        moment("event_time", "query_timestamp", "When Route 53 answered (UTC)."),
        text("account_id", "", "The account of the log group, and of the zone.", None),
        text("hosted_zone_id", "hosted_zone_id", "The hosted zone."),
        text("query_name", "query_name", "The name that was asked for, in lower case."),
        text("query_type", "query_type", "The type of the record: A, AAAA, TXT, ..."),
        text("response_code", "response_code", "NOERROR, NXDOMAIN, REFUSED, ..."),
        text("protocol", "protocol", "UDP or TCP."),
        text("edge_location", "edge_location", "The edge location that answered: IAD12."),
        text("resolver_address", "resolver_ip", "The resolver that asked."),
        text("client_subnet", "edns_client_subnet", "A part of the address of the client behind "
             "the resolver; '' where the resolver does not say."),
        document("rest", "", "The other fields of the record."),
        *PLACE,
    ),
)  # fmt: skip

public_dns_query_format = LogFormat(
    table="public_dns_query",
    kind="fields",
    start=r"\d\.\d \d{4}-\d\d-\d\dT[\d:.]+Z Z[0-9A-Z]+ ",
    fields=(
        "version",
        "query_timestamp",
        "hosted_zone_id",
        "query_name",
        "query_type",
        "response_code",
        "protocol",
        "edge_location",
        "resolver_ip",
        "edns_client_subnet",
    ),
    required={"event_time": "no time", "query_name": "no name"},
    expressions={
        "account_id": "object.account_id",
        "query_name": "lower(rtrim({query_name}, '.'))",
    },
)
