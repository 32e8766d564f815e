"""AWS WAF: rule groups of an account's own, and how many rules a web ACL has."""

from collections.abc import Callable
from typing import Any

from ringwall.model.table import Reader

GROUP, ACL = "wafv2_rule_group", "wafv2_web_acl"
SEEN = {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": "m"}
ID = "11111111-2222-3333-4444-555555555555"
ARN = f"arn:aws:wafv2:us-west-2:123456789012:regional/rulegroup/TestRuleGroup/{ID}"
# https://docs.aws.amazon.com/cli/latest/reference/wafv2/list-rule-groups.html, get-rule-group.html
ANSWERS: dict[str, Any] = {
    "wafv2.list_rule_groups": {
        "RuleGroups": [
            {"Name": "TestRuleGroup", "Id": ID, "Description": "", "LockToken": "l", "ARN": ARN}
        ]
    },
    "wafv2.get_rule_group": {
        "RuleGroup": {
            "Capacity": 1,
            "Description": "",
            "Rules": [
                {
                    "Priority": 0,
                    "Action": {"Block": {}},
                    "VisibilityConfig": SEEN,
                    "Name": "TestRule",
                    "Statement": {"GeoMatchStatement": {"CountryCodes": ["CN"]}},
                }
            ],
            "VisibilityConfig": SEEN | {"CloudWatchMetricsEnabled": False},
            "Id": ID,
            "ARN": ARN,
            "Name": "TestRuleGroup",
        },
        "LockToken": "l",
    },
}


def test_a_rule_group_is_read_as_aws_shows_it(canned: Any, collect: Any) -> None:
    rows, gaps = collect(canned(ANSWERS), GROUP)
    (group,) = rows[GROUP]
    assert gaps == []
    assert (group["arn"], group["scope"], group["rule_count"]) == (ARN, "REGIONAL", 1)
    assert group["cloudwatch_metrics_enabled"] is False


def test_the_service_reads_rule_groups(
    live: Reader, aws: Callable[[str], Any], collect: Any
) -> None:
    wafv2 = aws("wafv2")
    wafv2.create_rule_group(Name="a", Scope="REGIONAL", Capacity=1, VisibilityConfig=SEEN)
    wafv2.create_web_acl(
        Name="a", Scope="REGIONAL", DefaultAction={"Allow": {}}, VisibilityConfig=SEEN
    )
    rows, gaps = collect(live, GROUP, ACL)
    assert gaps == []
    assert [row["cloudwatch_metrics_enabled"] for row in rows[GROUP]] == [True]
    assert [row["rule_count"] for row in rows[ACL]] == [0]
