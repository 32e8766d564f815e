/*
title = "Firewall policy should drop what no rule lets pass"
layer = "infrastructure"
severity = "medium"
why = "A policy that only forbids what is known to be bad lets everything else leave: what an intruder uses is new, for the most part."
fix = "Make a policy of strict order with the default aws:drop_established or aws:drop_strict, and rules for what is needed; begin with aws:alert_established, and read the alerts. AWS never changes the order of a policy that is there"
url = "https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-rule-evaluation-order.html"

[[example]]
networkfirewall_firewall_policy = [{arn = "p", rule_order = "STRICT_ORDER", stateful_default_actions = ["aws:drop_established", "aws:alert_established"]}]
expect = "pass"

[[example]]
networkfirewall_firewall_policy = [{arn = "p", rule_order = "STRICT_ORDER", stateful_default_actions = ["aws:alert_established"]}]
expect = "fail"

[[example]]
networkfirewall_firewall_policy = [{arn = "p", rule_order = "DEFAULT_ACTION_ORDER", stateful_default_actions = []}]
expect = "fail"

[[example]]
networkfirewall_firewall_policy = [{arn = "p", rule_order = "STRICT_ORDER"}]
expect = "unknown"
*/
select
  arn as resource,
  list_has_any(
    stateful_default_actions,
    ['aws:drop_strict', 'aws:drop_established', 'aws:drop_established_app_layer']
  ) as ok,
  case
    when len(stateful_default_actions) = 0 then 'what no rule is about passes'
    else 'the default is ' || array_to_string(stateful_default_actions, ', ')
  end as reason
from estate.networkfirewall_firewall_policy
