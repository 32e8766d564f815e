/*
title = "Database was given a public address"
severity = "high"
why = "A database that is reached from the internet needs one guessed password, or one hole, to lose its data. A copy restored with a public address is a way to read a database whose network is closed."
fix = "aws rds modify-db-instance --no-publicly-accessible --apply-immediately. Delete a copy that nobody knows of."
attacks = ["T1562.007", "T1133", "T1537"]
false_positives = "Databases of developers in sandboxes."
confidence = 75

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "ModifyDBInstance", request_parameters = {dBInstanceIdentifier = "db", publiclyAccessible = true}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "RestoreDBInstanceFromDBSnapshot", request_parameters = {dBInstanceIdentifier = "db"}, response_elements = {publiclyAccessible = true}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "ModifyDBInstance", request_parameters = {dBInstanceIdentifier = "db", publiclyAccessible = false}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "ModifyDBInstance", request_parameters = {dBInstanceIdentifier = "db", allocatedStorage = 20}, response_elements = {publiclyAccessible = true}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "ModifyDBInstance", request_parameters = {dBInstanceIdentifier = "db", publiclyAccessible = true}, error_code = "AccessDenied"}]
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
  ), 'has a public address') as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'rds.amazonaws.com'
  and event_name in (
    'RestoreDBInstanceFromDBSnapshot', 'RestoreDBInstanceToPointInTime',
    'RestoreDBInstanceFromS3', 'RestoreDBClusterFromSnapshot', 'RestoreDBClusterToPointInTime',
    'ModifyDBInstance', 'ModifyDBCluster'
  )
  and error_code = ''
  and (
    json_extract_string(request_parameters, '$.publiclyAccessible') = 'true'
    or (
      event_name like 'Restore%'
      and json_extract_string(response_elements, '$.publiclyAccessible') = 'true'
    )
  )
