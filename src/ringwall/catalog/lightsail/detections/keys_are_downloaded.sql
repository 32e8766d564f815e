/*
title = "Login keys of Lightsail were handed out"
severity = "low"
why = "The key opens the instances of the Region."
fix = "Ask the owner of the principal. Replace the key."
attacks = ["T1552.004", "T1021.004"]
false_positives = "The console's own terminal asks for access details."
confidence = 35

[[example]]
cloudtrail = [{event_source = "lightsail.amazonaws.com", event_name = "DownloadDefaultKeyPair", principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "lightsail.amazonaws.com", event_name = "GetInstances"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "lightsail.amazonaws.com", event_name = "DownloadDefaultKeyPair", error_code = "AccessDenied"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.instanceName'), account_id, '') as resource,
  concat_ws(' ', event_name, 'handed out a login to instances') as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'lightsail.amazonaws.com'
  and event_name in ('DownloadDefaultKeyPair', 'GetInstanceAccessDetails')
  and error_code = ''
