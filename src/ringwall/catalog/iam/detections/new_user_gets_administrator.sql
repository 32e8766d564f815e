/*
title = "User was created and made an administrator within a day"
severity = "critical"
why = "Create a user, give it everything, give it a key: the three calls after which a stolen key is no longer needed."
fix = "aws iam delete-access-key, delete-login-profile, detach-user-policy of the new user. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1136.003", "T1098.003", "T1078.004"]
false_positives = "The first administrator of a new account."
window = "1d"
confidence = 85

[[example]]
cloudtrail = [
  {event_source = "iam.amazonaws.com", operation = "CreateUser", request_parameters = {userName = "svc"}, event_time = "2026-01-31T09:00:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "iam.amazonaws.com", operation = "AttachUserPolicy", request_parameters = {userName = "svc", policyArn = "arn:aws:iam::aws:policy/AdministratorAccess"}, event_time = "2026-01-31T09:01:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "hit"

# The user has been there.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "AttachUserPolicy", request_parameters = {userName = "svc", policyArn = "arn:aws:iam::aws:policy/AdministratorAccess"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "quiet"

# A new user that reads alone.
[[example]]
cloudtrail = [
  {event_source = "iam.amazonaws.com", operation = "CreateUser", request_parameters = {userName = "svc"}, event_time = "2026-01-31T09:00:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "iam.amazonaws.com", operation = "AttachUserPolicy", request_parameters = {userName = "svc", policyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess"}, event_time = "2026-01-31T09:01:00Z", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
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
  coalesce(json_extract_string(e.request_parameters, '$.userName'), '') as resource,
  'user ' || json_extract_string(e.request_parameters, '$.userName')
    || ' was created, and got everything by ' || e.operation as reason
from logs.cloudtrail e
where e.event_source = 'iam.amazonaws.com'
  and e.operation in ('AddUserToGroup', 'AttachUserPolicy', 'PutUserPolicy')
  and e.error_code = ''
  and (
    regexp_matches(
      json_extract_string(e.request_parameters, '$.policyArn'),
      ':iam::aws:policy/(AdministratorAccess|IAMFullAccess)$'
    )
    or regexp_matches(
      regexp_replace(json_extract_string(e.request_parameters, '$.policyDocument'), '\s', '', 'g'),
      '"Effect":"Allow"[^{}]*"Action":\[?"[*]|"Action":\[?"[*]"[^{}]*"Effect":"Allow"'
    )
    or exists (
      select 1
      from estate.iam_group g
      where g.account_id = e.account_id
        and g.group_name = json_extract_string(e.request_parameters, '$.groupName')
        and array_to_string(g.managed_policy_arns, ' ') like '%:iam::aws:policy/AdministratorAccess%'
    )
  )
  and exists (
    select 1
    from logs.cloudtrail c
    where c.event_source = 'iam.amazonaws.com'
      and c.operation = 'CreateUser'
      and c.error_code = ''
      and c.account_id = e.account_id
      and json_extract_string(c.request_parameters, '$.userName')
        = json_extract_string(e.request_parameters, '$.userName')
      and c.event_time between e.event_time - interval 1 day and e.event_time
  )
