/*
doc = "Are the logs sent to CloudWatch Logs that should be?"
layer = "detection"

[parameters.table]
kind = "table"
doc = "The table of the resources."

[parameters.column]
kind = "column"
holds = "list"
doc = "The column with the list of logs that are sent."

[parameters.logs]
kind = "value"
doc = "The logs that should be sent."
sample = ["LOG"]

[parameters.scope]
kind = "condition"
doc = "Which rows r of the table are in scope."
default = "true"

[[example]]
"$table" = [{arn = "a", "$column" = "$logs"}]
expect = "pass"

[[example]]
"$table" = [{arn = "a", "$column" = []}]
expect = "fail"

# Another log alone.
[[example]]
"$table" = [{arn = "a", "$column" = ["some-other-log"]}]
expect = "fail"

[[example]]
"$table" = [{arn = "a"}]
expect = "unknown"
*/
select
  r.arn as resource,
  case
    when $scope and r.$column is not null
      then len(list_filter([$logs], lambda l: not list_contains(r.$column, l))) = 0
  end as ok,
  case
    when len(r.$column) = 0 then 'no log is sent to CloudWatch Logs'
    else 'sent to CloudWatch Logs: ' || array_to_string(r.$column, ', ')
  end as reason
from estate.$table r
where $scope is not false
