/*
title = "Principal gave itself more permissions"
severity = "high"
why = "Nobody needs to change the own permissions: those who may decide about others have somebody else decide about them. It is the plainest escalation."
fix = "Take the policy or group away, and the credentials of the caller. Give nobody the right to change the own permissions."
attacks = ["T1098.003", "T1548"]
false_positives = "A deployment role whose own stack or Terraform code describes it."

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "PutUserPolicy", request_parameters = {userName = "mallory", policyName = "x", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "AddUserToGroup", request_parameters = {userName = "mallory", groupName = "admins"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "AttachRolePolicy", request_parameters = {roleName = "Admin", policyArn = "arn:aws:iam::aws:policy/AmazonS3FullAccess"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "hit"

# Another user.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "PutUserPolicy", request_parameters = {userName = "bob", policyName = "x"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "AddUserToGroup", request_parameters = {userName = "mallory", groupName = "admins"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7", error_code = "AccessDenied"}]
expect = "quiet"

# It denies itself something.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "PutUserPolicy", request_parameters = {userName = "mallory", policyName = "x", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}'}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "quiet"

# A role of another account with the same name.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "AttachRolePolicy", request_parameters = {roleName = "Admin"}, principal_arn = "arn:aws:iam::222222222222:role/Admin", identity_type = "AssumedRole"}]
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
  regexp_extract(principal_arn, '[^/]*$', 0) || ' called ' || operation || ' on itself' as reason,
  case when invoked_by = 'cloudformation.amazonaws.com' then 30 else 80 end as confidence
from logs.cloudtrail
where event_source = 'iam.amazonaws.com'
  and operation in (
    'AddUserToGroup',
    'AttachRolePolicy',
    'AttachUserPolicy',
    'DeleteRolePermissionsBoundary',
    'DeleteUserPermissionsBoundary',
    'PutRolePolicy',
    'PutUserPolicy',
    'UpdateAssumeRolePolicy'
  )
  and error_code = ''
  and principal_arn like '%:' || coalesce(account_id, '') || ':%'
  and (
    json_extract_string(request_parameters, '$.policyDocument') is null
    or regexp_matches(
      json_extract_string(request_parameters, '$.policyDocument'),
      '"Effect"\s*:\s*"Allow"'
    )
  )
  and (
    (
      principal_arn like '%:user/%'
      and json_extract_string(request_parameters, '$.userName') = regexp_extract(principal_arn, '[^/]*$', 0)
    )
    or (
      principal_arn like '%:role/%'
      and json_extract_string(request_parameters, '$.roleName') = regexp_extract(principal_arn, '[^/]*$', 0)
    )
  )
