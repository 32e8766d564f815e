/*
title = "Policy of the CloudTrail bucket was replaced"
severity = "medium"
why = "A statement more or less in this policy decides whether CloudTrail can write, and who can read or delete all logs."
fix = "Compare the policy with the one before (AWS Config, Terraform) and put that back."
attacks = ["T1562.008", "T1530"]
false_positives = "The log archive's own pipeline, and CloudTrail's console when an account or a prefix is added."
window = "1h"
confidence = 50

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", operation = "PutBucketPolicy", request_parameters = {bucketName = "org-logs", bucketPolicy = {Statement = []}}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
cloudtrail_trail = [{trail_name = "main", s3_bucket_name = "org-logs"}]
expect = "hit"

# Another bucket.
[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", operation = "PutBucketPolicy", request_parameters = {bucketName = "app", bucketPolicy = {Statement = []}}}]
cloudtrail_trail = [{trail_name = "main", s3_bucket_name = "org-logs"}]
expect = "quiet"

# A service does it.
[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", operation = "PutBucketPolicy", request_parameters = {bucketName = "org-logs", bucketPolicy = {Statement = []}}, identity_type = "AWSService", invoked_by = "controltower.amazonaws.com"}]
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
  'the policy of bucket ' || json_extract_string(request_parameters, '$.bucketName')
    || ', where trails write, was replaced' as reason
from logs.cloudtrail
where event_source = 's3.amazonaws.com'
  and operation = 'PutBucketPolicy'
  and error_code = ''
  and identity_type <> 'AWSService'
  and json_extract_string(request_parameters, '$.bucketName') in (select bucket from log_bucket)
