/*
title = "AWS Config was set to record less"
severity = "medium"
why = "A recorder that leaves out kinds of resources, or records once a day, misses what was changed and changed back."
fix = "aws configservice put-configuration-recorder with allSupported. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001"]
false_positives = "Cost saving: kinds that change all the time are left out."
confidence = 50

[[example]]
cloudtrail = [{event_source = "config.amazonaws.com", operation = "PutConfigurationRecorder", request_parameters = {configurationRecorder = {name = "default", recordingGroup = {allSupported = false, resourceTypes = ["AWS::S3::Bucket"]}}}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# Everything is recorded.
[[example]]
cloudtrail = [{event_source = "config.amazonaws.com", operation = "PutConfigurationRecorder", request_parameters = {configurationRecorder = {name = "default", recordingGroup = {allSupported = true, includeGlobalResourceTypes = true}}}}]
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
  coalesce(json_extract_string(request_parameters, '$.configurationRecorder.name'), '') as resource,
  'AWS Config records less than all resources in ' || aws_region as reason
from logs.cloudtrail
where event_source = 'config.amazonaws.com'
  and operation = 'PutConfigurationRecorder'
  and error_code = ''
  and regexp_matches(request_parameters, '"allSupported"\s*:\s*false')
