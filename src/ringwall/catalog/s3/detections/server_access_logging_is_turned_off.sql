/*
title = "Server access logging of a bucket was turned off"
severity = "medium"
why = "Without the logs nobody sees who reads or deletes objects, where data events are not recorded."
fix = "Turn it on again: aws s3api put-bucket-logging with a target bucket. Look at what the same principal did before and after."
attacks = ["T1562.008"]
false_positives = "A bucket that gets data events in its place. Infrastructure as code that retires the target bucket."
finding_types = ["Stealth:S3/ServerAccessLoggingDisabled"]
confidence = 80

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketLogging", request_parameters = {bucketName = "invoices", BucketLoggingStatus = {xmlns = "http://s3.amazonaws.com/doc/2006-03-01/"}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketLogging", request_parameters = {bucketName = "invoices", BucketLoggingStatus = {LoggingEnabled = {TargetBucket = "logs", TargetPrefix = "a/"}}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketLogging", request_parameters = {bucketName = "invoices", Host = "h"}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.bucketName'), '') as resource,
  concat_ws(
    ' ',
    'Server access logging of bucket',
    json_extract_string(request_parameters, '$.bucketName'),
    'was turned off'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 's3.amazonaws.com'
  and event_name = 'PutBucketLogging'
  and error_code = ''
  and json_extract_string(request_parameters, '$.BucketLoggingStatus') is not null
  and json_extract_string(request_parameters, '$.BucketLoggingStatus') not like '%LoggingEnabled%'
