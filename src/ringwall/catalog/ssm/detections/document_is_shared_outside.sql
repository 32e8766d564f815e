/*
title = "Systems Manager document was shared outside"
severity = "high"
why = "Documents hold scripts, and often passwords, names and addresses."
fix = "aws ssm modify-document-permission --account-ids-to-remove. Block public sharing of documents in the account."
attacks = ["T1537", "T1552"]
false_positives = "Vendors that publish documents."
confidence = 80

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", event_name = "ModifyDocumentPermission", request_parameters = {name = "setup", accountIdsToAdd = ["all"]}}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", event_name = "ModifyDocumentPermission", request_parameters = {name = "setup", accountIdsToAdd = ["999999999999"]}}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", event_name = "ModifyDocumentPermission", request_parameters = {name = "setup", accountIdsToAdd = ["111111111111"]}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", event_name = "ModifyDocumentPermission", request_parameters = {name = "setup", accountIdsToRemove = ["all"]}}]
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
    coalesce(json_extract_string(request_parameters, '$.name'), '') as document,
    unnest(
      regexp_extract_all(
        coalesce(json_extract_string(request_parameters, '$.accountIdsToAdd'), ''),
        '([0-9]{12}|[aA]ll)',
        1
      )
    ) as receiver
  from logs.cloudtrail
  where event_source = 'ssm.amazonaws.com'
    and event_name = 'ModifyDocumentPermission'
    and error_code = ''
)
select
  event_time as at,
  concat_ws(' ', event_id, receiver) as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  document as resource,
  concat_ws(
    ' ',
    'Document',
    document,
    'was shared with',
    case when lower(receiver) = 'all' then 'everyone' else 'the foreign account ' || receiver end
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from given
where receiver not in (select account_id from own where account_id is not null)
