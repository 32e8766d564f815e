from typing import Any

from emulated_firewalls import DOMAINS, FORWARD, STRICT, make_group, make_policy


def test_policy_applies_groups_in_strict_order(client: Any) -> None:
    firewalls = client("network-firewall")
    groups = [make_group(firewalls, name) for name in ("first", "second")]
    arn = make_policy(firewalls, *groups)
    shown = firewalls.describe_firewall_policy(FirewallPolicyArn=arn)
    references = shown["FirewallPolicy"]["StatefulRuleGroupReferences"]
    assert [r["Priority"] for r in references] == [1, 2]
    assert shown["FirewallPolicyResponse"]["ConsumedStatefulRuleCapacity"] == 200
    (listed,) = firewalls.list_firewall_policies()["FirewallPolicies"]
    assert listed["Arn"] == arn
    policy = shown["FirewallPolicy"] | {"StatefulRuleGroupReferences": references[:1]}
    firewalls.update_firewall_policy(
        FirewallPolicyArn=arn, FirewallPolicy=policy, UpdateToken=shown["UpdateToken"]
    )
    shown = firewalls.describe_firewall_policy(FirewallPolicyArn=arn)
    assert shown["FirewallPolicyResponse"]["ConsumedStatefulRuleCapacity"] == 100


def test_policies_that_aws_does_not_take(client: Any, refusal: Any) -> None:
    firewalls = client("network-firewall")
    strict = make_group(firewalls)
    loose = make_group(firewalls, "loose", {"RulesSource": DOMAINS["RulesSource"]})
    engine = {"StatefulEngineOptions": STRICT}
    changes: list[dict[str, Any]] = [
        {"StatelessDefaultActions": []},
        {"StatefulDefaultActions": ["aws:drop_strict"]},
        {"StatefulRuleGroupReferences": [{"ResourceArn": strict}]},
        {"StatefulRuleGroupReferences": [{"ResourceArn": strict}], **engine},
        {"StatefulRuleGroupReferences": [{"ResourceArn": loose, "Priority": 1}], **engine},
        {"StatefulRuleGroupReferences": [{"ResourceArn": f"{loose}x"}]},
    ]
    for wrong in changes:
        given = {"FirewallPolicyName": "p", "FirewallPolicy": FORWARD | wrong}
        code, _ = refusal(firewalls.create_firewall_policy, **given)
        assert code == "InvalidRequestException"
    assert firewalls.list_firewall_policies()["FirewallPolicies"] == []
