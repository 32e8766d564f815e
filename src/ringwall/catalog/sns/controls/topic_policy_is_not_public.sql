/*
title = "A topic policy does not let anyone in"
layer = "data"
severity = "critical"
why = "Principal * without a condition on who is calling lets every AWS account listen to the topic's messages, or send false ones to all who listen."
fix = "Name who publishes and subscribes, or hold Principal * with a Condition on aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID: aws sns set-topic-attributes --topic-arn ARN --attribute-name Policy --attribute-value file://policy.json"
url = "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html"

[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
exposure = [{arn = "arn:aws:sns:eu-west-1:111111111111:t", is_public = false, public_reason = "nobody gets in who is not named"}]
expect = "pass"

[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
exposure = [{arn = "arn:aws:sns:eu-west-1:111111111111:t", is_public = true, public_reason = "anybody may sns:Subscribe"}]
expect = "fail"

[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
exposure = [{arn = "arn:aws:sns:eu-west-1:111111111111:t", public_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
expect = "unknown"
*/
select
  t.arn as resource,
  not e.is_public as ok,
  e.public_reason as reason
from estate.sns_topic t
left join facts.exposure e on e.arn = t.arn
