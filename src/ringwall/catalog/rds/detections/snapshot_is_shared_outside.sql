/*
title = "Database snapshot was shared with a foreign account"
severity = "high"
why = "The other account can restore the database and read all its data, unseen."
fix = "aws rds modify-db-snapshot-attribute --attribute-name restore --values-to-remove ACCOUNT. Take the data as stolen, if nobody knows the account."
attacks = ["T1537"]
false_positives = "Vendors and partners that get a copy on purpose."
confidence = 80

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "ModifyDBClusterSnapshotAttribute", request_parameters = {dBClusterSnapshotIdentifier = "s1", attributeName = "restore", valuesToAdd = ["999999999999"]}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "ModifyDBSnapshotAttribute", request_parameters = {dBSnapshotIdentifier = "s1", valuesToAdd = ["111111111111"]}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "ModifyDBSnapshotAttribute", request_parameters = {dBSnapshotIdentifier = "s1", valuesToAdd = ["999999999999"]}, error_code = "AccessDenied"}]
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
      'snapshot:' || json_extract_string(request_parameters, '$.dBSnapshotIdentifier'),
      'cluster-snapshot:' || json_extract_string(request_parameters, '$.dBClusterSnapshotIdentifier'),
      ''
    ) as target,
    unnest(
      regexp_extract_all(
        coalesce(json_extract_string(request_parameters, '$.valuesToAdd'), ''),
        '([0-9]{12})',
        1
      )
    ) as receiver
  from logs.cloudtrail
  where event_source = 'rds.amazonaws.com'
    and event_name in ('ModifyDBSnapshotAttribute', 'ModifyDBClusterSnapshotAttribute')
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
    'Database snapshot',
    regexp_replace(target, '^(cluster-)?snapshot:', ''),
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
