/*
title = "Database snapshot was copied to another Region"
severity = "low"
why = "A Region where nobody looks is a place to collect data before it leaves."
fix = "Ask the owner of the principal."
attacks = ["T1074.002", "T1535"]
false_positives = "Copies for recovery, on a schedule."
confidence = 25
context = true

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "CopyDBSnapshot", request_parameters = {sourceDBSnapshotIdentifier = "s", sourceRegion = "us-east-1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "CopyDBSnapshot", request_parameters = {sourceDBSnapshotIdentifier = "s", targetDBSnapshotIdentifier = "t"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "CopyDBSnapshot", request_parameters = {sourceDBSnapshotIdentifier = "s", sourceRegion = "us-east-1"}, invoked_by = "backup.amazonaws.com"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(
    json_extract_string(request_parameters, '$.sourceDBSnapshotIdentifier'),
    json_extract_string(request_parameters, '$.sourceDBClusterSnapshotIdentifier'),
    ''
  ) as resource,
  concat_ws(
    ' ',
    'A database snapshot was copied from',
    json_extract_string(request_parameters, '$.sourceRegion'),
    'to',
    aws_region
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'rds.amazonaws.com'
  and event_name in ('CopyDBSnapshot', 'CopyDBClusterSnapshot')
  and error_code = ''
  and invoked_by = ''
  and json_extract_string(request_parameters, '$.sourceRegion') <> ''
