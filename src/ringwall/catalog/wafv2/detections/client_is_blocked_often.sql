/*
title = "Client was blocked by a web firewall often"
severity = "low"
why = "Who is blocked on many paths by rules against attacks searches for a hole. What the same address got an answer to is worth a look."
fix = "Block the address for a time, and look at its requests that passed."
attacks = ["T1595.002"]
false_positives = "Scanners on the internet, every day; an application that a rule does not suit."
window = "1h"
confidence = 35
context = true

[[example]]
waf_request = [
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "AWS-AWSManagedRulesCommonRuleSet", uri = "/0"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "AWS-AWSManagedRulesCommonRuleSet", uri = "/1"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "AWS-AWSManagedRulesCommonRuleSet", uri = "/2"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "AWS-AWSManagedRulesCommonRuleSet", uri = "/3"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "AWS-AWSManagedRulesCommonRuleSet", uri = "/4"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "AWS-AWSManagedRulesCommonRuleSet", uri = "/0"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "AWS-AWSManagedRulesCommonRuleSet", uri = "/1"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "AWS-AWSManagedRulesCommonRuleSet", uri = "/2"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "AWS-AWSManagedRulesCommonRuleSet", uri = "/3"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "AWS-AWSManagedRulesCommonRuleSet", uri = "/4"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "AWS-AWSManagedRulesCommonRuleSet", uri = "/0"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "AWS-AWSManagedRulesCommonRuleSet", uri = "/1"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "AWS-AWSManagedRulesCommonRuleSet", uri = "/2"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "AWS-AWSManagedRulesCommonRuleSet", uri = "/3"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "AWS-AWSManagedRulesCommonRuleSet", uri = "/4"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "AWS-AWSManagedRulesCommonRuleSet", uri = "/0"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "AWS-AWSManagedRulesCommonRuleSet", uri = "/1"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "AWS-AWSManagedRulesCommonRuleSet", uri = "/2"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "AWS-AWSManagedRulesCommonRuleSet", uri = "/3"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "AWS-AWSManagedRulesCommonRuleSet", uri = "/4"},
]
expect = "hit"

[[example]]
waf_request = [
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "rate", uri = "/0", rule_type = "RATE_BASED"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "rate", uri = "/1", rule_type = "RATE_BASED"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "rate", uri = "/2", rule_type = "RATE_BASED"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "rate", uri = "/3", rule_type = "RATE_BASED"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "rate", uri = "/4", rule_type = "RATE_BASED"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "rate", uri = "/5", rule_type = "RATE_BASED"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "rate", uri = "/6", rule_type = "RATE_BASED"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "rate", uri = "/7", rule_type = "RATE_BASED"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "rate", uri = "/8", rule_type = "RATE_BASED"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "rate", uri = "/9", rule_type = "RATE_BASED"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "rate", uri = "/10", rule_type = "RATE_BASED"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "rate", uri = "/11", rule_type = "RATE_BASED"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "rate", uri = "/12", rule_type = "RATE_BASED"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "rate", uri = "/13", rule_type = "RATE_BASED"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "rate", uri = "/14", rule_type = "RATE_BASED"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "rate", uri = "/15", rule_type = "RATE_BASED"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "rate", uri = "/16", rule_type = "RATE_BASED"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "rate", uri = "/17", rule_type = "RATE_BASED"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "rate", uri = "/18", rule_type = "RATE_BASED"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "rate", uri = "/19", rule_type = "RATE_BASED"},
]
expect = "quiet"

[[example]]
waf_request = [
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/0"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/1"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/2"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/3"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/4"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/5"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/6"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/7"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/8"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/9"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/10"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/11"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/12"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/13"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/14"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/15"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/16"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/17"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/18"},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/19"},
]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', web_acl_arn, client_address, date_trunc('hour', event_time)) as act,
  account_id,
  coalesce(min(aws_region), '') as region,
  '' as actor,
  web_acl_arn as resource,
  concat_ws(
    ' ',
    count(*),
    'requests of',
    client_address,
    'were blocked, by',
    count(distinct rule_id),
    case when count(distinct rule_id) = 1 then 'rule' else 'rules' end
  ) as reason,
  client_address as address,
  [arg_min(request_id, event_time), arg_max(request_id, event_time)] as events,
  count(*) as count
from logs.waf_request
where action = 'BLOCK'
  and rule_type <> 'RATE_BASED'
  and rule_id <> 'Default_Action'
group by
  account_id,
  web_acl_arn,
  client_address,
  date_trunc('hour', event_time)
having count(*) >= 20
  and count(distinct uri) >= 5
