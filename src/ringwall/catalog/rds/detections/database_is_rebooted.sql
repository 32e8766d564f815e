/*
title = "Database was rebooted"
severity = "low"
why = "A reboot interrupts work, and makes changed parameters take effect, such as auditing turned off."
fix = "Ask the owner of the principal."
attacks = ["T1529"]
false_positives = "Maintenance."
confidence = 15
context = true

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "RebootDBInstance", request_parameters = {dBInstanceIdentifier = "db"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "RebootDBInstance", request_parameters = {dBInstanceIdentifier = "db"}, error_code = "InvalidDBInstanceState"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "StartDBInstance", request_parameters = {dBInstanceIdentifier = "db"}}]
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
  ), 'was rebooted') as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'rds.amazonaws.com'
  and event_name in ('RebootDBInstance', 'RebootDBCluster')
  and error_code = ''
  and invoked_by = ''
