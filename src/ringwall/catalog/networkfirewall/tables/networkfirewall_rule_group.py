"""Rule groups of Network Firewall."""

from ringwall.model.table import Call, Table, document, integer, text, texts

rule_group = Table(
    name="networkfirewall_rule_group",
    doc="A rule group of Network Firewall, of the account's own.",
    cloudformation="AWS::NetworkFirewall::RuleGroup",
    list=Call("network-firewall.list_rule_groups", "RuleGroups"),
    arn="Arn",
    tags="Described.RuleGroupResponse.Tags",
    gone=("ResourceNotFoundException",),
    calls=(
        Call(
            "network-firewall.describe_rule_group",
            "@",
            {"RuleGroupArn": "{Arn}"},
            into="Described",
        ),
    ),
    columns=(
        text("rule_group_name", "Name", "Its name.", property="RuleGroupName"),
        text(
            "type",
            "Described.RuleGroupResponse.Type",
            "STATEFUL or STATELESS.",
            property="Type",
        ),
        integer(
            "capacity",
            "Described.RuleGroupResponse.Capacity",
            "How many rules it can have; AWS never changes it.",
            property="Capacity",
        ),
        text(
            "rule_order",
            "Described.RuleGroup.StatefulRuleOptions.RuleOrder",
            "STRICT_ORDER or DEFAULT_ACTION_ORDER; '' for a stateless one.",
            property="RuleGroup.StatefulRuleOptions.RuleOrder",
            default="",
        ),
        text(
            "rules_string",
            "Described.RuleGroup.RulesSource.RulesString",
            "Its rules in the language of Suricata; '' where it has others.",
            property="RuleGroup.RulesSource.RulesString",
            default="",
        ),
        texts(
            "targets",
            "Described.RuleGroup.RulesSource.RulesSourceList.Targets",
            "The domains of a domain list; [] where it has other rules.",
            property="RuleGroup.RulesSource.RulesSourceList.Targets",
            default=[],
        ),
        texts(
            "target_types",
            "Described.RuleGroup.RulesSource.RulesSourceList.TargetTypes",
            "Where a domain list looks for them: TLS_SNI, HTTP_HOST.",
            property="RuleGroup.RulesSource.RulesSourceList.TargetTypes",
            default=[],
        ),
        text(
            "generated_rules_type",
            "Described.RuleGroup.RulesSource.RulesSourceList.GeneratedRulesType",
            "What a domain list does with them: ALLOWLIST, DENYLIST, REJECTLIST or ALERTLIST.",
            property="RuleGroup.RulesSource.RulesSourceList.GeneratedRulesType",
            default="",
        ),
        document(
            "stateless_rules",
            "Described.RuleGroup.RulesSource.StatelessRulesAndCustomActions.StatelessRules",
            "Its stateless rules.",
            [],
            property="RuleGroup.RulesSource.StatelessRulesAndCustomActions.StatelessRules",
            default=[],
        ),
        document(
            "rule_variables",
            "Described.RuleGroup.RuleVariables",
            "The addresses and ports that its rules name, such as HOME_NET.",
            property="RuleGroup.RuleVariables",
            default={},
        ),
        text(
            "update_token",
            "Described.UpdateToken",
            "What AWS wants to see of who changes it: it tells that nobody else has since.",
        ),
    ),
)
