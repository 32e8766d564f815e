/*
title = "A queue is open to another organization on conditions only"
layer = "data"
severity = "medium"
why = "An account that is named as a whole lets in whomever its administrators choose, now and later. It can forge messages, or take them away."
fix = "Add a Condition to the statement on who comes (ArnLike aws:PrincipalArn, StringEquals aws:PrincipalTag/...) or from where (aws:SourceVpce, aws:SourceIp), or name the role instead of the account: aws sqs set-queue-attributes --queue-url URL --attributes file://attributes.json (with Policy in it)"
url = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-basic-examples-of-sqs-policies.html"

[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
exposure = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q", is_open_to_accounts = false, accounts_reason = "no other organization gets in without a condition on who comes"}]
expect = "pass"

[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
exposure = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q", is_open_to_accounts = true, accounts_reason = "AWS:arn:aws:iam::999999999999:root may sqs:SendMessage"}]
expect = "fail"

[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
exposure = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q", accounts_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
expect = "unknown"
*/
select
  q.arn as resource,
  not e.is_open_to_accounts as ok,
  e.accounts_reason as reason
from estate.sqs_queue q
left join facts.exposure e on e.arn = q.arn
