/*
title = "Database was deleted without a final snapshot"
severity = "medium"
why = "The data is gone, with its automated backups if those are deleted too."
fix = "Restore from an automated backup, if it was kept, or from AWS Backup. Ask the owner of the principal."
attacks = ["T1485"]
false_positives = "Test databases, and instances of a cluster, which have no snapshot of their own."
confidence = 50

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "DeleteDBInstance", request_parameters = {dBInstanceIdentifier = "db", skipFinalSnapshot = true}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "DeleteDBInstance", request_parameters = {dBInstanceIdentifier = "db", skipFinalSnapshot = false}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "DeleteDBInstance", request_parameters = {dBInstanceIdentifier = "db", skipFinalSnapshot = true}, invoked_by = "cloudformation.amazonaws.com"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(
    json_extract_string(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_string(request_parameters, '$.dBClusterIdentifier'),
    json_extract_string(request_parameters, '$.dbiResourceId'),
    json_extract_string(request_parameters, '$.dbClusterResourceId'),
    json_extract_string(request_parameters, '$.resourceArn'),
    ''
  ) as resource,
  concat_ws(' ', 'Database', coalesce(
    json_extract_string(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_string(request_parameters, '$.dBClusterIdentifier'),
    json_extract_string(request_parameters, '$.dbiResourceId'),
    json_extract_string(request_parameters, '$.dbClusterResourceId'),
    json_extract_string(request_parameters, '$.resourceArn'),
    ''
  ), 'was deleted without a final snapshot') as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events,
  json_extract_string(request_parameters, '$.deleteAutomatedBackups') as deletes_backups
from logs.cloudtrail
where event_source = 'rds.amazonaws.com'
  and event_name in ('DeleteDBInstance', 'DeleteDBCluster')
  and error_code = ''
  and invoked_by = ''
  and json_extract_string(request_parameters, '$.skipFinalSnapshot') = 'true'
