/*
title = "Bucket should block public access"
layer = "data"
severity = "high"
why = "Without the four settings of Block Public Access, one wrong ACL or policy exposes the bucket to the internet. The account's settings count as well: S3 applies the more restrictive of the two."
fix = "Enable all four settings of Block Public Access: aws s3api put-public-access-block --bucket NAME --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true"
url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", block_public_acls = true, ignore_public_acls = true, block_public_policy = true, restrict_public_buckets = true}]
s3_account = [{arn = "a", block_public_acls = false, ignore_public_acls = false, block_public_policy = false, restrict_public_buckets = false}]
expect = "pass"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", block_public_acls = true, ignore_public_acls = true, block_public_policy = false, restrict_public_buckets = true}]
s3_account = [{arn = "a", block_public_acls = false, ignore_public_acls = false, block_public_policy = false, restrict_public_buckets = false}]
expect = "fail"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", block_public_acls = false, ignore_public_acls = false, block_public_policy = false, restrict_public_buckets = false}]
s3_account = [{arn = "a", block_public_acls = true, ignore_public_acls = true, block_public_policy = true, restrict_public_buckets = true}]
expect = "pass"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
s3_account = [{arn = "a", block_public_acls = false, ignore_public_acls = false, block_public_policy = false, restrict_public_buckets = false}]
expect = "unknown"
*/
select
  b.arn as resource,
  (b.block_public_acls or a.block_public_acls)
    and (b.ignore_public_acls or a.ignore_public_acls)
    and (b.block_public_policy or a.block_public_policy)
    and (b.restrict_public_buckets or a.restrict_public_buckets) as ok,
  'BlockPublicAcls ' || b.block_public_acls
    || ', IgnorePublicAcls ' || b.ignore_public_acls
    || ', BlockPublicPolicy ' || b.block_public_policy
    || ', RestrictPublicBuckets ' || b.restrict_public_buckets as reason
from estate.s3_bucket b
left join estate.s3_account a on a.account_id = b.account_id
