/*
title = "Bucket should be encrypted with a KMS key"
layer = "data"
severity = "low"
why = "With the S3 default encryption (AES256), anyone who can read the object can decrypt it. With KMS they also need access to the key, which has a policy and a log of its own."
fix = "aws s3api put-bucket-encryption --bucket NAME --server-side-encryption-configuration '{\"Rules\": [{\"ApplyServerSideEncryptionByDefault\": {\"SSEAlgorithm\": \"aws:kms\", \"KMSMasterKeyID\": \"KEY\"}, \"BucketKeyEnabled\": true}]}'"
url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", log_bucket = "", sse_algorithm = "aws:kms", kms_master_key_id = "arn:aws:kms:eu-west-1:111111111111:key/k"}]
expect = "pass"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", log_bucket = "", sse_algorithm = "AES256"}]
expect = "fail"

# Two layers of KMS encryption.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", sse_algorithm = "aws:kms:dsse"}]
expect = "pass"

# Created before 2023, and never set.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", log_bucket = "", sse_algorithm = ""}]
expect = "fail"

# S3 delivers access logs only to buckets without KMS encryption.
[[example]]
s3_bucket = [
  {arn = "arn:aws:s3:::b", log_bucket = "logs", sse_algorithm = "aws:kms"},
  {arn = "arn:aws:s3:::logs", log_bucket = "", sse_algorithm = "AES256"},
]
expect = "pass"

# It is not known whether the bucket receives access logs.
[[example]]
s3_bucket = [
  {arn = "arn:aws:s3:::b", sse_algorithm = "AES256"},
]
expect = "unknown"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", log_bucket = "", bucket_key_enabled = true}]
expect = "unknown"
*/
with target as (
  select
    b.account_id,
    b.region,
    'arn:' || b.partition || ':s3:::' || b.log_bucket as arn
  from estate.s3_bucket b
  where b.log_bucket <> ''
  group by 1, 2, 3
),
-- S3 delivers access logs only within an account and Region.
unknown_target as (
  select b.account_id, b.region
  from estate.s3_bucket b
  where b.log_bucket is null
  group by b.account_id, b.region
)
select
  b.arn as resource,
  case
    when b.sse_algorithm in ('aws:kms', 'aws:kms:dsse') or t.arn is not null then true
    when b.sse_algorithm is null or s.account_id is not null then null
    else false
  end as ok,
  case
    when b.sse_algorithm = '' then 'default encryption is not set'
    when b.sse_algorithm not like 'aws:kms%' and t.arn is not null
      then 'it receives access logs, which S3 delivers without KMS'
    when b.sse_algorithm not like 'aws:kms%' and s.account_id is not null
      then 'SSEAlgorithm is ' || b.sse_algorithm || '; whether it receives access logs is not known'
    else 'SSEAlgorithm is ' || b.sse_algorithm
  end as reason
from estate.s3_bucket b
left join target t
  on t.arn = b.arn
  and t.account_id = b.account_id
  and t.region = b.region
left join unknown_target s on s.account_id = b.account_id and s.region = b.region
