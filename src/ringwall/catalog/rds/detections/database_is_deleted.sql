/*
title = "Database was deleted"
severity = "low"
why = "Deleted databases are harm done, unless they were planned."
fix = "Restore from the final snapshot where nobody knows of it."
attacks = ["T1485"]
false_positives = "Databases that are retired."
confidence = 20
context = true

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "DeleteDBCluster", request_parameters = {dBClusterIdentifier = "db", skipFinalSnapshot = false}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "DeleteDBInstance", request_parameters = {dBInstanceIdentifier = "db"}, error_code = "AccessDenied"}]
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
  concat_ws(' ', event_name, 'of', coalesce(
    json_extract_string(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_string(request_parameters, '$.dBClusterIdentifier'),
    json_extract_string(request_parameters, '$.dbiResourceId'),
    json_extract_string(request_parameters, '$.dbClusterResourceId'),
    json_extract_string(request_parameters, '$.resourceArn'),
    ''
  )) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'rds.amazonaws.com'
  and event_name in ('DeleteDBInstance', 'DeleteDBCluster', 'DeleteGlobalCluster')
  and error_code = ''
