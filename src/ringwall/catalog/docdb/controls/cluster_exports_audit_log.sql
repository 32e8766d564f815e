/*
title = "DocumentDB cluster should send its audit log to CloudWatch Logs"
family = "exports_logs"
table = "rds_db_cluster"
column = "enable_cloudwatch_logs_exports"
logs = ["audit"]
scope = "r.engine = 'docdb'"
row = {engine = "docdb"}
severity = "medium"
why = "The audit log says who signed in and what was read or changed. In CloudWatch Logs nobody who controls the database can remove it, and alarms can watch it."
fix = "aws docdb modify-db-cluster --db-cluster-identifier NAME --cloudwatch-logs-export-configuration EnableLogTypes=audit (the parameter audit_logs has to be enabled, too)"
url = "https://docs.aws.amazon.com/documentdb/latest/developerguide/event-auditing.html"

# A cluster of another engine is not judged here.
[[example]]
rds_db_cluster = [
  {arn = "c", engine = "docdb", enable_cloudwatch_logs_exports = ["audit", "profiler"]},
  {arn = "d", engine = "aurora-mysql", enable_cloudwatch_logs_exports = []},
]
expect = "pass"
*/
