/*
doc = "Does a replication task log what happens at one of its ends, at a level that tells it?"
layer = "detection"

[parameters.first]
kind = "column"
doc = "The column of dms_replication_task with the severity of the first component."
default = "source_capture_severity"

[parameters.second]
kind = "column"
doc = "The column with the severity of the second."
default = "source_unload_severity"

[parameters.first_component]
kind = "value"
doc = "The first component as AWS spells it, for the reason."
default = "SOURCE_CAPTURE"

[parameters.second_component]
kind = "value"
doc = "The second."
default = "SOURCE_UNLOAD"

[[example]]
dms_replication_task = [{arn = "t", logging_enabled = true, "$first" = "LOGGER_SEVERITY_DEFAULT", "$second" = "LOGGER_SEVERITY_DETAILED_DEBUG"}]
expect = "pass"

[[example]]
dms_replication_task = [{arn = "t", logging_enabled = true, "$first" = "LOGGER_SEVERITY_DEFAULT", "$second" = "LOGGER_SEVERITY_ERROR"}]
expect = "fail"

# Nothing is logged of one of the two.
[[example]]
dms_replication_task = [{arn = "t", logging_enabled = true, "$first" = "LOGGER_SEVERITY_DEFAULT", "$second" = ""}]
expect = "fail"

# The components are set, and logging is off.
[[example]]
dms_replication_task = [{arn = "t", logging_enabled = false, "$first" = "LOGGER_SEVERITY_DEFAULT", "$second" = "LOGGER_SEVERITY_DEFAULT"}]
expect = "fail"

[[example]]
dms_replication_task = [{arn = "t", logging_enabled = true}]
expect = "unknown"

[[example]]
dms_replication_task = [{arn = "t"}]
expect = "unknown"
*/
with task as (
  select
    t.arn,
    t.logging_enabled,
    t.$first as first_severity,
    t.$second as second_severity
  from estate.dms_replication_task t
)
select
  t.arn as resource,
  t.logging_enabled
    and t.first_severity in ('LOGGER_SEVERITY_DEFAULT', 'LOGGER_SEVERITY_DEBUG', 'LOGGER_SEVERITY_DETAILED_DEBUG')
    and t.second_severity in ('LOGGER_SEVERITY_DEFAULT', 'LOGGER_SEVERITY_DEBUG', 'LOGGER_SEVERITY_DETAILED_DEBUG') as ok,
  case
    when not t.logging_enabled then 'EnableLogging is false'
    else $first_component || ' is ' || coalesce(nullif(t.first_severity, ''), 'not logged')
      || ', ' || $second_component || ' is ' || coalesce(nullif(t.second_severity, ''), 'not logged')
  end as reason
from task t
