"""Policies of Network Firewall."""

from ringwall.model.table import Call, Table, document, text, texts

policy = Table(
    name="networkfirewall_firewall_policy",
    doc="A firewall policy: which rule groups a firewall applies, and what it does with the rest.",
    cloudformation="AWS::NetworkFirewall::FirewallPolicy",
    list=Call("network-firewall.list_firewall_policies", "FirewallPolicies"),
    arn="Arn",
    tags="Described.FirewallPolicyResponse.Tags",
    gone=("ResourceNotFoundException",),
    calls=(
        Call(
            "network-firewall.describe_firewall_policy",
            "@",
            {"FirewallPolicyArn": "{Arn}"},
            into="Described",
        ),
    ),
    columns=(
        text("firewall_policy_name", "Name", "Its name.", property="FirewallPolicyName"),
        texts(
            "stateless_default_actions",
            "Described.FirewallPolicy.StatelessDefaultActions",
            "What is done with whole packets that no stateless rule is about.",
            property="FirewallPolicy.StatelessDefaultActions",
        ),
        texts(
            "stateless_fragment_default_actions",
            "Described.FirewallPolicy.StatelessFragmentDefaultActions",
            "The same of fragments of packets.",
            property="FirewallPolicy.StatelessFragmentDefaultActions",
        ),
        texts(
            "stateful_default_actions",
            "Described.FirewallPolicy.StatefulDefaultActions",
            "What is done with what no stateful rule is about; [] lets it pass.",
            property="FirewallPolicy.StatefulDefaultActions",
            default=[],
        ),
        text(
            "rule_order",
            "Described.FirewallPolicy.StatefulEngineOptions.RuleOrder",
            "STRICT_ORDER, or DEFAULT_ACTION_ORDER, where what lets pass comes first.",
            "DEFAULT_ACTION_ORDER",
            property="FirewallPolicy.StatefulEngineOptions.RuleOrder",
            default="DEFAULT_ACTION_ORDER",
        ),
        text(
            "stream_exception_policy",
            "Described.FirewallPolicy.StatefulEngineOptions.StreamExceptionPolicy",
            "What is done with a connection whose beginning was not seen: DROP, CONTINUE, REJECT.",
            "DROP",
            property="FirewallPolicy.StatefulEngineOptions.StreamExceptionPolicy",
            default="DROP",
        ),
        document(
            "stateful_rule_group_references",
            "Described.FirewallPolicy.StatefulRuleGroupReferences",
            "Its stateful rule groups with their priorities.",
            [],
            property="FirewallPolicy.StatefulRuleGroupReferences",
            default=[],
        ),
        document(
            "stateless_rule_group_references",
            "Described.FirewallPolicy.StatelessRuleGroupReferences",
            "Its stateless rule groups with their priorities.",
            [],
            property="FirewallPolicy.StatelessRuleGroupReferences",
            default=[],
        ),
        document(
            "policy_variables",
            "Described.FirewallPolicy.PolicyVariables",
            "The addresses that its rule groups name, in place of their own.",
            property="FirewallPolicy.PolicyVariables",
            default={},
        ),
        text(
            "update_token",
            "Described.UpdateToken",
            "What AWS wants to see of who changes it: it tells that nobody else has since.",
        ),
    ),
)
