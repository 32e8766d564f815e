/*
title = "Stack lost its protection against deletion"
severity = "low"
why = "Termination protection and stack policies keep what matters from being deleted in one call."
fix = "aws cloudformation update-termination-protection --enable-termination-protection. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562", "T1485"]
false_positives = "Stacks that are to be deleted."
confidence = 40

[[example]]
cloudtrail = [{event_source = "cloudformation.amazonaws.com", operation = "UpdateTerminationProtection", request_parameters = {stackName = "prod", enableTerminationProtection = false}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# It is protected.
[[example]]
cloudtrail = [{event_source = "cloudformation.amazonaws.com", operation = "UpdateTerminationProtection", request_parameters = {stackName = "prod", enableTerminationProtection = true}}]
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
  coalesce(json_extract_string(request_parameters, '$.stackName'), '') as resource,
  'stack ' || coalesce(json_extract_string(request_parameters, '$.stackName'), '')
    || ' can be deleted now' as reason
from logs.cloudtrail
where event_source = 'cloudformation.amazonaws.com'
  and operation = 'UpdateTerminationProtection'
  and error_code = ''
  and json_extract_string(request_parameters, '$.enableTerminationProtection') = 'false'
