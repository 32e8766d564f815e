/*
title = "Stateless rule group should have rules"
layer = "infrastructure"
severity = "medium"
why = "A rule group without rules decides nothing, and looks as if it did."
fix = "Give it rules, or take it out of its policies and delete it: aws network-firewall update-rule-group"
url = "https://docs.aws.amazon.com/network-firewall/latest/developerguide/stateless-rule-groups-5-tuple.html"

[[example]]
networkfirewall_rule_group = [{arn = "g", type = "STATELESS", stateless_rules = '[{"Priority": 1}]'}]
expect = "pass"

[[example]]
networkfirewall_rule_group = [{arn = "g", type = "STATELESS", stateless_rules = '[]'}]
expect = "fail"

[[example]]
networkfirewall_rule_group = [{arn = "g", type = "STATELESS"}]
expect = "unknown"
*/
select
  arn as resource,
  case when type = 'STATELESS' then json_array_length(stateless_rules) > 0 end as ok,
  'it has ' || json_array_length(stateless_rules) || ' rules' as reason
from estate.networkfirewall_rule_group
where (type = 'STATELESS') is not false
