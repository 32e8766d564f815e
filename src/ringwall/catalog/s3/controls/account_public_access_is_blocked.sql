/*
title = "Account should block public access to all of its buckets"
layer = "data"
severity = "high"
why = "The account's four settings apply to every bucket in it, now and later, whatever the bucket's own settings, ACLs and policies say."
fix = "aws s3control put-public-access-block --account-id ACCOUNT_ID --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true"
url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-block-public-access-account.html"

[[example]]
s3_account = [{arn = "a", block_public_acls = true, ignore_public_acls = true, block_public_policy = true, restrict_public_buckets = true}]
expect = "pass"

[[example]]
s3_account = [{arn = "a", block_public_acls = false, ignore_public_acls = false, block_public_policy = false, restrict_public_buckets = false}]
expect = "fail"

# Blocking new public ACLs and policies leaves existing ones in force.
[[example]]
s3_account = [{arn = "a", block_public_acls = true, ignore_public_acls = false, block_public_policy = true, restrict_public_buckets = false}]
expect = "fail"

[[example]]
s3_account = [{arn = "a", block_public_acls = true, ignore_public_acls = true, block_public_policy = true}]
expect = "unknown"
*/
select
  a.arn as resource,
  a.block_public_acls
    and a.ignore_public_acls
    and a.block_public_policy
    and a.restrict_public_buckets as ok,
  'BlockPublicAcls ' || coalesce(cast(a.block_public_acls as text), 'not known')
    || ', IgnorePublicAcls ' || coalesce(cast(a.ignore_public_acls as text), 'not known')
    || ', BlockPublicPolicy ' || coalesce(cast(a.block_public_policy as text), 'not known')
    || ', RestrictPublicBuckets '
    || coalesce(cast(a.restrict_public_buckets as text), 'not known') as reason
from estate.s3_account a
