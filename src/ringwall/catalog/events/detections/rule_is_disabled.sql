/*
title = "Event rule was disabled by hand"
severity = "low"
why = "Rules of EventBridge carry alarms and responses; what a rule is for is not always in its pattern."
fix = "aws events enable-rule. Ask the caller what the rule is for."
attacks = ["T1562.001"]
false_positives = "Schedules that are paused for maintenance. Stacks and Terraform delete rules, and seldom disable them."
confidence = 30
trial = true

[[example]]
cloudtrail = [{event_source = "events.amazonaws.com", operation = "DisableRule", request_parameters = {name = "notify"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# Deleted with a stack.
[[example]]
cloudtrail = [{event_source = "events.amazonaws.com", operation = "DisableRule", request_parameters = {name = "notify"}, invoked_by = "cloudformation.amazonaws.com"}]
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
  coalesce(json_extract_string(request_parameters, '$.name'), '') as resource,
  'rule ' || coalesce(json_extract_string(request_parameters, '$.name'), '')
    || ' was disabled' as reason
from logs.cloudtrail
where event_source = 'events.amazonaws.com'
  and operation = 'DisableRule'
  and error_code = ''
  and invoked_by = ''
