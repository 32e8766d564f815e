"""Rule groups and policies of Network Firewall, as a plan would write them."""

from typing import Any

STRICT = {"RuleOrder": "STRICT_ORDER"}
DOMAINS = {
    "RulesSource": {
        "RulesSourceList": {
            "Targets": [".example.com"],
            "TargetTypes": ["TLS_SNI", "HTTP_HOST"],
            "GeneratedRulesType": "ALLOWLIST",
        }
    },
    "StatefulRuleOptions": STRICT,
}
FORWARD = {
    "StatelessDefaultActions": ["aws:forward_to_sfe"],
    "StatelessFragmentDefaultActions": ["aws:forward_to_sfe"],
}


def make_group(firewalls: Any, name: str = "domains", rules: Any = DOMAINS) -> str:
    made = firewalls.create_rule_group(
        RuleGroupName=name, Type="STATEFUL", Capacity=100, RuleGroup=rules
    )
    arn: str = made["RuleGroupResponse"]["RuleGroupArn"]
    return arn


def make_policy(firewalls: Any, *groups: str, name: str = "egress", **more: Any) -> str:
    references = [{"ResourceArn": arn, "Priority": i} for i, arn in enumerate(groups, 1)]
    policy = FORWARD | {
        "StatefulRuleGroupReferences": references,
        "StatefulEngineOptions": STRICT,
        "StatefulDefaultActions": ["aws:drop_established", "aws:alert_established"],
    }
    made = firewalls.create_firewall_policy(FirewallPolicyName=name, FirewallPolicy=policy | more)
    arn: str = made["FirewallPolicyResponse"]["FirewallPolicyArn"]
    return arn
