/*
title = "RDS for MariaDB instance should send its error and audit logs to CloudWatch Logs"
family = "exports_logs"
table = "rds_db_instance"
column = "enable_cloudwatch_logs_exports"
logs = ["audit", "error"]
scope = "r.engine = 'mariadb'"
row = {engine = "mariadb"}
severity = "medium"
why = "Logs on the instance are deleted after days, and with the instance. In CloudWatch Logs nobody who controls the database can remove them, and alarms can watch them."
fix = "Add the option MARIADB_AUDIT_PLUGIN to the option group, then aws rds modify-db-instance --db-instance-identifier NAME --cloudwatch-logs-export-configuration EnableLogTypes=audit,error"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.MariaDB.PublishtoCloudWatchLogs.html"

# An instance of another engine.
[[example]]
rds_db_instance = [
  {arn = "d", engine = "mariadb", enable_cloudwatch_logs_exports = ["error", "audit", "general"]},
  {arn = "e", engine = "mysql", enable_cloudwatch_logs_exports = []},
]
expect = "pass"
*/
