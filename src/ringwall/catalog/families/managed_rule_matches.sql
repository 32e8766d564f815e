/*
doc = "Did a request match a rule of these managed groups, blocked or only counted?"

[parameters.groups]
kind = "value"
doc = "The managed rule groups of AWS, as a regular expression of what follows AWSManagedRules."
sample = "ExampleRuleSet"

[parameters.what]
kind = "condition"
doc = "What the requests look like, as a text."
sample = "'attacks'"

# A group of another kind.
[[example]]
waf_request = [{web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "AWS-AWSManagedRulesOtherRuleSet", uri = "/"}]
expect = "quiet"

# Nothing matched.
[[example]]
waf_request = [{web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/"}]
expect = "quiet"

# A rule of the user's own.
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
    case when count(*) = 1 then 'request of' else 'requests of' end,
    client_address,
    case when count(*) = 1 then 'looks like' else 'look like' end,
    $what
  ) as reason,
  client_address as address,
  [arg_min(request_id, event_time), arg_max(request_id, event_time)] as events,
  count(*) as count
from logs.waf_request
where (
    regexp_matches(rule_id, '^AWS-AWSManagedRules(' || $groups || ')')
    or regexp_matches(
      rest,
      'AWS#AWSManagedRules(' || $groups
        || ')[^\]]*"(terminatingRule": ?[{]|nonTerminatingMatchingRules": ?\[ ?[{])'
    )
  )
group by
  account_id,
  web_acl_arn,
  client_address,
  date_trunc('hour', event_time)
