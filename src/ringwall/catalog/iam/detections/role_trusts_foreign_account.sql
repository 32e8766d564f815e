/*
title = "Role was opened to an account outside the organization"
severity = "high"
why = "Whoever holds the other account can come back as this role at any time, without a key of yours."
fix = "Ask who owns the account. If nobody knows: aws iam update-assume-role-policy, and revoke the sessions. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098.003", "T1199"]
false_positives = "Roles for providers. They carry an external ID, and then the confidence is lower. Without the list of your accounts, those of the organization count as foreign too, unless their logs are read."

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateAssumeRolePolicy", request_parameters = {roleName = "app", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::999999999999:root"}, "Action": "sts:AssumeRole"}]}'}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateRole", request_parameters = {roleName = "app", assumeRolePolicyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111111111111:root", "999999999999"]}, "Action": "sts:AssumeRole"}]}'}}]
expect = "hit"

# The own account.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateAssumeRolePolicy", request_parameters = {roleName = "app", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111111111111:root"}, "Action": "sts:AssumeRole"}]}'}}]
expect = "quiet"

# An account of the organization.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateAssumeRolePolicy", request_parameters = {roleName = "app", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::222222222222:role/ci"}, "Action": "sts:AssumeRole"}]}'}}]
own_account = [{account_id = "222222222222"}]
expect = "quiet"

# A service for one account.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateAssumeRolePolicy", request_parameters = {roleName = "app", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "logs.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111111111111"}}}]}'}}]
expect = "quiet"

# The call failed.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateAssumeRolePolicy", request_parameters = {roleName = "app", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::999999999999:root"}, "Action": "sts:AssumeRole"}]}'}, error_code = "MalformedPolicyDocumentException"}]
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
), token as (
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
    role_name,
    regexp_matches(
      allowing,
      '(?i)"(sts:ExternalId|aws:PrincipalOrgID|aws:PrincipalOrgPaths)"'
    ) as is_limited,
    unnest(
      string_split(
        regexp_replace(
          allowing,
          '"Condition":[{][^{}]*(?:[{][^{}]*[}][^{}]*)*[}]',
          '',
          'g'
        ),
        '"'
      )
    ) as part
  from written
), named as (
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
    role_name,
    is_limited,
    regexp_extract(part, '^(arn:aws[a-z-]*:(iam|sts)::)?([0-9]{12})(:.*)?$', 3) as trusted
  from token
)
select
  min(event_time) as at,
  event_id as act,
  account_id,
  max(aws_region) as region,
  max(coalesce(nullif(principal_arn, ''), session_arn)) as actor,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(case when invoked_by = '' then source_ip else '' end) as address,
  max('arn:aws:iam::' || account_id || ':role/' || role_name) as resource,
  'account ' || min(trusted) || ' can assume role ' || max(role_name) as reason,
  min(case when is_limited then 40 else 80 end) as confidence,
  min(trusted) as trusted_account
from named
where trusted not in ('', account_id)
  and not exists (
    select 1
    from facts.own_account a
    where a.account_id = named.trusted
  )
group by event_id, account_id
