/*
title = "Public sharing of documents was allowed"
severity = "medium"
why = "It is the step before a document with scripts and secrets is made public."
fix = "aws ssm update-service-setting --setting-id /ssm/documents/console/public-sharing-permission --setting-value Disable."
attacks = ["T1562.001", "T1537"]
false_positives = "Vendors that publish documents."
confidence = 75

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", event_name = "UpdateServiceSetting", request_parameters = {settingId = "/ssm/documents/console/public-sharing-permission", settingValue = "Enable"}}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", event_name = "UpdateServiceSetting", request_parameters = {settingId = "/ssm/documents/console/public-sharing-permission", settingValue = "Disable"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", event_name = "UpdateServiceSetting", request_parameters = {settingId = "/ssm/parameter-store/default-parameter-tier", settingValue = "Standard"}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(account_id || ' ' || aws_region, '') as resource,
  concat_ws(' ', 'Documents in', aws_region, 'may be shared with everyone') as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ssm.amazonaws.com'
  and event_name = 'UpdateServiceSetting'
  and error_code = ''
  and coalesce(json_extract_string(request_parameters, '$.settingId'), '')
      like '%/ssm/documents/console/public-sharing-permission'
  and json_extract_string(request_parameters, '$.settingValue') = 'Enable'
