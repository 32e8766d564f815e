/*
title = "A bucket encrypts with a KMS key"
layer = "data"
severity = "low"
why = "S3's own encryption (AES256) is undone for anyone who may read the object. With KMS a reader needs the key as well: a second wall, with its own policy and its own log."
fix = "aws s3api put-bucket-encryption --bucket NAME --server-side-encryption-configuration '{\"Rules\": [{\"ApplyServerSideEncryptionByDefault\": {\"SSEAlgorithm\": \"aws:kms\", \"KMSMasterKeyID\": \"KEY\"}, \"BucketKeyEnabled\": true}]}'"
url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", sse_algorithm = "aws:kms", kms_master_key_id = "arn:aws:kms:eu-west-1:111111111111:key/k"}]
expect = "pass"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", sse_algorithm = "AES256"}]
expect = "fail"

# Two layers of KMS encryption.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", sse_algorithm = "aws:kms:dsse"}]
expect = "pass"

# Made before 2023 and never set.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", sse_algorithm = ""}]
expect = "fail"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", bucket_key_enabled = true}]
expect = "unknown"
*/
select
  b.arn as resource,
  b.sse_algorithm in ('aws:kms', 'aws:kms:dsse') as ok,
  case
    when b.sse_algorithm = '' then 'there is no default encryption'
    else 'SSEAlgorithm is ' || b.sse_algorithm
  end as reason
from estate.s3_bucket b
