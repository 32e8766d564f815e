/*
doc = "Can an AWS service be made to access the resource on behalf of another customer (the confused deputy problem)?"
layer = "data"

[parameters.table]
kind = "table"
doc = "The table of the resources."
needs = "policy"

[parameters.scope]
kind = "condition"
doc = "Which rows r of the table are in scope."
default = "true"

# The policy trusts no service, or asks for aws:SourceArn or aws:SourceAccount.
[[example]]
"$table" = [{arn = "a"}]
exposure = [{arn = "a", is_confused_deputy = false, services_reason = "no service is trusted without a source"}]
expect = "pass"

[[example]]
"$table" = [{arn = "a"}]
exposure = [{arn = "a", is_confused_deputy = true, services_reason = "s3.amazonaws.com is trusted without a source"}]
expect = "fail"

[[example]]
"$table" = [{arn = "a"}]
exposure = [{arn = "a", services_reason = "the policy was not collected"}]
expect = "unknown"

# The reasoner has no row for it.
[[example]]
"$table" = [{arn = "a"}]
expect = "unknown"
*/
select
  r.arn as resource,
  case when $scope then not e.is_confused_deputy end as ok,
  e.services_reason as reason
from estate.$table r
left join facts.exposure e on e.arn = r.arn
where $scope is not false
