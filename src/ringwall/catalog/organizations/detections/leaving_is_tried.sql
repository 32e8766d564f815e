/*
title = "Account tried to leave the organization, and was denied"
severity = "high"
why = "Nobody who works in a member account has a reason to leave. The SCP held; the caller is still there."
fix = "Take the caller's credentials away, and look at what else it did."
attacks = ["T1562.001"]
false_positives = "A test of the SCP."

[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "LeaveOrganization", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7", error_code = "AccessDenied"}]
expect = "hit"

# It succeeded; that is another detection.
[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "LeaveOrganization", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "quiet"

# It failed for another reason.
[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "LeaveOrganization", error_code = "MasterCannotLeaveOrganizationException"}]
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
  coalesce(account_id, '') as resource,
  'account ' || coalesce(account_id, '') || ' may not leave the organization, and tried' as reason
from logs.cloudtrail
where event_source = 'organizations.amazonaws.com'
  and operation = 'LeaveOrganization'
  and regexp_matches(error_code, 'AccessDenied|Unauthorized')
