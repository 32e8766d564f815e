/*
title = "Master password of a database was changed"
severity = "medium"
why = "Who may modify the database gives itself the password of its administrator, without knowing the old one."
fix = "Ask the owner of the principal. Let RDS manage the password in Secrets Manager, so that nobody needs to set it."
attacks = ["T1098", "T1531"]
false_positives = "Rotation by scripts and infrastructure as code. Rotation that RDS and Secrets Manager do by themselves is not reported."
confidence = 50

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "ModifyDBInstance", request_parameters = {dBInstanceIdentifier = "db", masterUserPassword = "****"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "ModifyDBInstance", request_parameters = {dBInstanceIdentifier = "db", allocatedStorage = 20}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "ModifyDBInstance", request_parameters = {dBInstanceIdentifier = "db", masterUserPassword = "****"}, invoked_by = "secretsmanager.amazonaws.com"}]
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
  concat_ws(' ', 'The master password of database', coalesce(
    json_extract_string(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_string(request_parameters, '$.dBClusterIdentifier'),
    json_extract_string(request_parameters, '$.dbiResourceId'),
    json_extract_string(request_parameters, '$.dbClusterResourceId'),
    json_extract_string(request_parameters, '$.resourceArn'),
    ''
  ), 'was changed') as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'rds.amazonaws.com'
  and event_name in ('ModifyDBInstance', 'ModifyDBCluster')
  and error_code = ''
  and invoked_by = ''
  and json_extract_string(request_parameters, '$.masterUserPassword') is not null
