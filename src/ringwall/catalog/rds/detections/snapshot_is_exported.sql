/*
title = "Database was exported to a bucket"
severity = "medium"
why = "The tables of a snapshot become files in S3, which can be copied and read without the database."
fix = "aws rds cancel-export-task, and see who may read the bucket."
attacks = ["T1074.002", "T1530"]
false_positives = "Exports to a data lake, on a schedule: state their role as an exception."
confidence = 45

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "StartExportTask", request_parameters = {sourceArn = "arn:aws:rds:eu-west-1:111111111111:snapshot:s", s3BucketName = "b"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "StartExportTask", request_parameters = {s3BucketName = "b"}, error_code = "AccessDenied"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.sourceArn'), '') as resource,
  concat_ws(
    ' ',
    'A database is exported to bucket',
    json_extract_string(request_parameters, '$.s3BucketName')
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'rds.amazonaws.com'
  and event_name = 'StartExportTask'
  and error_code = ''
