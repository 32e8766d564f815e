/*
title = "Attack passed a firewall that only counts"
severity = "medium"
why = "The rules of AWS WAF saw an attack, and let it pass, since they are set to count."
fix = "Set the rules to block once you know that they match no visitors."
attacks = ["T1190"]
false_positives = "Rules that are being tried out, and match visitors."
window = "1h"
confidence = 45

[[example]]
waf_request = [
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = [{ruleId = "SQLi_QUERYARGUMENTS", action = "COUNT"}]}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = [{ruleId = "SQLi_QUERYARGUMENTS", action = "COUNT"}]}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = [{ruleId = "SQLi_QUERYARGUMENTS", action = "COUNT"}]}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = [{ruleId = "SQLi_QUERYARGUMENTS", action = "COUNT"}]}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = [{ruleId = "SQLi_QUERYARGUMENTS", action = "COUNT"}]}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = [{ruleId = "SQLi_QUERYARGUMENTS", action = "COUNT"}]}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = [{ruleId = "SQLi_QUERYARGUMENTS", action = "COUNT"}]}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = [{ruleId = "SQLi_QUERYARGUMENTS", action = "COUNT"}]}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = [{ruleId = "SQLi_QUERYARGUMENTS", action = "COUNT"}]}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = [{ruleId = "SQLi_QUERYARGUMENTS", action = "COUNT"}]}]}},
]
expect = "hit"

[[example]]
waf_request = [
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = [{ruleId = "SQLi_QUERYARGUMENTS", action = "COUNT"}]}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = [{ruleId = "SQLi_QUERYARGUMENTS", action = "COUNT"}]}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = [{ruleId = "SQLi_QUERYARGUMENTS", action = "COUNT"}]}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = [{ruleId = "SQLi_QUERYARGUMENTS", action = "COUNT"}]}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = [{ruleId = "SQLi_QUERYARGUMENTS", action = "COUNT"}]}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = [{ruleId = "SQLi_QUERYARGUMENTS", action = "COUNT"}]}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = [{ruleId = "SQLi_QUERYARGUMENTS", action = "COUNT"}]}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = [{ruleId = "SQLi_QUERYARGUMENTS", action = "COUNT"}]}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = [{ruleId = "SQLi_QUERYARGUMENTS", action = "COUNT"}]}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = [{ruleId = "SQLi_QUERYARGUMENTS", action = "COUNT"}]}]}},
]
expect = "quiet"

[[example]]
waf_request = [{web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = [{ruleId = "SQLi_QUERYARGUMENTS", action = "COUNT"}]}]}}]
expect = "quiet"

[[example]]
waf_request = [
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = []}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = []}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = []}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = []}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = []}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = []}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = []}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = []}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = []}]}},
  {web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = []}]}},
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
    'matched rules that only count, such as for',
    left(max(uri), 200)
  ) as reason,
  client_address as address,
  [arg_min(request_id, event_time), arg_max(request_id, event_time)] as events,
  count(*) as count
from logs.waf_request
where action = 'ALLOW'
  and regexp_matches(
    rest,
    'AWS#AWSManagedRules(SQLi|KnownBadInputs|Linux|Unix|Windows|PHP|WordPress|Common|AdminProtection)'
  )
  and regexp_matches(rest, '"nonTerminatingMatchingRules": ?\[ ?[{]')
group by
  account_id,
  web_acl_arn,
  client_address,
  date_trunc('hour', event_time)
having count(*) >= 10
