/*
title = "Objects were copied to a bucket of a foreign account"
severity = "high"
why = "A copy from one bucket to another moves data out without it passing through any machine of the organization. The record itself says that the target belongs to another account."
fix = "Find who owns the target account. Cut off the principal, and forbid foreign targets by aws:ResourceOrgID."
attacks = ["T1537"]
false_positives = "A partner who gets data that way on purpose: write an exception with the bucket."
window = "1h"
confidence = 75

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "CopyObject", account_id = "111111111111", request_parameters = {bucketName = "theirs", key = "a", x-amz-copy-source = "invoices/a"}, principal_arn = "arn:aws:iam::111111111111:role/deploy", rest = {resources = [{accountId = "999999999999", ARN = "arn:aws:s3:::theirs", type = "AWS::S3::Bucket"}, {ARN = "arn:aws:s3:::theirs/a", type = "AWS::S3::Object"}, {accountId = "111111111111", ARN = "arn:aws:s3:::invoices", type = "AWS::S3::Bucket"}]}}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

# Both buckets are the organization's.
[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "CopyObject", account_id = "111111111111", request_parameters = {bucketName = "archive", key = "a", x-amz-copy-source = "invoices/a"}, rest = {resources = [{accountId = "222222222222", ARN = "arn:aws:s3:::archive", type = "AWS::S3::Bucket"}, {accountId = "111111111111", ARN = "arn:aws:s3:::invoices", type = "AWS::S3::Bucket"}]}}]
own_account = [{account_id = "111111111111"}, {account_id = "222222222222"}]
expect = "quiet"

# Data of somebody else is copied in.
[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "CopyObject", account_id = "111111111111", request_parameters = {bucketName = "mirror", key = "a", x-amz-copy-source = "open-data/a"}, rest = {resources = [{accountId = "111111111111", ARN = "arn:aws:s3:::mirror", type = "AWS::S3::Bucket"}, {accountId = "999999999999", ARN = "arn:aws:s3:::open-data", type = "AWS::S3::Bucket"}]}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"

# It was refused.
[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "CopyObject", account_id = "111111111111", error_code = "AccessDenied", request_parameters = {bucketName = "theirs", key = "a", x-amz-copy-source = "invoices/a"}, rest = {resources = [{accountId = "999999999999", ARN = "arn:aws:s3:::theirs", type = "AWS::S3::Bucket"}]}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"
*/
with named as (
  select
    event_time,
    event_id,
    account_id,
    aws_region,
    coalesce(principal_arn, session_arn) as actor,
    session_arn,
    access_key_id,
    case when invoked_by = '' then source_ip else '' end as source_ip,
    coalesce(json_extract_string(request_parameters, '$.bucketName'), '') as bucket,
    split_part(
      ltrim(json_extract_string(request_parameters, '$."x-amz-copy-source"'), '/'),
      '/',
      1
    ) as source,
    unnest(
      regexp_extract_all(
        coalesce(json_extract_string(rest, '$.resources'), ''),
        '[{][^{}]*"AWS::S3::Bucket"[^{}]*[}]'
      )
    ) as resource
  from logs.cloudtrail
  where event_source = 's3.amazonaws.com'
    and event_name in ('CopyObject', 'UploadPartCopy')
    and error_code = ''
),
copied as (
  select
    *,
    regexp_extract(resource, '"accountId": ?"([0-9]{12})"', 1) as owner,
    regexp_extract(resource, ':s3:::([^"/]+)"', 1) as named
  from named
)
select
  min(event_time) as at,
  concat_ws(' ', actor, source, bucket, owner, date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  actor,
  source as resource,
  concat_ws(
    ' ',
    count(*),
    case when count(*) = 1 then 'object of bucket' else 'objects of bucket' end,
    source,
    case when count(*) = 1 then 'was' else 'were' end,
    'copied to bucket',
    bucket,
    'of the foreign account',
    owner
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  [bucket, owner] as entities,
  count(*) as count
from copied
where owner <> ''
  and named <> source
  and owner <> account_id
  and owner not in (select account_id from facts.own_account)
group by
  account_id,
  actor,
  source,
  bucket,
  owner,
  date_trunc('hour', event_time)
