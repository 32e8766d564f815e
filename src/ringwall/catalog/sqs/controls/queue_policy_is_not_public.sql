/*
title = "A queue policy does not let anyone in"
layer = "data"
severity = "critical"
why = "Principal * without a condition on who is calling lets every AWS account read, forge or drop the queue's messages."
fix = "Name the callers, or hold Principal * with a Condition on aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID: aws sqs set-queue-attributes --queue-url URL --attributes file://attributes.json (with Policy in it)"
url = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html"

[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
exposure = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q", is_public = false, public_reason = "nobody gets in who is not named"}]
expect = "pass"

[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
exposure = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q", is_public = true, public_reason = "anybody may sqs:SendMessage"}]
expect = "fail"

[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
exposure = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q", public_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
expect = "unknown"
*/
select
  q.arn as resource,
  not e.is_public as ok,
  e.public_reason as reason
from estate.sqs_queue q
left join facts.exposure e on e.arn = q.arn
