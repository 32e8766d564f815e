/*
title = "DMS replication task should log what happens at its target"
family = "replication_task_logs"
first = "target_apply_severity"
second = "target_load_severity"
first_component = "TARGET_APPLY"
second_component = "TARGET_LOAD"
severity = "medium"
why = "Without the logs of the target nobody sees which data a task moved, or that it failed and left some behind."
fix = "aws dms modify-replication-task --replication-task-arn ARN --replication-task-settings '{\"Logging\": {\"EnableLogging\": true, \"LogComponents\": [{\"Id\": \"TARGET_APPLY\", \"Severity\": \"LOGGER_SEVERITY_DEFAULT\"}, {\"Id\": \"TARGET_LOAD\", \"Severity\": \"LOGGER_SEVERITY_DEFAULT\"}]}}' (stop the task first)"
url = "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TaskSettings.Logging.html"
*/
