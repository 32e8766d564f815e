/*
title = "Lifecycle rule deletes all objects of a bucket within days"
severity = "high"
why = "A lifecycle rule deletes every object, or every older version, without one call to delete, and no policy stops it. Attackers use it to destroy data and to erase logs."
fix = "Delete the rule at once (aws s3api delete-bucket-lifecycle): objects go at the next midnight (UTC). Then find who set it."
attacks = ["T1485", "T1490"]
false_positives = "Scratch buckets that keep objects a day or two. Rules for a prefix, and those set as the bucket is made, are not reported."
window = "1h"
confidence = 70

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketLifecycle", request_parameters = {bucketName = "invoices", LifecycleConfiguration = {Rule = {ID = "x", Expiration = {Days = 1}, Filter = {Prefix = ""}, Status = "Enabled"}}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketLifecycle", request_parameters = {bucketName = "invoices", LifecycleConfiguration = {Rule = {Expiration = {Days = 30}, Prefix = "", Status = "Enabled"}}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketLifecycle", request_parameters = {bucketName = "invoices", LifecycleConfiguration = {Rule = {Expiration = {Days = 1}, Filter = {Prefix = "tmp/"}, Status = "Enabled"}}}}]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "s3.amazonaws.com", event_name = "CreateBucket", request_parameters = {bucketName = "invoices"}},
  {event_source = "s3.amazonaws.com", event_name = "PutBucketLifecycle", request_parameters = {bucketName = "invoices", LifecycleConfiguration = {Rule = {Expiration = {Days = 1}, Prefix = "", Status = "Enabled"}}}},
]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketLifecycle", request_parameters = {bucketName = "invoices", LifecycleConfiguration = {Rule = {AbortIncompleteMultipartUpload = {DaysAfterInitiation = 1}, Status = "Enabled"}}}}]
expect = "quiet"
*/
select
  e.event_time as at,
  e.event_id as act,
  e.account_id,
  e.aws_region as region,
  coalesce(e.principal_arn, e.session_arn) as actor,
  coalesce(json_extract_string(e.request_parameters, '$.bucketName'), '') as resource,
  concat_ws(
    ' ',
    'A lifecycle rule deletes all objects of bucket',
    json_extract_string(e.request_parameters, '$.bucketName'),
    'within three days'
  ) as reason,
  e.session_arn as session,
  e.access_key_id as access_key,
  e.source_ip as address,
  [e.event_id] as events
from logs.cloudtrail e
where e.event_source = 's3.amazonaws.com'
  and e.event_name in ('PutBucketLifecycle', 'PutBucketLifecycleConfiguration')
  and e.error_code = ''
  and regexp_matches(
    coalesce(json_extract_string(e.request_parameters, '$.LifecycleConfiguration'), ''),
    '"(Expiration|NoncurrentVersionExpiration)": ?[{][^{}]*"(Days|NoncurrentDays)": ?"?[1-3]"?[,}]'
  )
  -- A prefix or a tag limits the rule to some of the objects.
  and not regexp_matches(
    coalesce(json_extract_string(e.request_parameters, '$.LifecycleConfiguration'), ''),
    '"(Prefix|Key)": ?"[^"]'
  )
  and not exists (
    select 1
    from logs.cloudtrail made
    where made.event_source = 's3.amazonaws.com'
      and made.event_name = 'CreateBucket'
      and made.error_code = ''
      and made.account_id = e.account_id
      and json_extract_string(made.request_parameters, '$.bucketName')
        = json_extract_string(e.request_parameters, '$.bucketName')
  )
