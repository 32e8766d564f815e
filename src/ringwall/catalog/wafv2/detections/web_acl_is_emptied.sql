/*
title = "Web ACL was left without rules that block"
severity = "high"
why = "A web ACL that allows by default and has no rule is there for every check, and stops nothing."
fix = "Put the rules back: aws wafv2 update-web-acl. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.007"]
false_positives = "The first version of a new web ACL, before its rules are added."

[[example]]
cloudtrail = [{event_source = "wafv2.amazonaws.com", operation = "UpdateWebACL", request_parameters = {name = "web", defaultAction = {allow = {}}, rules = []}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# It has a rule.
[[example]]
cloudtrail = [{event_source = "wafv2.amazonaws.com", operation = "UpdateWebACL", request_parameters = {name = "web", defaultAction = {allow = {}}, rules = [{name = "common", priority = 1}]}}]
expect = "quiet"

# It blocks by default.
[[example]]
cloudtrail = [{event_source = "wafv2.amazonaws.com", operation = "UpdateWebACL", request_parameters = {name = "web", defaultAction = {block = {}}, rules = []}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  coalesce(account_id, '') as account_id,
  aws_region as region,
  coalesce(nullif(principal_arn, ''), session_arn) as actor,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  coalesce(
    json_extract_string(request_parameters, '$.aRN'),
    json_extract_string(request_parameters, '$.name'),
    ''
  ) as resource,
  'web ACL ' || coalesce(json_extract_string(request_parameters, '$.name'), '')
    || ' allows everything' as reason
from logs.cloudtrail
where event_source = 'wafv2.amazonaws.com'
  and operation = 'UpdateWebACL'
  and error_code = ''
  and regexp_matches(request_parameters, '"defaultAction"\s*:\s*[{]\s*"allow"')
  and coalesce(json_extract_string(request_parameters, '$.rules'), '[]') = '[]'
