/*
title = "Database snapshot was deleted"
severity = "low"
why = "A backup less to restore from."
fix = "Compare with the plan of rotation."
attacks = ["T1490"]
false_positives = "Rotation of snapshots."
confidence = 15
context = true

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "DeleteDBSnapshot", request_parameters = {dBSnapshotIdentifier = "s"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "DeleteDBSnapshot", request_parameters = {dBSnapshotIdentifier = "s"}, error_code = "InvalidDBSnapshotState"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "DeleteDBSnapshot", request_parameters = {dBSnapshotIdentifier = "s"}, invoked_by = "backup.amazonaws.com"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(
    json_extract_string(request_parameters, '$.dBSnapshotIdentifier'),
    json_extract_string(request_parameters, '$.dBClusterSnapshotIdentifier'),
    ''
  ) as resource,
  concat_ws(' ', 'Database snapshot', coalesce(
    json_extract_string(request_parameters, '$.dBSnapshotIdentifier'),
    json_extract_string(request_parameters, '$.dBClusterSnapshotIdentifier'),
    ''
  ), 'was deleted') as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'rds.amazonaws.com'
  and event_name in ('DeleteDBSnapshot', 'DeleteDBClusterSnapshot')
  and error_code = ''
  and invoked_by = ''
