/*
title = "A queue takes messages of AWS services for its own resources only"
layer = "data"
severity = "medium"
why = "S3, SNS or EventBridge act for every customer of AWS. A queue that trusts the service without asking for whom takes messages that a stranger's bucket or topic sends: the confused deputy."
fix = "Add a Condition to the statement: ArnLike aws:SourceArn (the bucket, topic or rule), StringEquals aws:SourceAccount, or aws:SourceOrgID: aws sqs set-queue-attributes --queue-url URL --attributes file://attributes.json (with Policy in it)"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"

# No service comes in for a stranger: aws:SourceArn or aws:SourceAccount is asked for.

[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
exposure = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q", is_confused_deputy = false, services_reason = "no service is trusted for anyone's resources"}]
expect = "pass"

[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
exposure = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q", is_confused_deputy = true, services_reason = "Service:s3.amazonaws.com may sqs:SendMessage"}]
expect = "fail"

[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
exposure = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q", services_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
expect = "unknown"
*/
select
  q.arn as resource,
  not e.is_confused_deputy as ok,
  e.services_reason as reason
from estate.sqs_queue q
left join facts.exposure e on e.arn = q.arn
