/*
title = "A topic takes messages of AWS services for its own resources only"
layer = "data"
severity = "medium"
why = "S3, CloudWatch or EventBridge act for every customer of AWS. A topic that trusts the service without asking for whom sends on what a stranger's bucket, alarm or rule says: the confused deputy."
fix = "Add a Condition to the statement: ArnLike aws:SourceArn (the bucket, alarm or rule), StringEquals aws:SourceAccount, or aws:SourceOrgID: aws sns set-topic-attributes --topic-arn ARN --attribute-name Policy --attribute-value file://policy.json"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"

# No service comes in for a stranger: aws:SourceArn or aws:SourceAccount is asked for.

[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
exposure = [{arn = "arn:aws:sns:eu-west-1:111111111111:t", is_confused_deputy = false, services_reason = "no service is trusted for anyone's resources"}]
expect = "pass"

[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
exposure = [{arn = "arn:aws:sns:eu-west-1:111111111111:t", is_confused_deputy = true, services_reason = "Service:s3.amazonaws.com may sns:Publish"}]
expect = "fail"

[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
exposure = [{arn = "arn:aws:sns:eu-west-1:111111111111:t", services_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
expect = "unknown"
*/
select
  t.arn as resource,
  not e.is_confused_deputy as ok,
  e.services_reason as reason
from estate.sns_topic t
left join facts.exposure e on e.arn = t.arn
