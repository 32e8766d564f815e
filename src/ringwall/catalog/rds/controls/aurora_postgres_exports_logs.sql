/*
title = "Aurora PostgreSQL cluster should send its log to CloudWatch Logs"
family = "exports_logs"
table = "rds_db_cluster"
column = "enable_cloudwatch_logs_exports"
logs = ["postgresql"]
scope = "r.engine = 'aurora-postgresql'"
row = {engine = "aurora-postgresql"}
severity = "medium"
why = "Logs on the instance are deleted after days, and with the instance. In CloudWatch Logs nobody who controls the database can remove them, and alarms can watch them."
fix = "aws rds modify-db-cluster --db-cluster-identifier NAME --cloudwatch-logs-export-configuration EnableLogTypes=postgresql"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.CloudWatch.html"

# A cluster of another engine.
[[example]]
rds_db_cluster = [
  {arn = "c", engine = "aurora-postgresql", enable_cloudwatch_logs_exports = ["postgresql", "instance"]},
  {arn = "d", engine = "neptune", enable_cloudwatch_logs_exports = []},
]
expect = "pass"
*/
