/*
doc = "Is the resource public: does its policy, or a setting that shares it, allow access to anyone?"
layer = "data"

[parameters.table]
kind = "table"
doc = "The table of the resources."
needs = "policy or share"

[parameters.scope]
kind = "condition"
doc = "Which rows r of the table are in scope."
default = "true"

[[example]]
"$table" = [{arn = "a"}]
exposure = [{arn = "a", is_public = false, public_reason = "no access from outside that is not limited"}]
expect = "pass"

[[example]]
"$table" = [{arn = "a"}]
exposure = [{arn = "a", is_public = true, public_reason = "anyone can read it"}]
expect = "fail"

[[example]]
"$table" = [{arn = "a"}]
exposure = [{arn = "a", public_reason = "the policy was not collected"}]
expect = "unknown"

# The reasoner has no row for it.
[[example]]
"$table" = [{arn = "a"}]
expect = "unknown"
*/
select
  r.arn as resource,
  case when $scope then not e.is_public end as ok,
  e.public_reason as reason
from estate.$table r
left join facts.exposure e on e.arn = r.arn
where $scope is not false
