/*
title = "Neptune cluster should send its audit log to CloudWatch Logs"
family = "exports_logs"
table = "rds_db_cluster"
column = "enable_cloudwatch_logs_exports"
logs = ["audit"]
scope = "r.engine = 'neptune'"
row = {engine = "neptune"}
severity = "medium"
why = "The audit log says who signed in and what was read or changed. In CloudWatch Logs nobody who controls the database can remove it, and alarms can watch it."
fix = "aws neptune modify-db-cluster --db-cluster-identifier NAME --cloudwatch-logs-export-configuration EnableLogTypes=audit (the parameter neptune_enable_audit_log has to be 1, too)"
url = "https://docs.aws.amazon.com/neptune/latest/userguide/cloudwatch-logs.html"

# A cluster of another engine is not judged here.
[[example]]
rds_db_cluster = [
  {arn = "c", engine = "neptune", enable_cloudwatch_logs_exports = ["audit", "slowquery"]},
  {arn = "d", engine = "aurora-mysql", enable_cloudwatch_logs_exports = []},
]
expect = "pass"
*/
