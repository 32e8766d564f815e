/*
doc = "Is a resource in more than one Availability Zone?"
layer = "infrastructure"

[parameters.table]
kind = "table"
doc = "The table of the resources."

[parameters.column]
kind = "column"
holds = "list"
doc = "The column that lists their zones."

[parameters.scope]
kind = "condition"
doc = "Which rows r of the table are in scope."
default = "true"

[[example]]
"$table" = [{arn = "a", "$column" = ["eu-west-1a", "eu-west-1b"]}]
expect = "pass"

[[example]]
"$table" = [{arn = "a", "$column" = ["eu-west-1a"]}]
expect = "fail"

# The same zone twice is one.
[[example]]
"$table" = [{arn = "a", "$column" = ["eu-west-1a", "eu-west-1a"]}]
expect = "fail"

[[example]]
"$table" = [{arn = "a"}]
expect = "unknown"
*/
select
  r.arn as resource,
  case when $scope then array_length(list_distinct(r.$column)) > 1 end as ok,
  'its zones are ' || coalesce(nullif(array_to_string(r.$column, ', '), ''), 'none') as reason
from estate.$table r
where $scope is not false
