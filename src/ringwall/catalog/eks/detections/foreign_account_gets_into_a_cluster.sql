/*
title = "Principal of a foreign account got access to a cluster"
severity = "high"
why = "The other account comes into the cluster with credentials of its own."
fix = "aws eks delete-access-entry, unless somebody knows the account."
attacks = ["T1098.006", "T1199"]
false_positives = "Vendors that operate clusters."
confidence = 80

[[example]]
cloudtrail = [{event_source = "eks.amazonaws.com", event_name = "CreateAccessEntry", request_parameters = {name = "c", principalArn = "arn:aws:iam::999999999999:role/x"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "eks.amazonaws.com", event_name = "CreateAccessEntry", request_parameters = {name = "c", principalArn = "arn:aws:iam::111111111111:role/x"}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"
*/
with given as (
  select
    event_time,
    event_id,
    account_id,
    aws_region,
    principal_arn,
    session_arn,
    access_key_id,
    case when invoked_by = '' then source_ip else '' end as source_ip,
    coalesce(
      json_extract_string(request_parameters, '$.name'),
      json_extract_string(request_parameters, '$.clusterName'),
      ''
    ) as target,
    unnest(
      regexp_extract_all(
        replace(
          coalesce(json_extract_string(request_parameters, '$.principalArn'), ''),
          '%3A',
          ':'
        ),
        '::([0-9]{12}):',
        1
      )
    ) as receiver
  from logs.cloudtrail
  where event_source = 'eks.amazonaws.com'
    and event_name in ('CreateAccessEntry', 'AssociateAccessPolicy')
    and error_code = ''
)
select distinct
  event_time as at,
  concat_ws(' ', event_id, receiver) as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  target as resource,
  concat_ws(
    ' ',
    'A principal of the foreign account',
    receiver,
    'got access to cluster',
    target
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events,
  [receiver] as entities
from given
where receiver not in (select account_id from facts.own_account)
