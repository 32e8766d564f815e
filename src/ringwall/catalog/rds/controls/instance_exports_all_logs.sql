/*
title = "Database instance should send all logs of its engine to CloudWatch Logs"
layer = "detection"
severity = "medium"
why = "Logs on the instance are deleted after days, and with the instance. In CloudWatch Logs nobody who controls the database can remove them, and alarms can watch them."
fix = "PostgreSQL: aws rds modify-db-instance --db-instance-identifier NAME --cloudwatch-logs-export-configuration EnableLogTypes=postgresql,upgrade; MySQL and MariaDB: EnableLogTypes=audit,error,general,slowquery; Oracle: EnableLogTypes=alert,audit,listener,trace; SQL Server: EnableLogTypes=agent,error. Some logs have to be turned on first, by a parameter group or an option group."
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html"

[[example]]
rds_db_instance = [{arn = "d", engine = "postgres", db_cluster_identifier = "", enable_cloudwatch_logs_exports = ["postgresql", "upgrade", "iam-db-auth-error"]}]
expect = "pass"

[[example]]
rds_db_instance = [{arn = "d", engine = "mysql", db_cluster_identifier = "", enable_cloudwatch_logs_exports = ["audit", "error", "general", "slowquery"]}]
expect = "pass"

[[example]]
rds_db_instance = [{arn = "d", engine = "oracle-ee", db_cluster_identifier = "", enable_cloudwatch_logs_exports = ["alert", "audit", "listener", "trace"]}]
expect = "pass"

[[example]]
rds_db_instance = [{arn = "d", engine = "sqlserver-se", db_cluster_identifier = "", enable_cloudwatch_logs_exports = ["agent", "error"]}]
expect = "pass"

# SQL Server Express has no agent.
[[example]]
rds_db_instance = [{arn = "d", engine = "sqlserver-ex", db_cluster_identifier = "", enable_cloudwatch_logs_exports = ["error"]}]
expect = "pass"

[[example]]
rds_db_instance = [{arn = "d", engine = "mariadb", db_cluster_identifier = "", enable_cloudwatch_logs_exports = ["audit", "error"]}]
expect = "fail"

[[example]]
rds_db_instance = [{arn = "d", engine = "postgres", db_cluster_identifier = "", enable_cloudwatch_logs_exports = []}]
expect = "fail"

# The logs of a member are the cluster's.
[[example]]
rds_db_instance = [
  {arn = "d", engine = "postgres", db_cluster_identifier = "", enable_cloudwatch_logs_exports = ["postgresql", "upgrade"]},
  {arn = "e", engine = "aurora-mysql", db_cluster_identifier = "c", enable_cloudwatch_logs_exports = []},
]
expect = "pass"

[[example]]
rds_db_instance = [{arn = "d", engine = "postgres", db_cluster_identifier = ""}]
expect = "unknown"

[[example]]
rds_db_instance = [{arn = "d", db_cluster_identifier = "", enable_cloudwatch_logs_exports = []}]
expect = "unknown"
*/
with instance as (
  select
    d.arn,
    d.enable_cloudwatch_logs_exports as exported,
    d.db_cluster_identifier = ''
      and (
        d.engine in ('postgres', 'mysql', 'mariadb')
        or d.engine like 'oracle-%'
        or d.engine like 'sqlserver-%'
      ) as is_in_scope,
    case
      when d.engine = 'postgres' then ['postgresql', 'upgrade']
      when d.engine in ('mysql', 'mariadb') then ['audit', 'error', 'general', 'slowquery']
      when d.engine like 'oracle-%' then ['alert', 'audit', 'listener', 'trace']
      when d.engine = 'sqlserver-ex' then ['error']
      when d.engine like 'sqlserver-%' then ['agent', 'error']
    end as wanted
  from estate.rds_db_instance d
),
compared as (
  select
    i.arn,
    i.is_in_scope,
    case
      when i.exported is not null and i.wanted is not null
        then list_filter(i.wanted, lambda l: not list_contains(i.exported, l))
    end as missing
  from instance i
)
select
  c.arn as resource,
  case when c.is_in_scope then len(c.missing) = 0 end as ok,
  case
    when len(c.missing) = 0 then 'all logs are sent to CloudWatch Logs'
    else 'not sent to CloudWatch Logs: ' || array_to_string(c.missing, ', ')
  end as reason
from compared c
where c.is_in_scope is not false
