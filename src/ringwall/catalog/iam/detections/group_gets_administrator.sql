/*
title = "Group was made one of administrators"
severity = "high"
why = "All users of the group, now and later, can do everything."
fix = "aws iam detach-group-policy. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098.003"]
false_positives = "The first set-up of an account."

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "AttachGroupPolicy", request_parameters = {groupName = "devs", policyArn = "arn:aws:iam::aws:policy/AdministratorAccess"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# Billing alone.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "AttachGroupPolicy", request_parameters = {groupName = "devs", policyArn = "arn:aws:iam::aws:policy/job-function/Billing"}}]
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
  coalesce(json_extract_string(request_parameters, '$.groupName'), '') as resource,
  'group ' || coalesce(json_extract_string(request_parameters, '$.groupName'), '') || ' got '
    || regexp_extract(json_extract_string(request_parameters, '$.policyArn'), '[^/]*$', 0) as reason
from logs.cloudtrail
where event_source = 'iam.amazonaws.com'
  and operation = 'AttachGroupPolicy'
  and error_code = ''
  and regexp_matches(
    json_extract_string(request_parameters, '$.policyArn'),
    ':iam::aws:policy/(AdministratorAccess|IAMFullAccess)$'
  )
