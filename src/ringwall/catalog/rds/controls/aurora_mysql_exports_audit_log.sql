/*
title = "Aurora MySQL cluster should send its audit log to CloudWatch Logs"
family = "exports_logs"
table = "rds_db_cluster"
column = "enable_cloudwatch_logs_exports"
logs = ["audit"]
scope = "r.engine in ('aurora', 'aurora-mysql')"
row = {engine = "aurora-mysql"}
severity = "medium"
why = "Logs on the instance are deleted after days, and with the instance. In CloudWatch Logs nobody who controls the database can remove them, and alarms can watch them."
fix = "aws rds modify-db-cluster --db-cluster-identifier NAME --cloudwatch-logs-export-configuration EnableLogTypes=audit"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Integrating.CloudWatch.html"

# A cluster of another engine.
[[example]]
rds_db_cluster = [
  {arn = "c", engine = "aurora-mysql", enable_cloudwatch_logs_exports = ["error", "audit"]},
  {arn = "d", engine = "neptune", enable_cloudwatch_logs_exports = []},
]
expect = "pass"
*/
