/*
title = "Log file of a database was downloaded"
severity = "low"
why = "Logs of queries and errors hold data, names and sometimes passwords."
fix = "Ask the owner of the principal."
attacks = ["T1005", "T1530"]
false_positives = "Collectors of logs."
confidence = 20
context = true

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "DownloadDBLogFilePortion", request_parameters = {dBInstanceIdentifier = "db", logFileName = "error/e.log"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "DescribeDBLogFiles", request_parameters = {dBInstanceIdentifier = "db"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "DownloadDBLogFilePortion", request_parameters = {dBInstanceIdentifier = "db"}, error_code = "AccessDenied"}]
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
  concat_ws(' ', 'A log file of database', coalesce(
    json_extract_string(request_parameters, '$.dBInstanceIdentifier'),
    json_extract_string(request_parameters, '$.dBClusterIdentifier'),
    json_extract_string(request_parameters, '$.dbiResourceId'),
    json_extract_string(request_parameters, '$.dbClusterResourceId'),
    json_extract_string(request_parameters, '$.resourceArn'),
    ''
  ), 'was downloaded') as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'rds.amazonaws.com'
  and event_name in ('DownloadDBLogFilePortion', 'DownloadCompleteDBLogFile')
  and error_code = ''
  and invoked_by = ''
