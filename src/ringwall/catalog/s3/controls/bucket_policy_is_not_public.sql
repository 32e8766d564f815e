/*
title = "A bucket lets in nobody unknown"
layer = "data"
severity = "critical"
why = "A policy or an ACL that allows anyone, with no condition that says who may come, gives the bucket to the internet."
fix = "Name who may come, or close it at once: aws s3api put-public-access-block --bucket NAME --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true; then mend the policy: aws s3api put-bucket-policy --bucket NAME --policy file://policy.json"
url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status"

# No policy at all, or one for the own account.

[[example]]
s3_bucket = [{arn = "b"}]
exposure = [{arn = "b", is_public = false, public_reason = "nobody gets in who is not named"}]
expect = "pass"

[[example]]
s3_bucket = [{arn = "b"}]
exposure = [{arn = "b", is_public = true, public_reason = "anybody may s3:GetObject"}]
expect = "fail"

[[example]]
s3_bucket = [{arn = "b"}]
exposure = [{arn = "b", public_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
s3_bucket = [{arn = "b"}]
expect = "unknown"
*/
select
  b.arn as resource,
  not e.is_public as ok,
  e.public_reason as reason
from estate.s3_bucket b
left join facts.exposure e on e.arn = b.arn
