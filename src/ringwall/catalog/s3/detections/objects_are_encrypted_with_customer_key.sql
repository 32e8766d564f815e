/*
title = "Objects were encrypted again with a key of the caller's own"
severity = "critical"
why = "With SSE-C the caller sends the key and AWS keeps none. Objects that are read and written back like that can be read by the holder of the key alone: ransomware without malware."
fix = "Cut off the principal now. Restore from earlier versions, replicas or backups. Forbid SSE-C by a resource control policy on s3:x-amz-server-side-encryption-customer-algorithm."
attacks = ["T1486"]
false_positives = "A migration to SSE-C, which is rare and planned. Applications that write new objects with SSE-C are not reported."
window = "1h"
finding_types = ["Impact:S3/AnomalousBehavior.Write"]
confidence = 90

[[example]]
cloudtrail = [
  {event_source = "s3.amazonaws.com", event_name = "CopyObject", request_parameters = {bucketName = "invoices", key = "a", x-amz-copy-source = "invoices/a", x-amz-server-side-encryption-customer-algorithm = "AES256"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "CopyObject", request_parameters = {bucketName = "invoices", key = "b", x-amz-copy-source = "invoices/b", x-amz-server-side-encryption-customer-algorithm = "AES256"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "CopyObject", request_parameters = {bucketName = "invoices", key = "c", x-amz-copy-source = "invoices/c", x-amz-server-side-encryption-customer-algorithm = "AES256"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "s3.amazonaws.com", event_name = "GetObject", request_parameters = {bucketName = "invoices", key = "a"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "PutObject", request_parameters = {bucketName = "invoices", key = "a"}, additional_event_data = {SSEApplied = "SSE_C"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "GetObject", request_parameters = {bucketName = "invoices", key = "b"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "PutObject", request_parameters = {bucketName = "invoices", key = "b"}, additional_event_data = {SSEApplied = "SSE_C"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "GetObject", request_parameters = {bucketName = "invoices", key = "c"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "PutObject", request_parameters = {bucketName = "invoices", key = "c"}, additional_event_data = {SSEApplied = "SSE_C"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "s3.amazonaws.com", event_name = "PutObject", request_parameters = {bucketName = "invoices", key = "a", x-amz-server-side-encryption-customer-algorithm = "AES256"}},
  {event_source = "s3.amazonaws.com", event_name = "PutObject", request_parameters = {bucketName = "invoices", key = "b", x-amz-server-side-encryption-customer-algorithm = "AES256"}},
  {event_source = "s3.amazonaws.com", event_name = "PutObject", request_parameters = {bucketName = "invoices", key = "c", x-amz-server-side-encryption-customer-algorithm = "AES256"}},
  {event_source = "s3.amazonaws.com", event_name = "PutObject", request_parameters = {bucketName = "invoices", key = "d", x-amz-server-side-encryption-customer-algorithm = "AES256"}},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "s3.amazonaws.com", event_name = "CopyObject", request_parameters = {bucketName = "invoices", key = "a", x-amz-copy-source = "invoices/a"}},
  {event_source = "s3.amazonaws.com", event_name = "CopyObject", request_parameters = {bucketName = "invoices", key = "b", x-amz-copy-source = "invoices/b"}},
  {event_source = "s3.amazonaws.com", event_name = "CopyObject", request_parameters = {bucketName = "invoices", key = "c", x-amz-copy-source = "invoices/c"}},
]
expect = "quiet"
*/
with written as (
  select
    event_time,
    event_id,
    account_id,
    aws_region,
    coalesce(principal_arn, session_arn) as actor,
    session_arn,
    access_key_id,
    case when invoked_by = '' then source_ip else '' end as source_ip,
    event_name,
    json_extract_string(request_parameters, '$.bucketName') as bucket,
    json_extract_string(request_parameters, '$.key') as key,
    ltrim(json_extract_string(request_parameters, '$."x-amz-copy-source"'), '/') as source
  from logs.cloudtrail
  where event_source = 's3.amazonaws.com'
    and event_name in ('CopyObject', 'PutObject', 'CreateMultipartUpload')
    and error_code = ''
    and (
      json_extract_string(additional_event_data, '$.SSEApplied') = 'SSE_C'
      or json_extract_string(
        request_parameters, '$."x-amz-server-side-encryption-customer-algorithm"'
      ) <> ''
    )
),
read as (
  select distinct
    account_id,
    coalesce(principal_arn, session_arn) as actor,
    json_extract_string(request_parameters, '$.bucketName') as bucket,
    json_extract_string(request_parameters, '$.key') as key
  from logs.cloudtrail
  where event_source = 's3.amazonaws.com'
    and event_name = 'GetObject'
    and error_code = ''
    and coalesce(principal_arn, session_arn) in (select actor from written)
    and coalesce(json_extract_string(additional_event_data, '$.SSEApplied'), '') <> 'SSE_C'
)
select
  min(w.event_time) as at,
  concat_ws(' ', w.actor, w.bucket, date_trunc('hour', w.event_time)) as act,
  w.account_id,
  min(w.aws_region) as region,
  w.actor,
  w.bucket as resource,
  concat_ws(
    ' ',
    count(distinct w.key),
    'objects of bucket',
    w.bucket,
    'were encrypted again with a key that AWS does not have'
  ) as reason,
  max(w.session_arn) as session,
  max(w.access_key_id) as access_key,
  max(w.source_ip) as address,
  [arg_min(w.event_id, w.event_time), arg_max(w.event_id, w.event_time)] as events,
  count(*) as count
from written w
left join read g
  on g.account_id = w.account_id
  and g.actor = w.actor
  and g.bucket = w.bucket
  and g.key = w.key
where w.bucket is not null
  and (
    starts_with(w.source, w.bucket || '/')
    or g.key is not null
  )
group by
  w.account_id,
  w.actor,
  w.bucket,
  date_trunc('hour', w.event_time)
having count(distinct w.key) >= 3
