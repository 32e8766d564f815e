/*
title = "Automated backups of a database were taken away"
severity = "medium"
why = "Without backups nothing can be restored: it is the step before a database is destroyed or held to ransom."
fix = "Set a retention period again (aws rds modify-db-instance --backup-retention-period 7), and take a snapshot now."
attacks = ["T1490"]
false_positives = "Backups that are left from databases deleted long ago; read replicas and test databases without backups."
confidence = 65

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "DeleteDBInstanceAutomatedBackup", request_parameters = {dbiResourceId = "db-1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "ModifyDBInstance", request_parameters = {dBInstanceIdentifier = "db", backupRetentionPeriod = 0}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "ModifyDBInstance", request_parameters = {dBInstanceIdentifier = "db", backupRetentionPeriod = 7}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "DeleteDBInstanceAutomatedBackup", request_parameters = {dbiResourceId = "db-1"}, error_code = "AccessDenied"}]
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
  concat_ws(' ', event_name, 'took the automated backups of', coalesce(
    json_extract_string(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_string(request_parameters, '$.dBClusterIdentifier'),
    json_extract_string(request_parameters, '$.dbiResourceId'),
    json_extract_string(request_parameters, '$.dbClusterResourceId'),
    json_extract_string(request_parameters, '$.resourceArn'),
    ''
  ), 'away') as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'rds.amazonaws.com'
  and event_name in (
    'DeleteDBInstanceAutomatedBackup',
    'DeleteDBClusterAutomatedBackup',
    'ModifyDBInstance',
    'ModifyDBCluster'
  )
  and error_code = ''
  and (
    event_name like 'Delete%'
    or json_extract_string(request_parameters, '$.backupRetentionPeriod') = '0'
  )
