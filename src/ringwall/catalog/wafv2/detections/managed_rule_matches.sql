/*
title = "Request matched a managed rule of a web firewall"
severity = "low"
why = "It says what comes to the web applications, and gives context to other findings of the same address."
fix = "Nothing by itself."
attacks = ["T1190"]
false_positives = "Scanners on the internet, every day."
window = "1h"
confidence = 15
trial = true

[[example]]
waf_request = [{web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "AWS-AWSManagedRulesSQLiRuleSet", uri = "/"}]
expect = "hit"

[[example]]
waf_request = [{web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = [{ruleId = "SQLi_QUERYARGUMENTS", action = "COUNT"}]}]}}]
expect = "hit"

[[example]]
waf_request = [{web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/"}]
expect = "quiet"

[[example]]
waf_request = [{web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "rate", uri = "/", rule_type = "RATE_BASED"}]
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
    'matched managed rules, such as',
    max(rule_id)
  ) as reason,
  client_address as address,
  [arg_min(request_id, event_time), arg_max(request_id, event_time)] as events,
  count(*) as count
from logs.waf_request
where (
    rule_id like 'AWS-AWSManagedRules%'
    or regexp_matches(
      rest,
      'AWS#AWSManagedRules[^\]]*"(terminatingRule": ?[{]|nonTerminatingMatchingRules": ?\[ ?[{])'
    )
  )
group by
  account_id,
  web_acl_arn,
  client_address,
  date_trunc('hour', event_time)
