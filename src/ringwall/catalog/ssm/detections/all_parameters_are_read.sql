/*
title = "All secret parameters were read by their root path"
severity = "high"
why = "One call, and its pages, return every parameter of the Region with its secrets."
fix = "Rotate what was read. Ask the owner of the principal, and limit its permissions to a path."
attacks = ["T1555.006"]
false_positives = "Backup and migration of parameters."
confidence = 80

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", event_name = "GetParametersByPath", request_parameters = {path = "/", recursive = true, withDecryption = true}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", event_name = "GetParametersByPath", request_parameters = {path = "/shop/prod", recursive = true, withDecryption = true}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", event_name = "GetParametersByPath", request_parameters = {path = "/", recursive = true, withDecryption = false}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  '/' as resource,
  'All parameters of the Region were read and decrypted by their root path' as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ssm.amazonaws.com'
  and event_name = 'GetParametersByPath'
  and error_code = ''
  and invoked_by = ''
  and json_extract_string(request_parameters, '$.path') = '/'
  and json_extract_string(request_parameters, '$.recursive') = 'true'
  and json_extract_string(request_parameters, '$.withDecryption') = 'true'
