/*
title = "DMS replication task should log what happens at its source"
family = "replication_task_logs"
severity = "medium"
why = "Without the logs of the source nobody sees which data a task moved, or that it failed and left some behind."
fix = "aws dms modify-replication-task --replication-task-arn ARN --replication-task-settings '{\"Logging\": {\"EnableLogging\": true, \"LogComponents\": [{\"Id\": \"SOURCE_CAPTURE\", \"Severity\": \"LOGGER_SEVERITY_DEFAULT\"}, {\"Id\": \"SOURCE_UNLOAD\", \"Severity\": \"LOGGER_SEVERITY_DEFAULT\"}]}}' (stop the task first)"
url = "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TaskSettings.Logging.html"
*/
