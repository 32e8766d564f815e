/*
doc = "Does an account of another organization have access without a condition on who calls, or from where?"
layer = "data"

[parameters.table]
kind = "table"
doc = "The table of the resources."
needs = "policy"

[parameters.scope]
kind = "condition"
doc = "Which rows r of the table are in scope."
default = "true"

[[example]]
"$table" = [{arn = "a"}]
exposure = [{arn = "a", is_open_to_accounts = false, accounts_reason = "no other organization has access without a condition"}]
expect = "pass"

[[example]]
"$table" = [{arn = "a"}]
exposure = [{arn = "a", is_open_to_accounts = true, accounts_reason = "arn:aws:iam::999999999999:root has access without a condition"}]
expect = "fail"

[[example]]
"$table" = [{arn = "a"}]
exposure = [{arn = "a", accounts_reason = "the policy was not collected"}]
expect = "unknown"

# The reasoner has no row for it.
[[example]]
"$table" = [{arn = "a"}]
expect = "unknown"
*/
select
  r.arn as resource,
  case when $scope then not e.is_open_to_accounts end as ok,
  e.accounts_reason as reason
from estate.$table r
left join facts.exposure e on e.arn = r.arn
where $scope is not false
