/*
title = "A bucket encrypts with a KMS key"
layer = "data"
severity = "low"
why = "S3's own encryption (AES256) is undone for anyone who may read the object. With KMS a reader needs the key as well: a second wall, with its own policy and its own log."
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

# Made before 2023 and never set.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", log_bucket = "", sse_algorithm = ""}]
expect = "fail"

# S3 delivers access logs to buckets with AES256 alone.
[[example]]
s3_bucket = [
  {arn = "arn:aws:s3:::b", log_bucket = "logs", sse_algorithm = "aws:kms"},
  {arn = "arn:aws:s3:::logs", log_bucket = "", sse_algorithm = "AES256"},
]
expect = "pass"

# Whether access logs are delivered to it is not known.
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
-- S3 takes logs only from buckets of the same account and region.
stray as (
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
    when b.sse_algorithm = '' then 'there is no default encryption'
    when b.sse_algorithm not like 'aws:kms%' and t.arn is not null
      then 'it takes access logs, which S3 delivers without KMS'
    when b.sse_algorithm not like 'aws:kms%' and s.account_id is not null
      then 'SSEAlgorithm is ' || b.sse_algorithm || '; whether it takes access logs is not known'
    else 'SSEAlgorithm is ' || b.sse_algorithm
  end as reason
from estate.s3_bucket b
left join target t
  on t.arn = b.arn
  and t.account_id = b.account_id
  and t.region = b.region
left join stray s on s.account_id = b.account_id and s.region = b.region
