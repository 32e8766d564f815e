/*
title = "Data warehouse was shared with a foreign account"
severity = "high"
why = "The other account can restore or query the warehouse, unseen."
fix = "Revoke it: aws redshift revoke-snapshot-access, deauthorize-data-share or revoke-endpoint-access."
attacks = ["T1537"]
false_positives = "Partners that get data on purpose."
confidence = 80

[[example]]
cloudtrail = [{event_source = "redshift.amazonaws.com", event_name = "AuthorizeSnapshotAccess", request_parameters = {snapshotIdentifier = "s", accountWithRestoreAccess = "999999999999"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "redshift.amazonaws.com", event_name = "AuthorizeDataShare", request_parameters = {dataShareArn = "d", consumerIdentifier = "999999999999"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "redshift.amazonaws.com", event_name = "AuthorizeSnapshotAccess", request_parameters = {snapshotIdentifier = "s", accountWithRestoreAccess = "111111111111"}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "redshift.amazonaws.com", event_name = "AuthorizeDataShare", request_parameters = {dataShareArn = "d", consumerIdentifier = "999999999999"}, error_code = "AccessDenied"}]
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
      json_extract_string(request_parameters, '$.snapshotIdentifier'),
      json_extract_string(request_parameters, '$.dataShareArn'),
      json_extract_string(request_parameters, '$.clusterIdentifier'),
      ''
    ) as target,
    unnest(
      regexp_extract_all(
        coalesce(
          json_extract_string(request_parameters, '$.accountWithRestoreAccess'),
          json_extract_string(request_parameters, '$.consumerIdentifier'),
          json_extract_string(request_parameters, '$.account'),
          ''
        ),
        '^([0-9]{12})$',
        1
      )
    ) as receiver
  from logs.cloudtrail
  where event_source = 'redshift.amazonaws.com'
    and event_name in ('AuthorizeSnapshotAccess', 'AuthorizeDataShare', 'AuthorizeEndpointAccess')
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
    'Warehouse data',
    target,
    'was shared with the foreign account',
    receiver
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events,
  [receiver] as entities
from given
where receiver not in (select account_id from facts.own_account)
