/*
title = "Protection of the CloudTrail bucket was changed"
severity = "high"
why = "A bucket policy that lost its statements, versions that are suspended or files that expire at once keep CloudTrail from writing, or let others delete what it wrote."
fix = "Put the bucket's policy, versioning and lifecycle back. Write down the caller and its other calls of the hour, and take its credentials away if nobody planned it."
attacks = ["T1562.008", "T1070"]
false_positives = "Changes of the log archive by its own pipeline; a policy is also put when an account is added to it."
window = "1h"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", operation = "DeleteBucketPolicy", request_parameters = {bucketName = "org-logs"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
cloudtrail_trail = [{trail_name = "main", s3_bucket_name = "org-logs"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", operation = "PutBucketLifecycle", request_parameters = {bucketName = "org-logs", LifecycleConfiguration = {Rule = {Expiration = {Days = 1}, ID = "x", Status = "Enabled"}}}}]
cloudtrail_trail = [{trail_name = "main", s3_bucket_name = "org-logs"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", operation = "PutBucketVersioning", request_parameters = {bucketName = "org-logs", VersioningConfiguration = {Status = "Suspended"}}}]
cloudtrail_trail = [{trail_name = "main", s3_bucket_name = "org-logs"}]
expect = "hit"

# Files are kept for a year.
[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", operation = "PutBucketLifecycle", request_parameters = {bucketName = "org-logs", LifecycleConfiguration = {Rule = {Expiration = {Days = 365}, ID = "x", Status = "Enabled"}}}}]
cloudtrail_trail = [{trail_name = "main", s3_bucket_name = "org-logs"}]
expect = "quiet"

# No trail writes to the bucket.
[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", operation = "DeleteBucketPolicy", request_parameters = {bucketName = "app"}}]
cloudtrail_trail = [{trail_name = "main", s3_bucket_name = "org-logs"}]
expect = "quiet"

# Versions are switched on.
[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", operation = "PutBucketVersioning", request_parameters = {bucketName = "org-logs", VersioningConfiguration = {Status = "Enabled"}}}]
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
  event_time as at,
  event_id as act,
  coalesce(account_id, '') as account_id,
  aws_region as region,
  coalesce(nullif(principal_arn, ''), session_arn) as actor,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  'arn:aws:s3:::' || json_extract_string(request_parameters, '$.bucketName') as resource,
  operation || ' took protection from bucket '
    || json_extract_string(request_parameters, '$.bucketName') || ', where trails write' as reason
from logs.cloudtrail
where event_source = 's3.amazonaws.com'
  and error_code = ''
  and json_extract_string(request_parameters, '$.bucketName') in (select bucket from log_bucket)
  and (
    operation in ('DeleteBucketPolicy', 'DeleteBucketPublicAccessBlock', 'DeleteBucketLifecycle')
    or (
      operation = 'PutBucketVersioning'
      and json_extract_string(request_parameters, '$.VersioningConfiguration.Status') = 'Suspended'
    )
    or (
      operation in ('PutBucketLifecycle', 'PutBucketLifecycleConfiguration')
      and try_cast(
        nullif(
          regexp_extract(
            request_parameters,
            '"Expiration"\s*:\s*[{][^{}]*"Days"\s*:\s*"?([0-9]{1,6})',
            1
          ),
          ''
        ) as bigint
      ) < 90
    )
  )
