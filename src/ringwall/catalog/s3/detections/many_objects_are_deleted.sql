/*
title = "Many objects of a bucket were deleted"
severity = "medium"
why = "Attackers delete data to do harm, or after they copied it, to ask for ransom."
fix = "Cut off the principal where nobody knows of it. Restore from versions: a deletion without a version ID only adds a delete marker."
attacks = ["T1485"]
false_positives = "Clean-up jobs, synchronization and tests that empty buckets. Lifecycle rules are no calls, and are not counted."
window = "1h"
finding_types = ["Impact:S3/AnomalousBehavior.Delete"]
confidence = 40

[[example]]
cloudtrail = [
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "0"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "1"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "2"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "3"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "4"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "5"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "6"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "7"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "8"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "9"}},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObjects", request_parameters = {bucketName = "invoices"}, invoked_by = "cloudformation.amazonaws.com"},
]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(
    ' ',
    coalesce(principal_arn, session_arn),
    json_extract_string(request_parameters, '$.bucketName'),
    date_trunc('hour', event_time)
  ) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.bucketName'), '') as resource,
  concat_ws(
    ' ',
    'Objects of bucket',
    json_extract_string(request_parameters, '$.bucketName'),
    'were deleted in',
    count(*),
    'calls within an hour'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 's3.amazonaws.com'
  and event_name in ('DeleteObject', 'DeleteObjects')
  and error_code = ''
  and invoked_by = ''
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time),
  json_extract_string(request_parameters,
  '$.bucketName')
having sum(case when event_name = 'DeleteObjects' then 100 else 1 end) >= 2000
