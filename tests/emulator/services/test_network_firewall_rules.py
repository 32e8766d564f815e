from typing import Any

from emulated_firewalls import DOMAINS, make_group, make_policy

TEXT = 'drop tcp any any -> any 22 (msg:"ssh"; sid:1;)\n# note\npass ip any any -> any any (sid:2;)'


def test_rules_are_read_back_as_they_were_written(client: Any) -> None:
    firewalls = client("network-firewall")
    arn = make_group(firewalls)
    shown = firewalls.describe_rule_group(RuleGroupArn=arn)
    assert shown["RuleGroup"] == DOMAINS
    assert shown["RuleGroupResponse"]["ConsumedCapacity"] == 1
    firewalls.create_rule_group(RuleGroupName="text", Type="STATEFUL", Capacity=9, Rules=TEXT)
    shown = firewalls.describe_rule_group(RuleGroupName="text", Type="STATEFUL")
    assert shown["RuleGroup"]["RulesSource"]["RulesString"] == TEXT
    assert shown["RuleGroupResponse"]["ConsumedCapacity"] == 2
    names = [g["Name"] for g in firewalls.list_rule_groups(Type="STATEFUL")["RuleGroups"]]
    assert names == ["domains", "text"]
    assert firewalls.list_rule_groups(Type="STATELESS")["RuleGroups"] == []
    metadata = firewalls.describe_rule_group_metadata(RuleGroupArn=arn)
    assert metadata["StatefulRuleOptions"] == {"RuleOrder": "STRICT_ORDER"}


def test_change_needs_the_last_token_and_keeps_the_order(client: Any, refusal: Any) -> None:
    firewalls = client("network-firewall")
    arn = make_group(firewalls)
    token = firewalls.describe_rule_group(RuleGroupArn=arn)["UpdateToken"]
    change = {"RuleGroupArn": arn, "RuleGroup": DOMAINS, "UpdateToken": token}
    firewalls.update_rule_group(**change)
    assert refusal(firewalls.update_rule_group, **change)[0] == "InvalidTokenException"
    token = firewalls.describe_rule_group(RuleGroupArn=arn)["UpdateToken"]
    loose = {"RuleGroupArn": arn, "Rules": TEXT, "UpdateToken": token}
    assert refusal(firewalls.update_rule_group, **loose)[0] == "InvalidRequestException"


def test_group_in_use_stays(client: Any, refusal: Any) -> None:
    firewalls = client("network-firewall")
    arn = make_group(firewalls)
    make_policy(firewalls, arn)
    assert refusal(firewalls.delete_rule_group, RuleGroupArn=arn)[0] == "InvalidOperationException"
    shown = firewalls.describe_rule_group(RuleGroupArn=arn)["RuleGroupResponse"]
    assert shown["NumberOfAssociations"] == 1
    firewalls.delete_firewall_policy(FirewallPolicyName="egress")
    firewalls.delete_rule_group(RuleGroupArn=arn)
    code, _ = refusal(firewalls.describe_rule_group, RuleGroupArn=arn)
    assert code == "ResourceNotFoundException"


def test_groups_that_aws_does_not_take(client: Any, refusal: Any) -> None:
    firewalls = client("network-firewall")
    make_group(firewalls)
    given = {"RuleGroupName": "g", "Type": "STATEFUL", "Capacity": 10}
    for wrong in (
        {},
        {"Rules": TEXT, "RuleGroup": DOMAINS},
        {"Rules": TEXT, "Capacity": 30_001},
        {"RuleGroup": DOMAINS, "Type": "STATELESS"},
        {"RuleGroup": DOMAINS, "RuleGroupName": "domains"},
    ):
        code, _ = refusal(firewalls.create_rule_group, **given | wrong)
        assert code == "InvalidRequestException"
    firewalls.create_rule_group(Rules=TEXT, DryRun=True, **given)
    assert len(firewalls.list_rule_groups()["RuleGroups"]) == 1
