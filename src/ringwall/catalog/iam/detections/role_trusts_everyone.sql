/*
title = "Role was opened to everyone"
severity = "critical"
why = "A trust policy with the principal * lets every AWS account in the world assume the role."
fix = "aws iam update-assume-role-policy with the principals that need it. Look for AssumeRole calls from outside since. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098.003", "T1199", "T1078.004"]
false_positives = "Roles of public workshops. A condition on the organization, account or source makes such a policy narrow, and does not count."
confidence = 90

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateAssumeRolePolicy", request_parameters = {roleName = "app", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]}'}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateRole", request_parameters = {roleName = "app", assumeRolePolicyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}'}}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateAssumeRolePolicy", request_parameters = {roleName = "app", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"sts:ExternalId": "12345"}}}]}'}}]
expect = "hit"

# The whole organization alone.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateAssumeRolePolicy", request_parameters = {roleName = "app", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-123"}}}]}'}}]
expect = "quiet"

# A service.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateAssumeRolePolicy", request_parameters = {roleName = "app", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}'}}]
expect = "quiet"

# Everyone is denied.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateAssumeRolePolicy", request_parameters = {roleName = "app", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole"}]}'}}]
expect = "quiet"
*/
with written as (
  select
    event_time,
    event_id,
    coalesce(account_id, '') as account_id,
    aws_region,
    principal_arn,
    session_arn,
    access_key_id,
    invoked_by,
    source_ip,
    coalesce(json_extract_string(request_parameters, '$.roleName'), '') as role_name,
    -- What is left without the statements that deny: braces within braces are one statement.
    regexp_replace(
      regexp_replace(
        regexp_replace(
          coalesce(
            json_extract_string(request_parameters, '$.assumeRolePolicyDocument'),
            json_extract_string(request_parameters, '$.policyDocument')
          ),
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
    and operation in ('CreateRole', 'UpdateAssumeRolePolicy')
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
  'arn:aws:iam::' || account_id || ':role/' || role_name as resource,
  'everyone can assume role ' || role_name as reason
from written
where regexp_matches(
    regexp_replace(
      allowing,
      '(?i)[{][^{}]*(?:[{][^{}]*(?:[{][^{}]*[}][^{}]*)*[}][^{}]*)*"Condition":[{][^{}]*(?:[{][^{}]*[}][^{}]*)*[{][^{}]*"aws:(principal(orgid|orgpaths|account|arn)|source(account|orgid|orgpaths|arn|vpc|vpce|ip))"[^{}]*[}][^{}]*(?:[{][^{}]*[}][^{}]*)*[}][^{}]*(?:[{][^{}]*(?:[{][^{}]*[}][^{}]*)*[}][^{}]*)*[}]',
      '',
      'g'
    ),
    '"Principal":"[*]"|"AWS":"[*]"|"AWS":\[[^\]]*"[*]"'
  )
