"""`logs.waf_request`: the requests that AWS WAF judged.

https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html
"""

from ringwall.catalog.log_columns import PLACE
from ringwall.model.log_format import LogFormat
from ringwall.model.table import Table, document, moment, text, texts

waf_request = Table(
    name="waf_request",
    schema="logs",
    enveloped=False,
    doc="The logs of AWS WAF: one row for each request that a web ACL judged.",
    columns=(
        moment("event_time", "timestamp", "When WAF judged the request (UTC)."),
        text("account_id", "", "The account of the web ACL.", None),
        text("aws_region", "",
             "The Region of the web ACL; us-east-1 for those of CloudFront.", None),
        text("web_acl_arn", "webaclId", "The ARN of the web ACL."),
        text("action", "action", "ALLOW, BLOCK, CAPTCHA or CHALLENGE."),
        text("rule_id", "terminatingRuleId",
             "The rule that decided; Default_Action where none did."),
        text("rule_type", "terminatingRuleType",
             "REGULAR, RATE_BASED, GROUP or MANAGED_RULE_GROUP."),
        text("client_address", "httpRequest.clientIp", "The address of the client."),
        text("country", "httpRequest.country", "The country of the client, two letters."),
        text("method", "httpRequest.httpMethod", "The HTTP method."),
        text("uri", "httpRequest.uri", "The path of the URL."),
        text("arguments", "httpRequest.args", "The query string."),
        text("host", "", "The Host header."),
        text("user_agent", "", "The user agent of the client."),
        text("source", "httpSourceName", "CF, ALB, APIGW, ..."),
        text("source_id", "httpSourceId", "The resource that WAF protects."),
        text("request_id", "httpRequest.requestId", "The ID of the request."),
        texts("labels", "labels[].name", "The labels that rules gave the request."),
        document("rest", "", "The other members of the record."),
        *PLACE,
    ),
)  # fmt: skip

_HEADER = (
    "coalesce(list_extract(list_filter(list_zip(json_extract_string({httpRequest.headers:json}, "
    "'$[*].name'), json_extract_string({httpRequest.headers:json}, '$[*].value')), "
    "lambda pair: lower(pair[1]) = '%s'), 1)[2], '')"
)

waf_request_format = LogFormat(
    table="waf_request",
    kind="records",
    marks=("webaclId", "httpRequest"),
    required={"event_time": "no timestamp", "web_acl_arn": "no webaclId"},
    expressions={
        "event_time": "make_timestamp(try_cast({timestamp} as bigint) * 1000)",
        "account_id": "nullif(split_part({webaclId}, ':', 5), '')",
        "aws_region": "nullif(split_part({webaclId}, ':', 4), '')",
        "host": _HEADER % "host",
        "user_agent": _HEADER % "user-agent",
    },
)
