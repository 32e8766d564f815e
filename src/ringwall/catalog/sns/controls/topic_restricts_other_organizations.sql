/*
title = "A topic is open to another organization on conditions only"
layer = "data"
severity = "medium"
why = "An account that is named as a whole lets in whomever its administrators choose, now and later. It can listen to all messages, or send false ones."
fix = "Add a Condition to the statement on who comes (ArnLike aws:PrincipalArn, StringEquals aws:PrincipalTag/...) or from where (aws:SourceVpce, aws:SourceIp), or name the role instead of the account: aws sns set-topic-attributes --topic-arn ARN --attribute-name Policy --attribute-value file://policy.json"
url = "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html"

[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
exposure = [{arn = "arn:aws:sns:eu-west-1:111111111111:t", is_open_to_accounts = false, accounts_reason = "no other organization gets in without a condition on who comes"}]
expect = "pass"

[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
exposure = [{arn = "arn:aws:sns:eu-west-1:111111111111:t", is_open_to_accounts = true, accounts_reason = "AWS:arn:aws:iam::999999999999:root may sns:Subscribe"}]
expect = "fail"

[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
exposure = [{arn = "arn:aws:sns:eu-west-1:111111111111:t", accounts_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
expect = "unknown"
*/
select
  t.arn as resource,
  not e.is_open_to_accounts as ok,
  e.accounts_reason as reason
from estate.sns_topic t
left join facts.exposure e on e.arn = t.arn
