"""What is read of AWS WAF, for several tables: Regional web ACLs, and those of CloudFront."""

from collections.abc import Iterator

from ringwall.catalog.midway import unless_gone
from ringwall.model.table import Reader, Row

OF_CLOUDFRONT = "us-east-1"
"""The Region that web ACLs of CloudFront are called in.

https://docs.aws.amazon.com/waf/latest/APIReference/API_ListWebACLs.html
"""
KINDS = ("APPLICATION_LOAD_BALANCER", "API_GATEWAY", "APPSYNC", "COGNITO_USER_POOL")
"""The types of resources that are asked for."""
GONE = "WAFNonexistentItemException"


def _scopes(reader: Reader) -> tuple[str, ...]:
    is_global = reader.region == OF_CLOUDFRONT and reader.partition == "aws"
    return ("REGIONAL", "CLOUDFRONT") if is_global else ("REGIONAL",)


def read_web_acls(reader: Reader) -> Iterator[Row]:
    """Yield the web ACLs of a Region, each with its scope."""
    for scope in _scopes(reader):
        for acl in reader.items("wafv2.list_web_acls", "WebACLs", Scope=scope, Limit=100):
            yield {**acl, "Scope": scope}


def read_rule_groups(reader: Reader) -> Iterator[Row]:
    """Yield the rule groups of a Region, each with its scope."""
    for scope in _scopes(reader):
        for group in reader.items("wafv2.list_rule_groups", "RuleGroups", Scope=scope, Limit=100):
            yield {**group, "Scope": scope}


def read_logging(reader: Reader) -> Iterator[Row]:
    """Yield where the web ACLs of a Region are logged."""
    for scope in _scopes(reader):
        yield from reader.items(
            "wafv2.list_logging_configurations", "LoggingConfigurations", Scope=scope, Limit=100
        )


def read_associations(reader: Reader) -> Iterator[Row]:
    """Yield the resources that have a Regional web ACL; CloudFront knows its distributions'."""
    for acl in reader.items("wafv2.list_web_acls", "WebACLs", Scope="REGIONAL", Limit=100):
        with unless_gone(GONE):
            yield from _read_resources(reader, acl["ARN"])


def _read_resources(reader: Reader, arn: str) -> Iterator[Row]:
    for kind in KINDS:
        resources = reader.items(
            "wafv2.list_resources_for_web_acl", "ResourceArns", WebACLArn=arn, ResourceType=kind
        )
        for resource in resources:
            yield {"ARN": arn, "ResourceArn": resource, "ResourceType": kind}
