/*
title = "Policy was written that allows everything"
severity = "high"
why = "Action * on Resource * is an administrator under another name. Written inline, or as a new version of a policy, it passes those who look for AdministratorAccess."
fix = "aws iam delete-user-policy or delete-policy-version. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098.003", "T1484"]
false_positives = "Deployment roles whose owners gave up on narrowing them."

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "PutUserPolicy", request_parameters = {userName = "bob", policyName = "x", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreatePolicyVersion", request_parameters = {policyArn = "arn:aws:iam::111111111111:policy/app", setAsDefault = true, policyDocument = '{"Version": "2012-10-17", "Statement": [{"Sid": "a", "Effect": "Allow", "Resource": ["*"], "Action": ["s3:*", "*:*"]}]}'}}]
expect = "hit"

# It denies everything.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "PutRolePolicy", request_parameters = {roleName = "app", policyName = "stop", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}, {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}'}}]
expect = "quiet"

# Everything of one service.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "PutRolePolicy", request_parameters = {roleName = "app", policyName = "s3", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'}}]
expect = "quiet"

# With MFA alone.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreatePolicy", request_parameters = {policyName = "admin-mfa", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}]}'}}]
expect = "quiet"

# All but one Region are denied, by a condition.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "PutRolePolicy", request_parameters = {roleName = "app", policyName = "region", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}}]}'}}]
expect = "quiet"
*/
with written as (
  select
    event_time,
    event_id,
    account_id,
    aws_region,
    principal_arn,
    session_arn,
    access_key_id,
    invoked_by,
    source_ip,
    operation,
    request_parameters,
    -- What is left without the statements that deny: braces within braces are one statement.
    regexp_replace(
      regexp_replace(
        regexp_replace(
          json_extract_string(request_parameters, '$.policyDocument'),
          '\s|[$][{][^{}]*[}]',
          '',
          'g'
        ),
        '^.*?"Statement":',
        ''
      ),
      '[{][^{}]*(?:[{][^{}]*(?:[{][^{}]*[}][^{}]*)*[}][^{}]*)*"Effect":"Deny"[^{}]*(?:[{][^{}]*(?:[{][^{}]*[}][^{}]*)*[}][^{}]*)*[}]',
      '',
      'g'
    ) as allowing
  from logs.cloudtrail
  where event_source = 'iam.amazonaws.com'
    and operation in (
      'CreatePolicy',
      'CreatePolicyVersion',
      'PutGroupPolicy',
      'PutRolePolicy',
      'PutUserPolicy'
    )
    and error_code = ''
)
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
    json_extract_string(request_parameters, '$.userName'),
    json_extract_string(request_parameters, '$.roleName'),
    json_extract_string(request_parameters, '$.groupName'),
    json_extract_string(request_parameters, '$.policyArn'),
    json_extract_string(request_parameters, '$.policyName'),
    ''
  ) as resource,
  operation || ' let '
    || coalesce(
      json_extract_string(request_parameters, '$.userName'),
      json_extract_string(request_parameters, '$.roleName'),
      json_extract_string(request_parameters, '$.groupName'),
      json_extract_string(request_parameters, '$.policyArn'),
      json_extract_string(request_parameters, '$.policyName'),
      ''
    )
    || ' do everything' as reason,
  case when invoked_by = 'cloudformation.amazonaws.com' then 40 else 80 end as confidence
from written
where regexp_matches(
    regexp_replace(
      allowing,
      '[{][^{}]*(?:[{][^{}]*(?:[{][^{}]*[}][^{}]*)*[}][^{}]*)*"Condition":[{][^{}]*(?:[{][^{}]*(?:[{][^{}]*[}][^{}]*)*[}][^{}]*)*[}]',
      '',
      'g'
    ),
    '"Action":("[*](:[*])?"|\[[^\]]*"[*](:[*])?"[^\]]*\])[^{}]*"Resource":("[*]"|\[[^\]]*"[*]"[^\]]*\])|"Resource":("[*]"|\[[^\]]*"[*]"[^\]]*\])[^{}]*"Action":("[*](:[*])?"|\[[^\]]*"[*](:[*])?"[^\]]*\])'
  )
