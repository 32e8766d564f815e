/*
title = "A bucket has its ACLs disabled"
layer = "data"
severity = "medium"
why = "ACLs are a second way to let people in, object by object, that no policy shows. BucketOwnerEnforced turns all of them off, and gives every object to the bucket's owner."
fix = "aws s3api put-bucket-ownership-controls --bucket NAME --ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'. Move what the ACLs allow into the policy first: aws s3api get-bucket-acl --bucket NAME"
url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", object_ownership = "BucketOwnerEnforced"}]
expect = "pass"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", object_ownership = "ObjectWriter"}]
expect = "fail"

# The owner gets new objects, and ACLs go on working.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", object_ownership = "BucketOwnerPreferred"}]
expect = "fail"

# Never set: as ObjectWriter.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", object_ownership = ""}]
expect = "fail"

# Ignoring public ACLs leaves those that name other accounts.
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
    when b.object_ownership = '' then 'ObjectOwnership was never set: ACLs work'
    else 'ObjectOwnership is ' || b.object_ownership
  end as reason
from estate.s3_bucket b
