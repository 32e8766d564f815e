/*
title = "Role was added to a database"
severity = "low"
why = "SQL can then write to S3, or call Lambda, with the permissions of the role: a way out for the data."
fix = "aws rds remove-role-from-db-cluster, unless it is meant."
attacks = ["T1098.003", "T1048"]
false_positives = "Import and export features that are set up on purpose."
confidence = 40

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "AddRoleToDBCluster", request_parameters = {dBClusterIdentifier = "c", roleArn = "arn:aws:iam::111111111111:role/r"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "RemoveRoleFromDBInstance", request_parameters = {dBInstanceIdentifier = "d"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "AddRoleToDBInstance", request_parameters = {dBInstanceIdentifier = "d"}, error_code = "AccessDenied"}]
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
  ), 'got the role', json_extract_string(request_parameters, '$.roleArn')) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'rds.amazonaws.com'
  and event_name in ('AddRoleToDBInstance', 'AddRoleToDBCluster')
  and error_code = ''
  and invoked_by = ''
