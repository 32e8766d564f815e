/*
title = "Firewall policy should have a rule group"
layer = "infrastructure"
severity = "medium"
why = "A policy without rule groups decides nothing: a firewall with it lets everything pass, or nothing."
fix = "Add rule groups, those of AWS to begin with: aws network-firewall update-firewall-policy"
url = "https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-policies.html"

[[example]]
networkfirewall_firewall_policy = [{arn = "p", stateful_rule_group_references = '[{"Priority": 1}]', stateless_rule_group_references = '[]'}]
expect = "pass"

[[example]]
networkfirewall_firewall_policy = [{arn = "p", stateful_rule_group_references = '[]', stateless_rule_group_references = '[{"Priority": 1}]'}]
expect = "pass"

[[example]]
networkfirewall_firewall_policy = [{arn = "p", stateful_rule_group_references = '[]', stateless_rule_group_references = '[]'}]
expect = "fail"

[[example]]
networkfirewall_firewall_policy = [{arn = "p", stateful_rule_group_references = '[]'}]
expect = "unknown"
*/
select
  arn as resource,
  json_array_length(stateful_rule_group_references) > 0
    or json_array_length(stateless_rule_group_references) > 0 as ok,
  json_array_length(stateful_rule_group_references) || ' stateful and '
    || json_array_length(stateless_rule_group_references) || ' stateless rule groups' as reason
from estate.networkfirewall_firewall_policy
