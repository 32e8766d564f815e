/*
title = "KMS key was granted to a foreign account"
severity = "high"
why = "A grant gives the use of a key past its policy, and is not seen in it. With a shared snapshot or bucket it completes the theft."
fix = "aws kms revoke-grant --key-id ID --grant-id GRANT, unless somebody knows the account."
attacks = ["T1098", "T1537"]
false_positives = "Vendors of backup and data products that get a grant."
confidence = 75

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", event_name = "CreateGrant", request_parameters = {keyId = "k1", granteePrincipal = "arn:aws:iam::999999999999:root", operations = ["Decrypt"]}}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", event_name = "CreateGrant", request_parameters = {keyId = "k1", granteePrincipal = "arn:aws:iam::111111111111:role/app"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", event_name = "CreateGrant", request_parameters = {keyId = "k1", granteePrincipal = "rds.eu-west-1.amazonaws.com"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", event_name = "CreateGrant", request_parameters = {keyId = "k1", granteePrincipal = "arn:aws:sts::999999999999:assumed-role/aws:ec2-infrastructure/i-1"}, invoked_by = "ec2.amazonaws.com"}]
expect = "quiet"
*/
with own as (
  select account_id from logs.cloudtrail
  union
  select account_id from estate.account_account
  union
  select account_id from estate.organizations_account
),
given as (
  select
    event_time,
    event_id,
    account_id,
    aws_region,
    principal_arn,
    session_arn,
    access_key_id,
    source_ip,
    coalesce(json_extract_string(request_parameters, '$.keyId'), '') as target,
    unnest(
      regexp_extract_all(
        coalesce(json_extract_string(request_parameters, '$.granteePrincipal'), ''),
        '::([0-9]{12}):',
        1
      )
    ) as receiver
  from logs.cloudtrail
  where event_source = 'kms.amazonaws.com'
    and event_name = 'CreateGrant'
    and error_code = ''
    and invoked_by = ''
)
select distinct
  event_time as at,
  concat_ws(' ', event_id, receiver) as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  target as resource,
  concat_ws(' ', 'Key', target, 'was granted to a principal of the foreign account', receiver) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events,
  [receiver] as entities
from given
where receiver not in (select account_id from own where account_id is not null)
