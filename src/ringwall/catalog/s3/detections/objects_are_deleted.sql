/*
title = "Objects of a bucket were deleted"
severity = "low"
why = "Deleted data is harm done, unless it was planned. Alone it says little; beside other findings of the same principal it says what was lost."
fix = "Restore from versions or backups what is missed."
attacks = ["T1485"]
false_positives = "Applications delete objects all day."
window = "1h"
confidence = 10
context = true

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "a"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "ListBucket", request_parameters = {bucketName = "invoices"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "a"}, error_code = "AccessDenied"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "a"}, invoked_by = "backup.amazonaws.com"}]
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
    case when count(*) = 1 then 'call within an hour' else 'calls within an hour' end
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
having count(*) > 0
