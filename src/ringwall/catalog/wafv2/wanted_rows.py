"""Rows of AWS WAF that several service folders speak of: web ACLs, and the groups of their logs."""

from typing import Any

from ringwall.catalog.wafv2.reading import OF_CLOUDFRONT
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import RowKey

SECTION = "infrastructure.web_firewall"
SHARED: dict[str, Any] = {"section": SECTION, "layer": "infrastructure"}


def acl_key(account: str, region: str, scope: str = "REGIONAL") -> RowKey:
    """Return the key of the web ACL of a scope."""
    return RowKey(account, region, "wafv2_web_acl", scope.lower())


def log_group_key(account: str, region: str, scope: str) -> RowKey:
    """Return the key of the log group of a web ACL."""
    return RowKey(account, region, "logs_log_group", f"web-acl-{scope.lower()}")


def log_group_name(landscape: Landscape, scope: str) -> str:
    """Return the name of that log group: AWS WAF writes to none that is called otherwise."""
    return f"aws-waf-logs-{landscape.name}-{scope.lower()}"


def list_places(landscape: Landscape) -> tuple[tuple[str, str, str], ...]:
    """Return the account, the Region and the scope of each web ACL."""
    wanted = landscape.settings.infrastructure.web_firewall
    named = {(each.account, each.region) for each in wanted.load_balancers}
    found: list[tuple[str, str, str]] = []
    for account in landscape.accounts if wanted.enabled else ():
        regions = landscape.regions_of("wafv2", account)
        found += [
            (account.name, region, "REGIONAL")
            for region in regions
            if account.name in wanted.accounts or (account.name, region) in named
        ]
        if account.name in wanted.cloudfront and has_cloudfront(landscape, regions):
            found.append((account.name, OF_CLOUDFRONT, "CLOUDFRONT"))
    return tuple(found)


def has_cloudfront(landscape: Landscape, regions: tuple[str, ...]) -> bool:
    """Whether web ACLs of CloudFront can be made: in one Region, which has to be governed."""
    return landscape.partition == "aws" and OF_CLOUDFRONT in regions
