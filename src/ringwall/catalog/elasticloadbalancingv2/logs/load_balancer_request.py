"""`logs.load_balancer_request`: the requests that load balancers received.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
"""

from ringwall.catalog.log_columns import PLACE
from ringwall.model.log_format import LogFormat
from ringwall.model.table import Table, document, integer, moment, text

load_balancer_request = Table(
    name="load_balancer_request",
    schema="logs",
    enveloped=False,
    doc="The access logs of Application Load Balancers: one row for each request; and those of "
    "TLS listeners of Network Load Balancers: one row for each connection, without what HTTP "
    "says.",
    columns=(
        moment("event_time", "time",
               "When the response, or the end of the connection, was sent (UTC)."),
        text("account_id", "",
             "The account of the load balancer, as the name of the log file says.", None),
        text("aws_region", "",
             "The Region of the load balancer, as the name of the log file says.", None),
        text("type", "type", "http, https, h2, grpcs, ws, wss or tls."),
        text("load_balancer", "elb", "The name of the load balancer: app/name/id."),
        text("client_address", "client_ip", "The address of the client."),
        integer("client_port", "client_port", "The port of the client.", None),
        text("target_address", "target_ip", "The address of the target; '' where none was asked."),
        integer("target_port", "target_port", "The port of the target.", None),
        integer("status", "elb_status_code",
                "The status code of the load balancer; 0 where there is none."),
        integer("target_status", "target_status_code",
                "The status code of the target; 0 where it gave none."),
        integer("received_bytes", "received_bytes", "Bytes of the request."),
        integer("sent_bytes", "sent_bytes", "Bytes of the response."),
        text("method", "request_verb", "The HTTP method."),
        text("url", "request_url", "The URL, as the client sent it."),
        text("user_agent", "user_agent", "The user agent of the client."),
        text("tls_protocol", "ssl_protocol", "The TLS version; '' where there is none."),
        text("domain_name", "domain_name", "The host name that the client asked TLS for."),
        text("target_group_arn", "target_group_arn", "The ARN of the target group."),
        text("actions", "actions_executed", "What the rules did: waf,forward."),
        text("trace_id", "trace_id", "The value of X-Amzn-Trace-Id."),
        document("rest", "", "The other fields of the record."),
        *PLACE,
    ),
)  # fmt: skip


load_balancer_request_format = LogFormat(
    table="load_balancer_request",
    kind="pattern",
    fields=(
        "type",
        "time",
        "elb",
        "client_ip",
        "client_port",
        "target_ip",
        "target_port",
        "request_time",
        "target_time",
        "response_time",
        "elb_status_code",
        "target_status_code",
        "received_bytes",
        "sent_bytes",
        "request_verb",
        "request_url",
        "request_proto",
        "user_agent",
        "ssl_cipher",
        "ssl_protocol",
        "target_group_arn",
        "trace_id",
        "domain_name",
        "chosen_cert_arn",
        "matched_rule_priority",
        "request_creation_time",
        "actions_executed",
        "more",
    ),
    start=r"(?:https?|h2|grpcs?|wss?) \d{4}-\d\d-\d\dT\S+ app/",
    line=r"^(https?|h2|grpcs?|wss?) (\S+) (\S+) (\S+?)(?::(\d+))? (\S+?)(?::(\d+))? "
    r"(\S+) (\S+) (\S+) (\S+) (\S+) (\d+) (\d+) "
    r'"(\S+) ((?:[^"\\]|\\.)*?)(?: (\S*))?" "((?:[^"\\]|\\.)*)" (\S+) (\S+) (\S+) '
    r'"([^"]*)" "([^"]*)" '
    r'"([^"]*)" (\S+) (\S+) "([^"]*)"(.*)$',
    place=r"(?P<account>\d{12})_elasticloadbalancing_(?P<region>[a-z0-9-]+)_",
    expressions={
        "account_id": "object.account_id",
        "aws_region": "object.region",
        "client_address": "coalesce({client_ip}, '')",
    },
)

network_load_balancer_format = LogFormat(
    table="load_balancer_request",
    kind="pattern",
    fields=(
        "type",
        "version",
        "time",
        "elb",
        "listener",
        "client_ip",
        "client_port",
        "target_ip",
        "target_port",
        "connection_time",
        "tls_handshake_time",
        "received_bytes",
        "sent_bytes",
        "tls_alert",
        "chosen_cert_arn",
        "chosen_cert_serial",
        "ssl_cipher",
        "ssl_protocol",
        "tls_named_group",
        "domain_name",
        "more",
    ),
    start=r"tls \d\.\d \d{4}-\d\d-\d\dT\S+ net/",
    line=r"^(tls) (\S+) (\S+) (\S+) (\S+) (\S+?)(?::(\d+))? (\S+?)(?::(\d+))? "
    r"(\S+) (\S+) (\d+) (\d+) (\S+) (\S+) (\S+) (\S+) (\S+) (\S+) (\S+)(.*)$",
    place=load_balancer_request_format.place,
    expressions={"account_id": "object.account_id", "aws_region": "object.region"},
)
