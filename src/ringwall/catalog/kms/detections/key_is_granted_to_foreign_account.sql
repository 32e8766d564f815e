/*
title = "KMS key was granted to an account outside the organization"
severity = "high"
why = "A grant lets the other account decrypt, and is in no policy."
fix = "aws kms revoke-grant. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098", "T1537"]
false_positives = "Providers that back up or scan your data."
confidence = 75

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", operation = "CreateGrant", request_parameters = {keyId = "arn:aws:kms:eu-west-1:111111111111:key/1", granteePrincipal = "arn:aws:iam::999999999999:root", operations = ["Decrypt"]}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# An own role.
[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", operation = "CreateGrant", request_parameters = {keyId = "arn:k", granteePrincipal = "arn:aws:iam::111111111111:role/app"}}]
expect = "quiet"

# A service.
[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", operation = "CreateGrant", request_parameters = {keyId = "arn:k", granteePrincipal = "rds.eu-west-1.amazonaws.com"}}]
expect = "quiet"

# An account of the organization.
[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", operation = "CreateGrant", request_parameters = {keyId = "arn:k", granteePrincipal = "arn:aws:iam::222222222222:role/x"}}]
own_account = [{account_id = "222222222222"}]
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
  coalesce(json_extract_string(e.request_parameters, '$.keyId'), '') as resource,
  json_extract_string(e.request_parameters, '$.granteePrincipal') || ' may use key '
    || coalesce(json_extract_string(e.request_parameters, '$.keyId'), '') as reason
from logs.cloudtrail e
where e.event_source = 'kms.amazonaws.com'
  and e.operation = 'CreateGrant'
  and e.error_code = ''
  and regexp_extract(
    json_extract_string(e.request_parameters, '$.granteePrincipal'),
    ':(iam|sts)::([0-9]{12}):',
    2
  ) not in ('', coalesce(e.account_id, ''))
  and not exists (
    select 1
    from facts.own_account a
    where a.account_id = regexp_extract(
      json_extract_string(e.request_parameters, '$.granteePrincipal'),
      ':(iam|sts)::([0-9]{12}):',
      2
    )
  )
