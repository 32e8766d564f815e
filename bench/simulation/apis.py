"""The calls of the simulation: what the record of each says, with names to fill in.

`{bucket}` in a template is a bucket of the account, `{new_bucket}` one that is made up, and
`{region}`, `{account}` and `{at}` are those of the call. A template has `request`, and where the
record has them `response`, `resources`, `more` (additionalEventData) and `kind` (eventType).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simulation.application_calls import APPLICATION_CALLS
from simulation.data_calls import DATA_CALLS
from simulation.identity_calls import IDENTITY_CALLS
from simulation.names import Picked
from simulation.network_calls import NETWORK_CALLS
from simulation.reads import READS

Fill = Callable[[Picked], Any]
WHOLE = re.compile(r"\{(\w+)\}")
SOURCES = {"cloudwatch": "monitoring", "elb": "elasticloadbalancing", "sso": "sso"}
DATED = {
    "lambda:CreateFunction": "20150331", "lambda:DeleteFunction": "20150331",
    "lambda:UpdateFunctionCode": "20150331v2", "lambda:UpdateFunctionConfiguration": "20150331v2",
    "lambda:AddPermission": "20150331v2", "lambda:ListFunctions": "20150331",
    "lambda:GetFunction": "20150331v2", "lambda:GetPolicy": "20150331v2",
    "lambda:ListVersionsByFunction": "20150331", "cloudfront:CreateInvalidation": "2020_05_31",
    "cloudfront:ListDistributions": "2020_05_31",
}  # fmt: skip
"""The date that CloudTrail has at the end of an operation's name."""
IS_READ = re.compile(
    r"(Describe|List|Get|Head|BatchGet|Lookup|Search|Simulate|AssumeRole|Decrypt|GenerateData|"
    r"Scan|Query|View|Generate)"
)
NO_READS = {"signin:GetSigninToken", "ssm:GetConnectionStatus"}
DATA = {
    "s3:GetObject": "AWS::S3::Object", "s3:PutObject": "AWS::S3::Object",
    "s3:DeleteObject": "AWS::S3::Object", "s3:DeleteObjects": "AWS::S3::Object",
    "s3:ListObjects": "AWS::S3::Object", "s3:HeadObject": "AWS::S3::Object",
    "s3:CopyObject": "AWS::S3::Object", "lambda:Invoke": "AWS::Lambda::Function",
    "dynamodb:GetItem": "AWS::DynamoDB::Table", "dynamodb:PutItem": "AWS::DynamoDB::Table",
}  # fmt: skip
"""Data events, and the type of what they act on."""
S3_MORE = {
    "SignatureVersion": "SigV4", "CipherSuite": "TLS_AES_128_GCM_SHA256",
    "bytesTransferredIn": 0, "AuthenticationMethod": "AuthHeader", "bytesTransferredOut": 4096,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Api:
    """One operation, with what fills its record."""

    service: str
    source: str
    name: str
    kind: str
    is_read: bool
    is_data: bool
    request: Fill
    response: Fill | None
    more: Fill | None
    resources: Fill | None


def compile_template(template: Any) -> Fill:
    """Return what fills a template with the names of a call."""
    match template:
        case str() if whole := WHOLE.fullmatch(template):
            key = whole[1]
            return lambda picked: picked[key]
        case str() if WHOLE.search(template):
            return template.format_map
        case dict() if template:
            items = [(name, compile_template(value)) for name, value in template.items()]
            return lambda picked: {name: fill(picked) for name, fill in items}
        case list() if template:
            values = [compile_template(value) for value in template]
            return lambda picked: [fill(picked) for fill in values]
        case _:
            return lambda _: template


def _make(key: str, template: Mapping[str, Any]) -> Api:
    service, _, operation = key.partition(".")[0].partition(":")
    kind = template.get("kind", "AwsApiCall")
    response = template.get("response")
    resources = template.get("resources")
    more = template.get("more", S3_MORE if service == "s3" else None)
    if key in DATA and resources is None:
        resources = _data_resources(key)
    return Api(
        service=service,
        source=f"{SOURCES.get(service, service)}.amazonaws.com",
        name=operation + DATED.get(f"{service}:{operation}", ""),
        kind=kind,
        is_read=bool(IS_READ.match(operation)) and key not in NO_READS,
        is_data=key in DATA,
        request=compile_template(template.get("request")),
        response=None if response is None else compile_template(response),
        more=None if more is None else compile_template(more),
        resources=None if resources is None else compile_template(resources),
    )


def _data_resources(key: str) -> list[dict[str, str]]:
    owner = {"accountId": "{account}"}
    match key.partition(":")[0]:
        case "s3":
            bucket = {"type": "AWS::S3::Bucket", "ARN": "arn:aws:s3:::{bucket}"}
            whole = {"type": "AWS::S3::Object", "ARN": "arn:aws:s3:::{bucket}/{object}"}
            return [whole, owner | bucket]
        case "lambda":
            arn = "arn:aws:lambda:{region}:{account}:function:{function}"
            return [owner | {"type": "AWS::Lambda::Function", "ARN": arn}]
        case _:
            arn = "arn:aws:dynamodb:{region}:{account}:table/{dynamo}"
            return [owner | {"type": "AWS::DynamoDB::Table", "ARN": arn}]


def _make_all() -> Iterator[tuple[str, Api]]:
    for key, request in READS.items():
        yield key, _make(key, {"request": request})
    for calls in (IDENTITY_CALLS, NETWORK_CALLS, DATA_CALLS, APPLICATION_CALLS):
        for key, template in calls.items():
            yield key, _make(key, template)


APIS: Mapping[str, Api] = dict(_make_all())
"""All operations of the simulation, by `service:Operation`; a variant has a word after a dot."""
