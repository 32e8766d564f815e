/*
title = "Alarm was set to notify nobody"
severity = "low"
why = "An alarm without actions still changes its colour, where nobody looks."
fix = "aws cloudwatch enable-alarm-actions. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.006"]
false_positives = "Maintenance windows; those who open one enable the actions again within hours."
confidence = 40

[[example]]
cloudtrail = [{event_source = "monitoring.amazonaws.com", operation = "DisableAlarmActions", request_parameters = {alarmNames = ["root-use"]}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# A service does it for a deployment.
[[example]]
cloudtrail = [{event_source = "monitoring.amazonaws.com", operation = "DisableAlarmActions", request_parameters = {alarmNames = ["cpu"]}, invoked_by = "codedeploy.amazonaws.com"}]
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
  coalesce(json_extract_string(request_parameters, '$.alarmNames'), '') as resource,
  'alarms notify nobody any more: '
    || coalesce(json_extract_string(request_parameters, '$.alarmNames'), '') as reason
from logs.cloudtrail
where event_source = 'monitoring.amazonaws.com'
  and operation = 'DisableAlarmActions'
  and error_code = ''
  and invoked_by = ''
