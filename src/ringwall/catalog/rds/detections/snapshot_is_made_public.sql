/*
title = "Database snapshot was made public"
severity = "critical"
why = "Anyone with an AWS account can restore the database, with all its data."
fix = "aws rds modify-db-snapshot-attribute --attribute-name restore --values-to-remove all (or modify-db-cluster-snapshot-attribute). Take the data as stolen."
attacks = ["T1537", "T1530"]
false_positives = "Publishers of sample databases."
confidence = 95

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "ModifyDBSnapshotAttribute", request_parameters = {dBSnapshotIdentifier = "s1", attributeName = "restore", valuesToAdd = ["all"]}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "ModifyDBSnapshotAttribute", request_parameters = {dBSnapshotIdentifier = "s1", valuesToRemove = ["all"]}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "ModifyDBClusterSnapshotAttribute", request_parameters = {dBClusterSnapshotIdentifier = "s1", valuesToAdd = ["all"]}, error_code = "AccessDenied"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(
    'snapshot:' || json_extract_string(request_parameters, '$.dBSnapshotIdentifier'),
    'cluster-snapshot:' || json_extract_string(request_parameters, '$.dBClusterSnapshotIdentifier'),
    ''
  ) as resource,
  concat_ws(' ', 'Database snapshot', coalesce(
    json_extract_string(request_parameters, '$.dBSnapshotIdentifier'),
    json_extract_string(request_parameters, '$.dBClusterSnapshotIdentifier'),
    ''
  ), 'was made public') as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'rds.amazonaws.com'
  and event_name in ('ModifyDBSnapshotAttribute', 'ModifyDBClusterSnapshotAttribute')
  and error_code = ''
  and regexp_matches(
    coalesce(json_extract_string(request_parameters, '$.valuesToAdd'), ''),
    '"all"'
  )
