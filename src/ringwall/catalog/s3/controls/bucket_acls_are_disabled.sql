/*
title = "Bucket should have ACLs disabled"
layer = "data"
severity = "medium"
why = "ACLs can give access to single objects, and no policy shows it. BucketOwnerEnforced disables all ACLs and makes the bucket's owner the owner of every object."
fix = "aws s3api put-bucket-ownership-controls --bucket NAME --ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'. First add what the ACLs allow to the policy: aws s3api get-bucket-acl --bucket NAME"
url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", object_ownership = "BucketOwnerEnforced"}]
expect = "pass"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", object_ownership = "ObjectWriter"}]
expect = "fail"

# The bucket's owner owns new objects, but ACLs still work.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", object_ownership = "BucketOwnerPreferred"}]
expect = "fail"

# Never set: the same as ObjectWriter.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", object_ownership = ""}]
expect = "fail"

# Ignoring public ACLs leaves ACLs for other accounts in force.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", object_ownership = "ObjectWriter", ignore_public_acls = true}]
expect = "fail"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", block_public_acls = true}]
expect = "unknown"
*/
select
  b.arn as resource,
  b.object_ownership = 'BucketOwnerEnforced' as ok,
  case
    when b.object_ownership = '' then 'ObjectOwnership was never set, so ACLs are enabled'
    else 'ObjectOwnership is ' || b.object_ownership
  end as reason
from estate.s3_bucket b
