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
s3_access = [{operation = "REST.GET.BUCKET", bucket = "invoices", status = 200, client_address = "203.0.113.7"}]
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

[[example]]
s3_access = [{operation = "REST.GET.BUCKET", bucket = "invoices", status = 403, client_address = "203.0.113.7"}]
expect = "quiet"

[[example]]
s3_access = [{operation = "REST.GET.BUCKET", bucket = "invoices", status = 200, client_address = "203.0.113.7", requester = "arn:aws:iam::111111111111:role/deploy"}]
expect = "quiet"
*/
with request as (
  select
    event_time,
    event_id,
    account_id,
    aws_region,
    json_extract_string(request_parameters, '$.bucketName') as bucket,
    source_ip as address
  from logs.cloudtrail
  where event_source = 's3.amazonaws.com'
    and event_name in (
      'ListObjects', 'ListObjectsV2', 'ListBucket', 'ListObjectVersions'
    )
    and error_code = ''
    and invoked_by = ''
    and access_key_id = ''
    and (
      principal_account_id = 'anonymous'
      or lower(principal_id) = 'anonymous'
    )
  union all
  select
    event_time,
    request_id as event_id,
    account_id,
    aws_region,
    bucket,
    client_address as address
  from logs.s3_access
  where requester = ''
    and regexp_matches(operation, '^REST[.]GET[.](BUCKET|BUCKETVERSIONS)$')
    and status between 200 and 299
)
select
  min(event_time) as at,
  concat_ws(' ', bucket, address, date_trunc('hour', event_time)) as act,
  coalesce(max(account_id), '') as account_id,
  coalesce(max(aws_region), '') as region,
  '' as actor,
  bucket as resource,
  concat_ws(
    ' ',
    'Bucket',
    bucket,
    'was listed',
    count(*),
    case when count(*) = 1 then 'time without credentials from' else 'times without credentials from' end,
    address
  ) as reason,
  address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from request
where bucket is not null
group by
  bucket,
  address,
  date_trunc('hour', event_time)
