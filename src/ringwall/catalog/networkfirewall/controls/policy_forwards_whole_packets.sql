/*
title = "Firewall policy should not let whole packets pass unseen"
layer = "infrastructure"
severity = "medium"
why = "What no stateless rule is about goes to the stateful rules, or is dropped. Where it passes instead, no rule that knows of connections ever sees it."
fix = "Set the action to aws:forward_to_sfe, or aws:drop: aws network-firewall update-firewall-policy"
url = "https://docs.aws.amazon.com/network-firewall/latest/developerguide/stateless-default-actions.html"

[[example]]
networkfirewall_firewall_policy = [{arn = "p", stateless_default_actions = ["aws:forward_to_sfe"]}]
expect = "pass"

[[example]]
networkfirewall_firewall_policy = [{arn = "p", stateless_default_actions = ["aws:drop", "Count"]}]
expect = "pass"

[[example]]
networkfirewall_firewall_policy = [{arn = "p", stateless_default_actions = ["aws:pass"]}]
expect = "fail"

[[example]]
networkfirewall_firewall_policy = [{arn = "p"}]
expect = "unknown"
*/
select
  arn as resource,
  list_has_any(stateless_default_actions, ['aws:drop', 'aws:forward_to_sfe']) as ok,
  'the action is ' || array_to_string(stateless_default_actions, ', ') as reason
from estate.networkfirewall_firewall_policy
