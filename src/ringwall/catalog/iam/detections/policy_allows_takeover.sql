/*
title = "Policy was written that allows to become an administrator"
severity = "medium"
why = "Who may write policies, keys or trusts of all principals, or pass every role, is one call away from everything."
fix = "Name the resources, and put a permissions boundary before it. `ringwall access` shows the way that it opens. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098.003"]
false_positives = "Deployment and identity roles. Their policies are written by a pipeline, and are in the code that it runs."

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "PutUserPolicy", request_parameters = {userName = "bob", policyName = "x", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["iam:PassRole", "lambda:CreateFunction"], "Resource": "*"}]}'}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# One role may be passed.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "PutRolePolicy", request_parameters = {roleName = "app", policyName = "x", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111111111111:role/app-task"}]}'}}]
expect = "quiet"

# Any role, to one service alone.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "PutRolePolicy", request_parameters = {roleName = "app", policyName = "x", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}}]}'}}]
expect = "quiet"

# It reads IAM.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreatePolicy", request_parameters = {policyName = "audit", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["iam:Get*", "iam:List*"], "Resource": "*"}]}'}}]
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
    || ' change the permissions of others' as reason,
  case when invoked_by = 'cloudformation.amazonaws.com' then 20 else 50 end as confidence
from written
where regexp_matches(
    regexp_replace(
      allowing,
      '[{][^{}]*(?:[{][^{}]*(?:[{][^{}]*[}][^{}]*)*[}][^{}]*)*"Condition":[{][^{}]*(?:[{][^{}]*(?:[{][^{}]*[}][^{}]*)*[}][^{}]*)*[}]',
      '',
      'g'
    ),
    '"Action":[^{}]*"(?i:iam:([*]|PassRole|CreateAccessKey|CreateLoginProfile|UpdateLoginProfile|CreatePolicyVersion|SetDefaultPolicyVersion|AttachUserPolicy|AttachGroupPolicy|AttachRolePolicy|PutUserPolicy|PutGroupPolicy|PutRolePolicy|AddUserToGroup|UpdateAssumeRolePolicy|Create[*]|Put[*]|Attach[*]|Update[*]))"[^{}]*"Resource":("[*]"|\[[^\]]*"[*]"[^\]]*\])|"Resource":("[*]"|\[[^\]]*"[*]"[^\]]*\])[^{}]*"Action":[^{}]*"(?i:iam:([*]|PassRole|CreateAccessKey|CreateLoginProfile|UpdateLoginProfile|CreatePolicyVersion|SetDefaultPolicyVersion|AttachUserPolicy|AttachGroupPolicy|AttachRolePolicy|PutUserPolicy|PutGroupPolicy|PutRolePolicy|AddUserToGroup|UpdateAssumeRolePolicy|Create[*]|Put[*]|Attach[*]|Update[*]))"'
  )
