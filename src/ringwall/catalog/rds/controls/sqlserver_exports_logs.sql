/*
title = "RDS for SQL Server instance should send its logs to CloudWatch Logs"
layer = "detection"
severity = "medium"
why = "Logs on the instance are deleted after days, and with the instance. In CloudWatch Logs nobody who controls the database can remove them, and alarms can watch them."
fix = "aws rds modify-db-instance --db-instance-identifier NAME --cloudwatch-logs-export-configuration EnableLogTypes=agent,error"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Concepts.SQLServer.PublishtoCloudWatchLogs.html"

[[example]]
rds_db_instance = [{arn = "d", engine = "sqlserver-se", enable_cloudwatch_logs_exports = ["agent", "error"]}]
expect = "pass"

[[example]]
rds_db_instance = [{arn = "d", engine = "sqlserver-ee", enable_cloudwatch_logs_exports = ["error"]}]
expect = "fail"

[[example]]
rds_db_instance = [{arn = "d", engine = "sqlserver-web", enable_cloudwatch_logs_exports = []}]
expect = "fail"

# SQL Server Express has no agent.
[[example]]
rds_db_instance = [
  {arn = "d", engine = "sqlserver-ex", enable_cloudwatch_logs_exports = ["error"]},
  {arn = "e", engine = "postgres", enable_cloudwatch_logs_exports = []},
]
expect = "pass"

[[example]]
rds_db_instance = [{arn = "d", engine = "sqlserver-se"}]
expect = "unknown"

[[example]]
rds_db_instance = [{arn = "d", enable_cloudwatch_logs_exports = []}]
expect = "unknown"
*/
select
  d.arn as resource,
  case
    when d.engine like 'sqlserver-%' and d.enable_cloudwatch_logs_exports is not null then
      list_contains(d.enable_cloudwatch_logs_exports, 'error')
        and (
          d.engine = 'sqlserver-ex' or list_contains(d.enable_cloudwatch_logs_exports, 'agent')
        )
  end as ok,
  case
    when len(d.enable_cloudwatch_logs_exports) = 0 then 'no log is sent to CloudWatch Logs'
    else 'sent to CloudWatch Logs: ' || array_to_string(d.enable_cloudwatch_logs_exports, ', ')
  end as reason
from estate.rds_db_instance d
where (d.engine like 'sqlserver-%') is not false
