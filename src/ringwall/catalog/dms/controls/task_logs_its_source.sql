/*
title = "DMS replication task should log what happens at its source"
layer = "detection"
severity = "medium"
why = "Without the logs of the source nobody sees which data a task moved, or that it failed and left some behind."
fix = "aws dms modify-replication-task --replication-task-arn ARN --replication-task-settings '{\"Logging\": {\"EnableLogging\": true, \"LogComponents\": [{\"Id\": \"SOURCE_CAPTURE\", \"Severity\": \"LOGGER_SEVERITY_DEFAULT\"}, {\"Id\": \"SOURCE_UNLOAD\", \"Severity\": \"LOGGER_SEVERITY_DEFAULT\"}]}}' (stop the task first)"
url = "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TaskSettings.Logging.html"

[[example]]
dms_replication_task = [{arn = "t", logging_enabled = true, source_capture_severity = "LOGGER_SEVERITY_DEFAULT", source_unload_severity = "LOGGER_SEVERITY_DETAILED_DEBUG"}]
expect = "pass"

[[example]]
dms_replication_task = [{arn = "t", logging_enabled = true, source_capture_severity = "LOGGER_SEVERITY_DEFAULT", source_unload_severity = "LOGGER_SEVERITY_ERROR"}]
expect = "fail"

# Nothing is logged of one of the two.
[[example]]
dms_replication_task = [{arn = "t", logging_enabled = true, source_capture_severity = "LOGGER_SEVERITY_DEFAULT", source_unload_severity = ""}]
expect = "fail"

# The components are set, and logging is off.
[[example]]
dms_replication_task = [{arn = "t", logging_enabled = false, source_capture_severity = "LOGGER_SEVERITY_DEFAULT", source_unload_severity = "LOGGER_SEVERITY_DEFAULT"}]
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
    t.source_capture_severity as first_severity,
    t.source_unload_severity as second_severity
  from estate.dms_replication_task t
)
select
  t.arn as resource,
  t.logging_enabled
    and t.first_severity in ('LOGGER_SEVERITY_DEFAULT', 'LOGGER_SEVERITY_DEBUG', 'LOGGER_SEVERITY_DETAILED_DEBUG')
    and t.second_severity in ('LOGGER_SEVERITY_DEFAULT', 'LOGGER_SEVERITY_DEBUG', 'LOGGER_SEVERITY_DETAILED_DEBUG') as ok,
  case
    when not t.logging_enabled then 'EnableLogging is false'
    else 'SOURCE_CAPTURE is ' || coalesce(nullif(t.first_severity, ''), 'not logged')
      || ', SOURCE_UNLOAD is ' || coalesce(nullif(t.second_severity, ''), 'not logged')
  end as reason
from task t
