"""Web ACLs with the managed rule groups of AWS, their logs, and the load balancers that have them.

https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
"""

from collections.abc import Iterator
from typing import Any

from ringwall.catalog.detection_keys import join
from ringwall.catalog.wafv2.wanted_rows import (
    SECTION,
    SHARED,
    acl_key,
    list_places,
    log_group_key,
    log_group_name,
)
from ringwall.model.blueprint.edge import WebFirewall
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Existing, Join, Ref, RowKey, Wanted
from ringwall.model.table import Row

WINDOW = 300
"""Seconds over which the requests of an address are counted."""
OWASP = (
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesSQLiRuleSet",
)
"""What AWS has against the attacks that OWASP lists."""


@wants(SECTION)
def want_web_firewall(landscape: Landscape) -> Iterator[Wanted]:
    """Have a web ACL in each place, its logging, and its load balancers."""
    wanted = landscape.settings.infrastructure.web_firewall
    for account, region, scope in list_places(landscape):
        yield Wanted(
            key=acl_key(account, region, scope),
            columns=_describe(landscape, scope),
            why="most attacks on web applications are known, and look alike",
            **SHARED,
        )
        yield _want_logging(landscape, account, region, scope)
    places = {place[:2] for place in list_places(landscape) if place[2] == "REGIONAL"}
    for balancer in wanted.load_balancers:
        if (balancer.account, balancer.region) in places:
            yield Wanted(
                key=RowKey(
                    balancer.account, balancer.region, "wafv2_web_acl_association", balancer.name
                ),
                columns={
                    "resource_arn": balancer.arn,
                    "web_acl_arn": Ref(acl_key(balancer.account, balancer.region), "arn"),
                },
                expects=(Existing("elasticloadbalancingv2_load_balancer", "arn", balancer.arn),),
                why="a web ACL protects what it is associated with, and nothing else",
                **SHARED,
            )


def _describe(landscape: Landscape, scope: str) -> Row:
    name = f"{landscape.name}-{scope.lower()}"
    return {
        "name": name,
        "scope": scope,
        "description": f"Web requests, by the blueprint {landscape.name}",
        "default_action": {"Allow": {}},
        "rules": [*_list_rules(landscape.settings.infrastructure.web_firewall, name)],
        "visibility_config": _measure(name),
    }


def _list_rules(wanted: WebFirewall, acl: str) -> Iterator[Row]:
    """Yield the rules in the order in which they are tried: those that cost most come last."""
    counts = wanted.mode == "count"
    statement = {
        "RateBasedStatement": {
            "Limit": wanted.rate_limit,
            "EvaluationWindowSec": WINDOW,
            "AggregateKeyType": "IP",
        }
    }
    action: Row = {"Action": {"Count" if counts else "Block": {}}}
    yield _write_rule(acl, "RateLimit", 0, statement) | action
    groups = (
        "AWSManagedRulesAmazonIpReputationList",
        *(("AWSManagedRulesAnonymousIpList",) if wanted.anonymous_ip else ()),
        *OWASP,
        *(("AWSManagedRulesBotControlRuleSet",) if wanted.bot_control else ()),
    )
    for number, name in enumerate(groups, 1):
        group: Row = {"VendorName": "AWS", "Name": name}
        if name == "AWSManagedRulesBotControlRuleSet":
            level = {name: {"InspectionLevel": "COMMON"}}
            group["ManagedRuleGroupConfigs"] = [level]
        rule = _write_rule(acl, name, 10 * number, {"ManagedRuleGroupStatement": group})
        yield rule | {"OverrideAction": {"Count" if counts else "None": {}}}


def _write_rule(acl: str, name: str, priority: int, statement: Row) -> Row:
    return {
        "Name": name,
        "Priority": priority,
        "Statement": statement,
        "VisibilityConfig": _measure(f"{acl}-{name}"),
    }


def _measure(metric: str) -> dict[str, Any]:
    return {
        "SampledRequestsEnabled": True,
        "CloudWatchMetricsEnabled": True,
        "MetricName": metric,
    }


def _want_logging(landscape: Landscape, account: str, region: str, scope: str) -> Wanted:
    wanted = landscape.settings.infrastructure.web_firewall
    acl = acl_key(account, region, scope)
    destination: str | Join = wanted.log_destination_arn
    needs: tuple[RowKey, ...] = ()
    if not destination:
        owner = next(each.id for each in landscape.accounts if each.name == account)
        place = f"arn:{landscape.partition}:logs:{region}:"
        destination = join(place, owner, f":log-group:{log_group_name(landscape, scope)}")
        needs = (log_group_key(account, region, scope),)
    return Wanted(
        key=acl._replace(table="wafv2_logging_configuration"),
        columns={
            "resource_arn": Ref(acl, "arn"),
            "log_destination_configs": [destination],
            "redacted_fields": [
                {"SingleHeader": {"Name": name}} for name in wanted.redacted_headers
            ],
        },
        needs=needs,
        why="which rule blocks whom is known before a rule blocks, and after an attack",
        **SHARED,
    )
