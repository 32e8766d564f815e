/*
title = "Bucket should have versioning enabled"
layer = "response"
severity = "medium"
why = "With versioning, an object that is overwritten or deleted, by mistake or by ransomware, can be restored. Without it the object is lost."
fix = "aws s3api put-bucket-versioning --bucket NAME --versioning-configuration Status=Enabled, with a lifecycle rule that expires noncurrent versions."
url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", versioning_status = "Enabled"}]
expect = "pass"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", versioning_status = ""}]
expect = "fail"

# Versioning was suspended: what is overwritten now is lost.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", versioning_status = "Suspended"}]
expect = "fail"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", mfa_delete = "Disabled"}]
expect = "unknown"
*/
select
  b.arn as resource,
  b.versioning_status = 'Enabled' as ok,
  case
    when b.versioning_status = '' then 'versioning was never enabled'
    else 'versioning is ' || b.versioning_status
  end as reason
from estate.s3_bucket b
