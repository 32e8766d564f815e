/*
title = "Bucket was listed without credentials"
severity = "medium"
why = "A bucket that anyone can list shows the names of all its objects. Scanners look for such buckets all the time, and this one answered."
fix = "Turn Block Public Access of the bucket on. If it is public on purpose, allow s3:GetObject alone, not s3:ListBucket."
attacks = ["T1619", "T1530"]
false_positives = "Open data that may be listed on purpose."
window = "1h"
confidence = 70

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "ListObjects", request_parameters = {bucketName = "invoices"}, principal_account_id = "anonymous", identity_type = "AWSAccount", source_ip = "203.0.113.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "ListObjects", request_parameters = {bucketName = "invoices"}, principal_account_id = "anonymous", error_code = "AccessDenied"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "GetObject", request_parameters = {bucketName = "invoices"}, principal_account_id = "anonymous"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "ListObjects", request_parameters = {bucketName = "invoices"}, principal_account_id = "111111111111", access_key_id = "ASIA1"}]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', coalesce(principal_arn, session_arn), json_extract_string(request_parameters, '$.bucketName'), source_ip, date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.bucketName'), '') as resource,
  concat_ws(' ', 'Bucket', json_extract_string(request_parameters, '$.bucketName'), 'was listed', count(*), 'times without credentials from', source_ip) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 's3.amazonaws.com'
  and event_name in ('ListObjects', 'ListObjectsV2', 'ListBucket', 'ListObjectVersions')
  and error_code = ''
  and invoked_by = ''
  and (
      principal_account_id = 'anonymous'
      or lower(principal_id) = 'anonymous'
    )
  and access_key_id = ''
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time),
  json_extract_string(request_parameters,
  '$.bucketName'),
  source_ip
having count(*) > 0
