/*
title = "CloudTrail trail was stopped"
severity = "high"
why = "A stopped trail is still in every list and records nothing. It is one of the first things that an intruder does."
fix = "aws cloudtrail start-logging --name TRAIL_ARN. Write down the caller and its other calls of the hour, and take its credentials away if nobody planned it."
attacks = ["T1562.008"]
false_positives = "Migrations to another trail. They stop the old one after the new one runs, by a person or pipeline that has a ticket for it."
finding_types = ["Stealth:IAMUser/CloudTrailLoggingDisabled"]
confidence = 90
url = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-turning-off-logging.html"

[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "StopLogging", request_parameters = {name = "arn:aws:cloudtrail:eu-west-1:111111111111:trail/main"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# The call was refused; it is another detection that counts attempts.
[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "StopLogging", request_parameters = {name = "main"}, error_code = "AccessDenied"}]
expect = "quiet"

# The trail is started.
[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "StartLogging", request_parameters = {name = "main"}}]
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
  'trail ' || coalesce(json_extract_string(request_parameters, '$.name'), 'of no name') || ' records nothing any more' as reason
from logs.cloudtrail
where event_source = 'cloudtrail.amazonaws.com'
  and operation = 'StopLogging'
  and error_code = ''
