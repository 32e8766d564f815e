/*
title = "KMS key was opened to everyone"
severity = "critical"
why = "Everyone in any account who gets to the ciphertext can read it, or encrypt what is yours so that you cannot."
fix = "aws kms put-key-policy with the principals that need it. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098", "T1222"]
false_positives = "None that is good: kms:CallerAccount narrows a * where a service needs it."
confidence = 85

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", operation = "PutKeyPolicy", request_parameters = {keyId = "k", policy = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"}]}'}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", operation = "PutKeyPolicy", request_parameters = {keyId = "k", policy = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": ["*"]}, "Action": "kms:*", "Resource": "*"}]}'}}]
expect = "hit"

# The own account.
[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", operation = "PutKeyPolicy", request_parameters = {keyId = "k", policy = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111111111111:root"}, "Action": "kms:*", "Resource": "*"}]}'}}]
expect = "quiet"

# By services of the own account alone.
[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", operation = "PutKeyPolicy", request_parameters = {keyId = "k", policy = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "kms:*", "Resource": "*", "Condition": {"StringEquals": {"kms:CallerAccount": "111111111111", "kms:ViaService": "rds.eu-west-1.amazonaws.com"}}}]}'}}]
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
    request_parameters,
    coalesce(
      json_extract_string(request_parameters, '$.keyId'),
      json_extract_string(response_elements, '$.keyMetadata.arn'),
      ''
    ) as key_id,
    -- The statements of the key policy that allow, unless a condition says for whom.
    regexp_replace(
      regexp_replace(
        regexp_replace(
          regexp_replace(
            json_extract_string(request_parameters, '$.policy'),
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
      ),
      '(?i)[{][^{}]*(?:[{][^{}]*(?:[{][^{}]*[}][^{}]*)*[}][^{}]*)*"Condition":[{][^{}]*(?:[{][^{}]*[}][^{}]*)*[{][^{}]*"(aws:(Principal(OrgID|OrgPaths|Account|Arn)|Source(Account|OrgID|Arn))|kms:CallerAccount)"[^{}]*[}][^{}]*(?:[{][^{}]*[}][^{}]*)*[}][^{}]*(?:[{][^{}]*(?:[{][^{}]*[}][^{}]*)*[}][^{}]*)*[}]',
      '',
      'g'
    ) as allowing
  from logs.cloudtrail
  where event_source = 'kms.amazonaws.com'
    and operation in ('CreateKey', 'PutKeyPolicy')
    and error_code = ''
    and json_extract_string(request_parameters, '$.policy') <> ''
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
  key_id as resource,
  'everyone may use key ' || key_id as reason
from written
where regexp_matches(
    allowing,
    '"Principal":"[*]"|"AWS":"[*]"|"AWS":\[[^\]]*"[*]"'
  )
