/*
title = "Bucket should require TLS"
layer = "data"
severity = "medium"
why = "S3 also answers plain HTTP. A misconfigured client, or a proxy in between, can then send data and signed URLs unencrypted."
fix = "Add a statement to the policy that denies everyone s3:* on the bucket and its objects where aws:SecureTransport is false: aws s3api put-bucket-policy --bucket NAME --policy file://policy.json"
url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html#example-bucket-policies-HTTP-HTTPS"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
exposure = [{arn = "arn:aws:s3:::b", requires_tls = true, tls_reason = "its policy denies plain HTTP"}]
expect = "pass"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
exposure = [{arn = "arn:aws:s3:::b", requires_tls = false, tls_reason = "it has no policy that denies plain HTTP"}]
expect = "fail"

# The policy was not collected.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
exposure = [{arn = "arn:aws:s3:::b", tls_reason = "depends on its policy, which was not collected"}]
expect = "unknown"

# The reasoner has no row for it.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
exposure = [{arn = "arn:aws:s3:::c", requires_tls = true}]
expect = "unknown"
*/
select
  b.arn as resource,
  e.requires_tls as ok,
  e.tls_reason as reason
from estate.s3_bucket b
left join facts.exposure e on e.arn = b.arn
