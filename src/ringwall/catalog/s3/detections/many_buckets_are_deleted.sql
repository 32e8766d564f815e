/*
title = "Many buckets were deleted"
severity = "medium"
why = "Destroying what an account holds is what attackers do last, or to ask for ransom."
fix = "Ask the owner of the principal; cut it off where nobody knows of it."
attacks = ["T1485"]
false_positives = "Accounts that are cleaned up, and tests that make and delete buckets."
window = "1h"
confidence = 50

[[example]]
cloudtrail = [
  {event_source = "s3.amazonaws.com", event_name = "DeleteBucket", request_parameters = {bucketName = "b0"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteBucket", request_parameters = {bucketName = "b1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteBucket", request_parameters = {bucketName = "b2"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteBucket", request_parameters = {bucketName = "b3"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteBucket", request_parameters = {bucketName = "b4"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "s3.amazonaws.com", event_name = "DeleteBucket", request_parameters = {bucketName = "b0"}, error_code = "BucketNotEmpty"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteBucket", request_parameters = {bucketName = "b1"}, error_code = "BucketNotEmpty"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteBucket", request_parameters = {bucketName = "b2"}, error_code = "BucketNotEmpty"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteBucket", request_parameters = {bucketName = "b3"}, error_code = "BucketNotEmpty"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteBucket", request_parameters = {bucketName = "b4"}, error_code = "BucketNotEmpty"},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "s3.amazonaws.com", event_name = "DeleteBucket", request_parameters = {bucketName = "b0"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteBucket", request_parameters = {bucketName = "b1"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteBucket", request_parameters = {bucketName = "b2"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteBucket", request_parameters = {bucketName = "b3"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteBucket", request_parameters = {bucketName = "b4"}, invoked_by = "cloudformation.amazonaws.com"},
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
    'buckets were deleted within an hour'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 's3.amazonaws.com'
  and event_name = 'DeleteBucket'
  and error_code = ''
  and invoked_by = ''
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(distinct json_extract_string(request_parameters, '$.bucketName')) >= 5
