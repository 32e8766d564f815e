/*
title = "Session token was made with a user's key, without MFA"
severity = "low"
why = "A session token outlives the key that it was made with. The honest reason for one is MFA."
fix = "Ask the user. A policy that denies older sessions ends it."
attacks = ["T1550.001"]
false_positives = "Old scripts and SDK samples."
confidence = 30

[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "GetSessionToken", request_parameters = {durationSeconds = 129600}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# With MFA.
[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "GetSessionToken", request_parameters = {serialNumber = "arn:aws:iam::111111111111:mfa/mallory"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "quiet"

# The console of root makes one.
[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "GetSessionToken", principal_arn = "arn:aws:iam::111111111111:root", identity_type = "Root", source_ip = "198.51.100.7", invoked_by = "signin.amazonaws.com"}]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "GetSessionToken", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7", error_code = "AccessDenied"}]
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
  coalesce(principal_arn, '') as resource,
  'user ' || user_name || ' made a session token without MFA' as reason
from logs.cloudtrail
where event_source = 'sts.amazonaws.com'
  and operation = 'GetSessionToken'
  and error_code = ''
  and identity_type = 'IAMUser'
  and invoked_by = ''
  and coalesce(json_extract_string(request_parameters, '$.serialNumber'), '') = ''
