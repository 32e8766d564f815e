/*
title = "Many buckets were probed in vain"
severity = "medium"
why = "Stolen credentials are tried on all buckets to find those that they can read."
fix = "Ask the owner of the principal. Rotate the credentials where nobody knows of it."
attacks = ["T1619", "T1580"]
false_positives = "Scanners of security posture that may not read some buckets: give them the permissions, or an exception."
window = "1h"
finding_types = ["Discovery:S3/AnomalousBehavior"]
confidence = 60

[[example]]
cloudtrail = [
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b0"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b1"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b2"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b3"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b4"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b5"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b6"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b7"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b8"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b9"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b"}, error_code = "AccessDenied"},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b0"}},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b1"}},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b2"}},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b3"}},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b4"}},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b5"}},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b6"}},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b7"}},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b8"}},
  {event_source = "s3.amazonaws.com", event_name = "GetBucketAcl", request_parameters = {bucketName = "b9"}},
]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', coalesce(principal_arn, session_arn), date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  '' as resource,
  concat_ws(
    ' ',
    count(distinct json_extract_string(request_parameters, '$.bucketName')),
    'buckets refused the caller within an hour'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 's3.amazonaws.com'
  and invoked_by = ''
  and error_code in ('AccessDenied', 'AllAccessDisabled', 'NoSuchBucket')
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(distinct json_extract_string(request_parameters, '$.bucketName')) >= 10
