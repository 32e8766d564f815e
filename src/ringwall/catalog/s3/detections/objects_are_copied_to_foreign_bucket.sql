/*
title = "Objects were copied to a bucket that is none of the organization"
severity = "high"
why = "A copy from one bucket to another moves data out without it passing through any machine of the organization."
fix = "Find who owns the target bucket. Cut off the principal, and forbid foreign targets by aws:ResourceOrgID."
attacks = ["T1537"]
false_positives = "A bucket that was made since the estate was collected, and whose creation is not in the logs: collect again. It needs a collected estate."
window = "1d"
confidence = 65

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "CopyObject", request_parameters = {bucketName = "theirs", key = "a", x-amz-copy-source = "invoices/a"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
s3_bucket = [{arn = "arn:aws:s3:::invoices", name = "invoices"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "CopyObject", request_parameters = {bucketName = "archive", key = "a", x-amz-copy-source = "invoices/a"}}]
s3_bucket = [
  {arn = "1", name = "invoices"},
  {arn = "2", name = "archive"},
]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "CopyObject", request_parameters = {bucketName = "theirs", key = "a", x-amz-copy-source = "invoices/a"}}]
expect = "quiet"
*/
with copied as (
  select
    event_time,
    event_id,
    account_id,
    aws_region,
    coalesce(principal_arn, session_arn) as actor,
    session_arn,
    access_key_id,
    case when invoked_by = '' then source_ip else '' end as source_ip,
    json_extract_string(request_parameters, '$.bucketName') as bucket,
    split_part(
      ltrim(json_extract_string(request_parameters, '$."x-amz-copy-source"'), '/'),
      '/',
      1
    ) as source
  from logs.cloudtrail
  where event_source = 's3.amazonaws.com'
    and event_name = 'CopyObject'
    and error_code = ''
)
select
  min(c.event_time) as at,
  concat_ws(' ', c.actor, c.source, c.bucket, date_trunc('hour', c.event_time)) as act,
  c.account_id,
  min(c.aws_region) as region,
  c.actor,
  c.source as resource,
  concat_ws(
    ' ',
    count(*),
    case when count(*) = 1 then 'object of bucket' else 'objects of bucket' end,
    c.source,
    case when count(*) = 1 then 'was' else 'were' end,
    'copied to bucket',
    c.bucket,
    'which is none of the organization'
  ) as reason,
  max(c.session_arn) as session,
  max(c.access_key_id) as access_key,
  max(c.source_ip) as address,
  [arg_min(c.event_id, c.event_time), arg_max(c.event_id, c.event_time)] as events,
  [c.bucket] as entities,
  count(*) as count
from copied c
join estate.s3_bucket mine on mine.name = c.source
left join estate.s3_bucket target on target.name = c.bucket
where target.name is null
  and c.bucket is not null
  and not exists (
    select 1
    from logs.cloudtrail made
    where made.event_source = 's3.amazonaws.com'
      and made.event_name = 'CreateBucket'
      and made.error_code = ''
      and json_extract_string(made.request_parameters, '$.bucketName') = c.bucket
  )
group by
  c.account_id,
  c.actor,
  c.source,
  c.bucket,
  date_trunc('hour', c.event_time)
