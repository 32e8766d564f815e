/*
title = "RDS for PostgreSQL instance should send its log to CloudWatch Logs"
family = "exports_logs"
table = "rds_db_instance"
column = "enable_cloudwatch_logs_exports"
logs = ["postgresql"]
scope = "r.engine = 'postgres' and r.db_cluster_identifier = ''"
row = {engine = "postgres", db_cluster_identifier = ""}
severity = "medium"
why = "Logs on the instance are deleted after days, and with the instance. In CloudWatch Logs nobody who controls the database can remove them, and alarms can watch them."
fix = "aws rds modify-db-instance --db-instance-identifier NAME --cloudwatch-logs-export-configuration EnableLogTypes=postgresql"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Concepts.PostgreSQL.PublishtoCloudWatchLogs.html"

# Another engine, and a member of a cluster.
[[example]]
rds_db_instance = [
  {arn = "c", engine = "postgres", db_cluster_identifier = "", enable_cloudwatch_logs_exports = ["postgresql", "upgrade"]},
  {arn = "d", engine = "oracle-ee", db_cluster_identifier = "", enable_cloudwatch_logs_exports = []},
  {arn = "e", engine = "postgres", db_cluster_identifier = "c", enable_cloudwatch_logs_exports = []},
]
expect = "pass"
*/
