/*
title = "A bucket serves AWS services for its own organization's resources only"
layer = "data"
severity = "medium"
why = "CloudTrail, Config or log delivery act for every customer of AWS. A bucket that trusts the service without asking for whom takes, or gives, what a stranger's trail or job asks for: the confused deputy."
fix = "Add a Condition to the statement: ArnLike aws:SourceArn (the trail or job), StringEquals aws:SourceAccount, or aws:SourceOrgID: aws s3api put-bucket-policy --bucket NAME --policy file://policy.json"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"

# No service comes in for a stranger: aws:SourceArn or aws:SourceAccount is asked for.

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
exposure = [{arn = "arn:aws:s3:::b", is_confused_deputy = false, services_reason = "no service is trusted for anyone's resources"}]
expect = "pass"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
exposure = [{arn = "arn:aws:s3:::b", is_confused_deputy = true, services_reason = "Service:s3.amazonaws.com may s3:PutObject"}]
expect = "fail"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
exposure = [{arn = "arn:aws:s3:::b", services_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
expect = "unknown"
*/
select
  b.arn as resource,
  not e.is_confused_deputy as ok,
  e.services_reason as reason
from estate.s3_bucket b
left join facts.exposure e on e.arn = b.arn
