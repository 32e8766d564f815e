/*
title = "Names of principals were tried in a policy"
severity = "medium"
why = "A policy with a principal that does not exist is denied. By trying, an intruder learns which users and roles another account has, and that account sees nothing."
fix = "Ask who called; the account behind the names should know. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1087.004", "T1526"]
false_positives = "Terraform that names roles before they exist: always the same ones."
window = "1h"

[[example]]
cloudtrail = [
  {event_source = "iam.amazonaws.com", operation = "UpdateAssumeRolePolicy", request_parameters = {roleName = "probe", policyDocument = "p0"}, error_code = "MalformedPolicyDocumentException", error_message = 'Invalid principal in policy: "AWS":"arn:aws:iam::999999999999:user/a"', principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "iam.amazonaws.com", operation = "UpdateAssumeRolePolicy", request_parameters = {roleName = "probe", policyDocument = "p1"}, error_code = "MalformedPolicyDocumentException", error_message = 'Invalid principal in policy: "AWS":"arn:aws:iam::999999999999:user/a"', principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "iam.amazonaws.com", operation = "UpdateAssumeRolePolicy", request_parameters = {roleName = "probe", policyDocument = "p2"}, error_code = "MalformedPolicyDocumentException", error_message = 'Invalid principal in policy: "AWS":"arn:aws:iam::999999999999:user/a"', principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "iam.amazonaws.com", operation = "UpdateAssumeRolePolicy", request_parameters = {roleName = "probe", policyDocument = "p3"}, error_code = "MalformedPolicyDocumentException", error_message = 'Invalid principal in policy: "AWS":"arn:aws:iam::999999999999:user/a"', principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "iam.amazonaws.com", operation = "UpdateAssumeRolePolicy", request_parameters = {roleName = "probe", policyDocument = "p4"}, error_code = "MalformedPolicyDocumentException", error_message = 'Invalid principal in policy: "AWS":"arn:aws:iam::999999999999:user/a"', principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "hit"

# A policy that was mistyped once.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateAssumeRolePolicy", request_parameters = {roleName = "app"}, error_code = "MalformedPolicyDocumentException", error_message = "Syntax errors in policy.", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "quiet"
*/
select
  min(event_time) as at,
  coalesce(nullif(principal_arn, ''), session_arn) || ' '
    || cast(date_trunc('hour', event_time) as text) as act,
  coalesce(account_id, '') as account_id,
  max(aws_region) as region,
  coalesce(nullif(principal_arn, ''), session_arn) as actor,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(case when invoked_by = '' then source_ip else '' end) as address,
  '' as resource,
  'principals that do not exist were tried in ' || cast(count(*) as text)
    || ' policies within an hour' as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where error_code <> ''
  and regexp_matches(error_message, '(?i)invalid principal')
  and event_source in (
    'iam.amazonaws.com',
    's3.amazonaws.com',
    'kms.amazonaws.com',
    'sns.amazonaws.com',
    'sqs.amazonaws.com',
    'ecr.amazonaws.com'
  )
group by
  coalesce(account_id, ''),
  coalesce(nullif(principal_arn, ''), session_arn),
  date_trunc('hour', event_time)
having count(*) >= 5
