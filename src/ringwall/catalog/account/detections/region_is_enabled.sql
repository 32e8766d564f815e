/*
title = "Region was enabled"
severity = "medium"
why = "In a Region that nobody uses nobody looks. Miners and those who hide enable one first."
fix = "aws account disable-region. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1535"]
false_positives = "A move to a new Region, which is announced."
confidence = 60

[[example]]
cloudtrail = [{event_source = "account.amazonaws.com", operation = "EnableRegion", request_parameters = {RegionName = "ap-east-1"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# It is disabled.
[[example]]
cloudtrail = [{event_source = "account.amazonaws.com", operation = "DisableRegion", request_parameters = {RegionName = "ap-east-1"}}]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "account.amazonaws.com", operation = "EnableRegion", request_parameters = {RegionName = "ap-east-1"}, error_code = "AccessDenied"}]
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
    json_extract_string(request_parameters, '$.RegionName'),
    json_extract_string(request_parameters, '$.regionName'),
    ''
  ) as resource,
  'Region '
    || coalesce(
      json_extract_string(request_parameters, '$.RegionName'),
      json_extract_string(request_parameters, '$.regionName'),
      ''
    )
    || ' was enabled' as reason
from logs.cloudtrail
where event_source in ('account.amazonaws.com', 'cloudtrail.amazonaws.com')
  and operation = 'EnableRegion'
  and error_code = ''
