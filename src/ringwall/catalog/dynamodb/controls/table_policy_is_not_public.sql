/*
title = "A table's policy does not let anyone in"
layer = "data"
severity = "critical"
why = "Principal * without a condition on who is calling gives every AWS account the table's items."
fix = "Name the roles that use the table: aws dynamodb put-resource-policy --resource-arn ARN --policy file://policy.json"
url = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-bpa-rbp.html"

[[example]]
dynamodb_table = [{arn = "arn:aws:dynamodb:eu-west-1:111111111111:table/t"}]
exposure = [{arn = "arn:aws:dynamodb:eu-west-1:111111111111:table/t", is_public = false, public_reason = "nobody gets in who is not named"}]
expect = "pass"

[[example]]
dynamodb_table = [{arn = "arn:aws:dynamodb:eu-west-1:111111111111:table/t"}]
exposure = [{arn = "arn:aws:dynamodb:eu-west-1:111111111111:table/t", is_public = true, public_reason = "anybody may dynamodb:GetItem"}]
expect = "fail"

[[example]]
dynamodb_table = [{arn = "arn:aws:dynamodb:eu-west-1:111111111111:table/t"}]
exposure = [{arn = "arn:aws:dynamodb:eu-west-1:111111111111:table/t", public_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
dynamodb_table = [{arn = "arn:aws:dynamodb:eu-west-1:111111111111:table/t"}]
expect = "unknown"
*/
select
  t.arn as resource,
  not e.is_public as ok,
  e.public_reason as reason
from estate.dynamodb_table t
left join facts.exposure e on e.arn = t.arn
