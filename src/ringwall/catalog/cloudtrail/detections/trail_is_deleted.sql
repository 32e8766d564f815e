/*
title = "CloudTrail trail was deleted"
severity = "high"
why = "What happens after a trail is gone leaves no record in its bucket, and nothing says so."
fix = "Create the trail again with its old bucket. Write down the caller and its other calls of the hour, and take its credentials away if nobody planned it."
attacks = ["T1562.008"]
false_positives = "Stacks and landing zones that are taken down, and trails that an organization trail replaces."
finding_types = ["Stealth:IAMUser/CloudTrailLoggingDisabled"]
confidence = 85

[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "DeleteTrail", request_parameters = {name = "main"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# The call failed: the trail is still there.
[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "DeleteTrail", request_parameters = {name = "main"}, error_code = "ConflictException"}]
expect = "quiet"

# Only a tag is removed.
[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "RemoveTags", request_parameters = {resourceId = "arn:aws:cloudtrail:eu-west-1:111111111111:trail/main"}}]
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
  'trail ' || coalesce(json_extract_string(request_parameters, '$.name'), 'of no name') || ' is gone' as reason
from logs.cloudtrail
where event_source = 'cloudtrail.amazonaws.com'
  and operation = 'DeleteTrail'
  and error_code = ''
