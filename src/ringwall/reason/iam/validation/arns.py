"""Resources, principals, Sids and variables that AWS does not accept as they are written.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

import re
from collections.abc import Iterator

from ringwall.reason.iam.language.pattern import ARN_FIELDS
from ringwall.reason.iam.language.policy import Policy, PrincipalName, Statement
from ringwall.reason.iam.language.problem import Problem
from ringwall.reason.iam.language.service_principal import is_service
from ringwall.reason.iam.validation.statement import covers, make_problem, name_of

_PARTITIONS = frozenset({
    *("aws", "aws-cn", "aws-us-gov", "aws-eusc"),
    *("aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f"),
})  # fmt: skip
"""https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json"""
_REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)+-\d")
_ACCOUNT = re.compile(r"\d{12}|aws|cloudfront|third-party")
_BEGINNINGS = tuple(
    map(
        re.compile,
        (
            "arn",
            r"[a-z]*(-[a-z]*)*",
            r"[a-z0-9-]*",
            r"[a-z]{0,4}(-[a-z0-9]*)*",
            r"\d{0,12}|a(ws?)?|c[a-z]*|t[a-z-]*",
        ),
    )
)
"""How the fields of an ARN may begin, the resource's aside."""
_NO_REGION = frozenset({"iam", "s3", "cloudfront", "route53", "organizations"})
_SHORT_FORM = "execute-api:/"
"""The short form of the API's own ARN, which API Gateway completes.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
"""
_SID = re.compile(r"[A-Za-z0-9]*")
_PRINCIPAL = re.compile(
    r"\d{12}|arn:aws[a-z-]*:(iam|sts)::(\d{12}|cloudfront):[^*?]+|A[A-Z]{2}A[A-Z0-9]{12,}"
)
_SERVICE = re.compile(r"[a-z0-9.-]+")
_VARIABLE = re.compile(r"\$\{([^{}]*)(\}?)")


def check_arns(policy: Policy, statement: Statement) -> Iterator[Problem]:
    """Yield the problems of a statement's ARNs, principals, Sid and variables."""
    sid_is_free = policy.policy_type in {"", "resource", "trust", "endpoint"}
    if not sid_is_free and not _SID.fullmatch(statement.sid):
        message = f"Sid {statement.sid}: use letters and digits only"
        yield make_problem("error", "unsupported_sid", message, statement, "Sid")
    yield from _check_resources(policy, statement)
    for name in statement.principal.names if statement.principal else ():
        yield from _check_principal(name, statement)
    for condition in statement.conditions:
        for value in condition.values:
            yield from _check_variables(value, statement, f"Condition.{condition.operator.name}")
    for value in statement.action.values:
        if "${" in value:
            message = f"{value}: actions cannot have policy variables"
            yield make_problem("error", "variable_unsupported_in_element", message, statement)


def _check_resources(policy: Policy, statement: Statement) -> Iterator[Problem]:
    element = name_of(statement.resource, "Resource") if statement.resource else ""
    takes_short_form = policy.policy_type in {"", "resource"}
    for value in statement.resource.values if statement.resource else ():
        yield from _check_variables(value, statement, element)
        if takes_short_form and value.startswith(_SHORT_FORM):
            continue
        for code, message in _check_resource(value):
            yield make_problem("error", code, f"{value}: {message}", statement, element)
        if not _may_go_on(value):
            message = f"{value}: no ARN begins like that; an ARN has six fields"
            yield make_problem("warning", "missing_arn_field", message, statement, element)
        if any("${" in field for field in value.split(":", ARN_FIELDS - 1)[: ARN_FIELDS - 1]):
            message = f"{value}: use policy variables after the fifth colon of an ARN only"
            code = "variable_before_resource_part"
            yield make_problem("warning", code, message, statement, element)


def _check_resource(value: str) -> Iterator[tuple[str, str]]:
    if value == "*":
        return
    fields = value.split(":", ARN_FIELDS - 1)
    if not covers(fields[0], "arn"):
        yield "invalid_arn_prefix", "a resource must be * or start with arn:"
        return
    if len(fields) < ARN_FIELDS:
        if not value.endswith("*"):
            yield (
                "missing_arn_field",
                "an ARN must have six fields: arn:partition:service:region:account:resource",
            )
        return
    yield from _check_fields(*fields[1:])


def _may_go_on(value: str) -> bool:
    """Whether a text with too few fields, and a star at its end, may be the beginning of an ARN."""
    fields = value.split(":")
    is_short = len(fields) < ARN_FIELDS and value.endswith("*") and "${" not in value
    if not is_short or fields[0] != "arn" or len(fields) == 1:
        return True
    last = re.split(r"[*?$]", fields[-1], maxsplit=1)[0]
    return _BEGINNINGS[len(fields) - 1].fullmatch(last) is not None


def _check_fields(
    partition: str, service: str, region: str, account: str, rest: str
) -> Iterator[tuple[str, str]]:
    is_bucket = service == "s3" and _is_plain(rest) and not re.match("accesspoint|job", rest)
    if _is_plain(partition) and partition not in _PARTITIONS:
        yield "invalid_partition", f"unknown partition: {partition}"
    if service != service.lower() and _is_plain(service):
        yield "invalid_arn_service_case", f"write the service in lower case: {service.lower()}"
    if _is_plain(region + service) and region and (service in _NO_REGION - {"s3"} or is_bucket):
        yield "arn_region_not_allowed", f"this {service} ARN must not have a region"
    elif region and _is_plain(region) and not _REGION.fullmatch(region):
        yield "invalid_arn_region", f"unknown region: {region}"
    if account and is_bucket:
        yield "arn_account_not_allowed", "the ARN of a bucket must not have an account"
    elif account and _is_plain(account) and not _ACCOUNT.fullmatch(account):
        yield "invalid_arn_account", f"an account id must have 12 digits: {account}"


def _is_plain(text: str) -> bool:
    return not re.search(r"[*?$]", text)


def _check_principal(name: PrincipalName, statement: Statement) -> Iterator[Problem]:
    value = name.value
    if name.kind == "AWS" and value != "*" and not _PRINCIPAL.fullmatch(value):
        message = f"{value}: use an account id, an IAM or STS ARN without wildcards, or *"
        yield make_problem("error", "invalid_principal_format", message, statement, "Principal")
    if name.kind == "Service" and not (_SERVICE.fullmatch(value) and is_service(value)):
        message = f"{value}: write a service principal as ec2.amazonaws.com"
        code = "invalid_service_principal_format"
        yield make_problem("error", code, message, statement, "Principal")


def _check_variables(value: str, statement: Statement, element: str) -> Iterator[Problem]:
    for match in _VARIABLE.finditer(value):
        code, message = _judge_variable(match[1], is_closed=bool(match[2]), statement=statement)
        if code:
            yield make_problem("error", code, f"{value}: {message}", statement, element)


def _judge_variable(name: str, *, is_closed: bool, statement: Statement) -> tuple[str, str]:
    key, comma, default = name.partition(",")
    if not is_closed:
        return "missing_brace_in_variable", "the policy variable has no closing brace"
    if not name.strip():
        return "empty_variable", "the policy variable is empty; name a condition key"
    if not statement.variables:
        return "variable_unsupported_in_version", 'policy variables need Version "2012-10-17"'
    if comma and not re.fullmatch(r"\s*'[^']*'\s*", default):
        return "missing_quote_in_variable", "put the default value in single quotes"
    if key not in {"*", "?", "$"} and " " in key.strip():
        return "unsupported_space_in_variable", "the policy variable must not have a space"
    return "", ""
