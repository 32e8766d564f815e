/*
title = "Role was created as administrator and assumed by its maker"
severity = "high"
why = "Who makes a role to become it does so to have what the own permissions do not give, or to be somebody else in the logs."
fix = "Delete the role's sessions (revoke older sessions) and the role. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098.003", "T1548.005"]
false_positives = "Terraform that makes a role and works through it in the same run."
window = "1d"
confidence = 60

[[example]]
cloudtrail = [
  {event_source = "iam.amazonaws.com", operation = "CreateRole", request_parameters = {roleName = "r"}, event_time = "2026-01-31T09:00:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "iam.amazonaws.com", operation = "AttachRolePolicy", request_parameters = {roleName = "r", policyArn = "arn:aws:iam::aws:policy/AdministratorAccess"}, event_time = "2026-01-31T09:01:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r", roleSessionName = "x"}, event_time = "2026-01-31T09:02:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "hit"

# Somebody else assumes it.
[[example]]
cloudtrail = [
  {event_source = "iam.amazonaws.com", operation = "CreateRole", request_parameters = {roleName = "r"}, event_time = "2026-01-31T09:00:00Z", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
  {event_source = "iam.amazonaws.com", operation = "AttachRolePolicy", request_parameters = {roleName = "r", policyArn = "arn:aws:iam::aws:policy/AdministratorAccess"}, event_time = "2026-01-31T09:01:00Z", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r", roleSessionName = "x"}, event_time = "2026-01-31T09:02:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "quiet"

# It is no administrator.
[[example]]
cloudtrail = [
  {event_source = "iam.amazonaws.com", operation = "CreateRole", request_parameters = {roleName = "r"}, event_time = "2026-01-31T09:00:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r", roleSessionName = "x"}, event_time = "2026-01-31T09:02:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "quiet"
*/
select
  e.event_time as at,
  e.event_id as act,
  coalesce(e.account_id, '') as account_id,
  e.aws_region as region,
  coalesce(nullif(e.principal_arn, ''), e.session_arn) as actor,
  e.session_arn as session,
  e.access_key_id as access_key,
  case when e.invoked_by = '' then e.source_ip else '' end as address,
  json_extract_string(e.request_parameters, '$.roleArn') as resource,
  'role ' || json_extract_string(e.request_parameters, '$.roleArn')
    || ' was made an administrator and assumed by the same principal' as reason
from logs.cloudtrail e
where e.event_source = 'sts.amazonaws.com'
  and e.operation = 'AssumeRole'
  and e.error_code = ''
  and exists (
    select 1
    from logs.cloudtrail c
    where c.event_source = 'iam.amazonaws.com'
      and c.operation = 'CreateRole'
      and c.error_code = ''
      and c.principal_arn = e.principal_arn
      and json_extract_string(c.request_parameters, '$.roleName')
        = regexp_extract(json_extract_string(e.request_parameters, '$.roleArn'), '[^/]*$', 0)
      and c.event_time between e.event_time - interval 1 day and e.event_time
  )
  and exists (
    select 1
    from logs.cloudtrail c
    where c.event_source = 'iam.amazonaws.com'
      and c.operation = 'AttachRolePolicy'
      and c.error_code = ''
      and c.principal_arn = e.principal_arn
      and json_extract_string(c.request_parameters, '$.roleName')
        = regexp_extract(json_extract_string(e.request_parameters, '$.roleArn'), '[^/]*$', 0)
      and c.event_time between e.event_time - interval 1 day and e.event_time
      and json_extract_string(c.request_parameters, '$.policyArn') like '%:aws:policy/AdministratorAccess'
  )
