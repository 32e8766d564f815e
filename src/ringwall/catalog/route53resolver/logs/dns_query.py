"""`logs.dns_query`: what VPCs asked the Route 53 Resolver.

https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs-format.html
"""

from ringwall.catalog.log_columns import PLACE
from ringwall.model.log_format import LogFormat
from ringwall.model.table import Table, document, integer, moment, text, texts

dns_query = Table(
    name="dns_query",
    schema="logs",
    enveloped=False,
    doc="The records of Resolver query logs: one row for each DNS query of a VPC, with its "
    "answers and what DNS Firewall did.",
    columns=(
        moment("event_time", "query_timestamp", "When the query was received (UTC)."),
        text("account_id", "account_id", "The account of the VPC.", None),
        text("aws_region", "region", "The Region of the VPC.", None),
        text("vpc_id", "vpc_id", "The VPC of the query."),
        text("query_name", "query_name",
             "The name that was asked for, in lower case, without the dot at its end."),
        text("query_type", "query_type", "The type of the record: A, AAAA, TXT, MX, ..."),
        text("query_class", "query_class", "The class of the record: IN."),
        text("response_code", "rcode", "NOERROR, NXDOMAIN, SERVFAIL, ..."),
        texts("answers", "answers[].Rdata", "The values of the answers: addresses, names, texts."),
        text("source_address", "srcaddr", "The address that asked."),
        integer("source_port", "srcport", "The port that asked.", None),
        text("transport", "transport", "UDP, TCP or DOH."),
        text("instance_id", "srcids.instance",
             "The instance that asked; '' where the record names none."),
        text("resolver_endpoint", "srcids.resolver_endpoint",
             "The Resolver endpoint that passed the query on."),
        text("firewall_action", "firewall_rule_action",
             "ALERT or BLOCK where a DNS Firewall rule matched; '' where none did."),
        text("firewall_rule_group_id", "firewall_rule_group_id", "The rule group of DNS Firewall."),
        text("firewall_domain_list_id", "firewall_domain_list_id",
             "The domain list of DNS Firewall that matched."),
        document("rest", "", "The other members of the record."),
        *PLACE,
    ),
)  # fmt: skip

dns_query_format = LogFormat(
    table="dns_query",
    kind="records",
    marks=("query_name", "query_type", "rcode"),
    expressions={"query_name": "lower(rtrim({query_name}, '.'))"},
    required={"event_time": "no query_timestamp", "query_name": "no query_name"},
)

_CODES = " ".join(
    f"when '{said}' then '{code}'"
    for said, code in (("FormError", "FORMERR"), ("ServError", "SERVFAIL"))
)
"""The response codes that OCSF spells in its own way."""

security_lake_query_format = LogFormat(
    table="dns_query",
    kind="records",
    marks=("class_uid", "metadata", "query"),
    values={"class_uid": "4003", "metadata.product.name": "Route 53"},
    required=dns_query_format.required,
    expressions={
        "event_time": "coalesce(make_timestamp(try_cast({time} as bigint) * 1000), "
        "try_cast({time_dt} as timestamp))",
        "account_id": "coalesce({cloud.account.uid}, {cloud.account_uid})",
        "aws_region": "{cloud.region}",
        "vpc_id": "coalesce({src_endpoint.vpc_uid}, '')",
        "query_name": "lower(rtrim({query.hostname}, '.'))",
        "query_type": "coalesce({query.type}, '')",
        "query_class": "coalesce({query.class}, '')",
        "response_code": f"case {{rcode}} {_CODES} else upper(coalesce({{rcode}}, '')) end",
        "answers": "coalesce(list_filter(json_extract_string({answers:json}, '$[*].rdata'), "
        "lambda one: one is not null), [])",
        "source_address": "coalesce({src_endpoint.ip}, '')",
        "source_port": "try_cast({src_endpoint.port} as bigint)",
        "transport": "coalesce({connection_info.protocol_name}, '')",
        "instance_id": "coalesce({src_endpoint.instance_uid}, '')",
        "resolver_endpoint": "coalesce({dst_endpoint.instance_uid}, '')",
        "firewall_action": "case {disposition} when 'Alert' then 'ALERT' "
        "when 'Blocked' then 'BLOCK' else '' end",
        "firewall_rule_group_id": "coalesce({firewall_rule.uid}, '')",
        "firewall_domain_list_id": "coalesce({unmapped.firewall_domain_list_id}, '')",
    },
)
"""OCSF's DNS Activity, as Security Lake keeps Resolver query logs.
https://github.com/ocsf/examples/tree/main/mappings/markdown/AWS/v1.1.0/Route53"""
