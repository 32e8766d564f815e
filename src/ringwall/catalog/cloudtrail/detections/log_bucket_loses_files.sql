/*
title = "Log files of CloudTrail were deleted"
severity = "high"
why = "The files in a trail's bucket are the evidence. Nobody but their lifecycle has a reason to delete them."
fix = "Restore the versions that were deleted, and lock the bucket (Object Lock). Write down the caller and its other calls of the hour, and take its credentials away if nobody planned it."
attacks = ["T1070", "T1485"]
false_positives = "The clean-up of an account that is closed. Expiry by lifecycle is done by S3 itself and leaves no such event."
window = "1h"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", operation = "DeleteObject", request_parameters = {bucketName = "org-logs", key = "AWSLogs/111111111111/CloudTrail/a.json.gz"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
cloudtrail_trail = [{trail_name = "main", s3_bucket_name = "org-logs"}]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "s3.amazonaws.com", operation = "GetBucketAcl", request_parameters = {bucketName = "org-logs"}, identity_type = "AWSService", invoked_by = "cloudtrail.amazonaws.com", event_id = "acl"},
  {event_source = "s3.amazonaws.com", operation = "DeleteBucket", request_parameters = {bucketName = "org-logs"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
cloudtrail_trail = []
expect = "hit"

# An object of a bucket that no trail writes to.
[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", operation = "DeleteObject", request_parameters = {bucketName = "app-cache", key = "a"}}]
cloudtrail_trail = [{trail_name = "main", s3_bucket_name = "org-logs"}]
expect = "quiet"

# The deletion was denied.
[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", operation = "DeleteObject", request_parameters = {bucketName = "org-logs", key = "a"}, error_code = "AccessDenied"}]
cloudtrail_trail = [{trail_name = "main", s3_bucket_name = "org-logs"}]
expect = "quiet"
*/
with log_bucket as (
  select s3_bucket_name as bucket
  from estate.cloudtrail_trail
  where s3_bucket_name <> ''
  union
  select json_extract_string(request_parameters, '$.bucketName') as bucket
  from logs.cloudtrail
  where event_source = 's3.amazonaws.com'
    and operation in ('GetBucketAcl', 'PutObject')
    and invoked_by = 'cloudtrail.amazonaws.com'
)
select
  min(event_time) as at,
  coalesce(nullif(principal_arn, ''), session_arn) || ' '
    || json_extract_string(request_parameters, '$.bucketName') || ' '
    || cast(date_trunc('hour', event_time) as text) as act,
  coalesce(account_id, '') as account_id,
  aws_region as region,
  coalesce(nullif(principal_arn, ''), session_arn) as actor,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(case when invoked_by = '' then source_ip else '' end) as address,
  'arn:aws:s3:::' || json_extract_string(request_parameters, '$.bucketName') as resource,
  'files of CloudTrail were deleted from bucket '
    || json_extract_string(request_parameters, '$.bucketName') as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where event_source = 's3.amazonaws.com'
  and operation in ('DeleteBucket', 'DeleteObject', 'DeleteObjects')
  and error_code = ''
  and invoked_by <> 's3.amazonaws.com'
  and json_extract_string(request_parameters, '$.bucketName') in (select bucket from log_bucket)
group by
  coalesce(account_id, ''),
  aws_region,
  coalesce(nullif(principal_arn, ''), session_arn),
  json_extract_string(request_parameters, '$.bucketName'),
  date_trunc('hour', event_time)
