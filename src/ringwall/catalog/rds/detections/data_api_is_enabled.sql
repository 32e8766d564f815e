/*
title = "Data API of a database was enabled"
severity = "low"
why = "With the Data API and a secret, AWS credentials are enough to query the database from the internet, past its network."
fix = "aws rds disable-http-endpoint --resource-arn ARN, if no application uses it."
attacks = ["T1562.007", "T1530"]
false_positives = "Serverless applications that use it on purpose."
confidence = 50

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "EnableHttpEndpoint", request_parameters = {resourceArn = "a"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "ModifyDBCluster", request_parameters = {dBClusterIdentifier = "c", enableHttpEndpoint = false}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "EnableHttpEndpoint", request_parameters = {resourceArn = "a"}, error_code = "AccessDenied"}]
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
  concat_ws(' ', 'The Data API of', coalesce(
    json_extract_string(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_string(request_parameters, '$.dBClusterIdentifier'),
    json_extract_string(request_parameters, '$.dbiResourceId'),
    json_extract_string(request_parameters, '$.dbClusterResourceId'),
    json_extract_string(request_parameters, '$.resourceArn'),
    ''
  ), 'was enabled') as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'rds.amazonaws.com'
  and event_name in ('EnableHttpEndpoint', 'ModifyDBCluster')
  and error_code = ''
  and invoked_by = ''
  and (
    event_name = 'EnableHttpEndpoint'
    or json_extract_string(request_parameters, '$.enableHttpEndpoint') = 'true'
  )
