/*
title = "Table was exported to a bucket"
severity = "low"
why = "The whole table becomes files, which can be copied out."
fix = "See who may read the bucket."
attacks = ["T1074.002"]
false_positives = "Exports to a data lake."
confidence = 25
context = true

[[example]]
cloudtrail = [{event_source = "dynamodb.amazonaws.com", event_name = "ExportTableToPointInTime", request_parameters = {tableArn = "t", s3Bucket = "b"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "dynamodb.amazonaws.com", event_name = "ExportTableToPointInTime", request_parameters = {tableArn = "t"}, error_code = "AccessDeniedException"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.tableArn'), '') as resource,
  concat_ws(
    ' ',
    'Table',
    json_extract_string(request_parameters, '$.tableArn'),
    'is exported to bucket',
    json_extract_string(request_parameters, '$.s3Bucket')
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'dynamodb.amazonaws.com'
  and event_name = 'ExportTableToPointInTime'
  and error_code = ''
  and invoked_by = ''
