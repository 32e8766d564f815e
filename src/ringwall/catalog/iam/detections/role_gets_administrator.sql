/*
title = "Role was made an administrator"
severity = "medium"
why = "Who can assume the role can do everything. Together with a trust policy that was changed it is a backdoor."
fix = "Look at the role's trust policy, and aws iam detach-role-policy. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098.003"]
false_positives = "Deployment roles made by Terraform, CDK's bootstrap, and Identity Center's own roles (these do not count here)."

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "AttachRolePolicy", request_parameters = {roleName = "app", policyArn = "arn:aws:iam::aws:policy/AdministratorAccess"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# Identity Center makes the roles of its permission sets.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "AttachRolePolicy", request_parameters = {roleName = "AWSReservedSSO_Admin_0123456789abcdef", policyArn = "arn:aws:iam::aws:policy/AdministratorAccess"}, principal_arn = "arn:aws:iam::111111111111:role/aws-service-role/sso.amazonaws.com/AWSServiceRoleForSSO", invoked_by = "sso.amazonaws.com"}]
expect = "quiet"

# A policy that only reads.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "AttachRolePolicy", request_parameters = {roleName = "app", policyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess"}}]
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
  coalesce(json_extract_string(request_parameters, '$.roleName'), '') as resource,
  'role ' || coalesce(json_extract_string(request_parameters, '$.roleName'), '') || ' got '
    || regexp_extract(
      json_extract_string(request_parameters, '$.policyArn'),
      '[^/]*$',
      0
    ) as reason,
  case when invoked_by = 'cloudformation.amazonaws.com' then 30 else 60 end as confidence
from logs.cloudtrail
where event_source = 'iam.amazonaws.com'
  and operation = 'AttachRolePolicy'
  and error_code = ''
  and regexp_matches(
    json_extract_string(request_parameters, '$.policyArn'),
    ':iam::aws:policy/(AdministratorAccess|IAMFullAccess)$'
  )
  and principal_arn not like '%:role/aws-service-role/%'
