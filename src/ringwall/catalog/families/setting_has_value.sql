/*
doc = "Does a setting have the value that it should have?"

[parameters.table]
kind = "table"
doc = "The table of the resources."

[parameters.column]
kind = "column"
doc = "The column of the setting."

[parameters.setting]
kind = "value"
doc = "The setting's name as AWS spells it, for the reason."
sample = "Setting"

[parameters.value]
kind = "value"
doc = "The value that the setting should have."
default = true
sample = "GOOD_VALUE"

[parameters.other]
kind = "value"
doc = "A value that it should not have, for the examples."
default = false
sample = "BAD_VALUE"

[parameters.scope]
kind = "condition"
doc = "Which rows r of the table are in scope."
default = "true"

[[example]]
"$table" = [{arn = "a", "$column" = "$value"}]
expect = "pass"

[[example]]
"$table" = [{arn = "a", "$column" = "$other"}]
expect = "fail"

[[example]]
"$table" = [{arn = "a"}]
expect = "unknown"
*/
select
  r.arn as resource,
  case when $scope then r.$column = $value end as ok,
  $setting || ' is ' || r.$column as reason
from estate.$table r
where $scope is not false
