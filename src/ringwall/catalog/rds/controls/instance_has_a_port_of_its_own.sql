/*
title = "Database instance should not use the default port of its engine"
layer = "infrastructure"
severity = "low"
why = "Scanners look for databases at their default ports first. Another port keeps it from being found by chance; it does not replace a security group."
fix = "aws rds modify-db-instance --db-instance-identifier NAME --db-port-number PORT --apply-immediately (it restarts; clients and security groups need the new port; for Aurora: aws rds modify-db-cluster --db-cluster-identifier NAME --port PORT)"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.DBInstance.Modifying.html"

[[example]]
rds_db_instance = [{arn = "d", engine = "postgres", endpoint_port = 6543}]
expect = "pass"

[[example]]
rds_db_instance = [{arn = "d", engine = "postgres", endpoint_port = 5432}]
expect = "fail"

[[example]]
rds_db_instance = [{arn = "d", engine = "aurora-mysql", endpoint_port = 3306}]
expect = "fail"

[[example]]
rds_db_instance = [{arn = "d", engine = "oracle-se2", endpoint_port = 1521}]
expect = "fail"

[[example]]
rds_db_instance = [{arn = "d", engine = "sqlserver-ex", endpoint_port = 1433}]
expect = "fail"

# Another engine's default.
[[example]]
rds_db_instance = [{arn = "d", engine = "mysql", endpoint_port = 5432}]
expect = "pass"

# It has no address yet.
[[example]]
rds_db_instance = [{arn = "d", engine = "postgres", endpoint_port = 0}]
expect = "unknown"

[[example]]
rds_db_instance = [{arn = "d", engine = "postgres"}]
expect = "unknown"

[[example]]
rds_db_instance = [{arn = "d", endpoint_port = 5432}]
expect = "unknown"
*/
with instance as (
  select
    d.arn,
    d.engine not in ('docdb', 'neptune') as is_in_scope,
    nullif(d.endpoint_port, 0) as port,
    case
      when d.engine in ('postgres', 'aurora-postgresql') then 5432
      when d.engine in ('mysql', 'mariadb', 'aurora', 'aurora-mysql') then 3306
      when d.engine like 'oracle-%' or d.engine like 'custom-oracle-%' then 1521
      when d.engine like 'sqlserver-%' or d.engine like 'custom-sqlserver-%' then 1433
      when d.engine like 'db2-%' then 50000
    end as default_port
  from estate.rds_db_instance d
)
select
  i.arn as resource,
  case when i.is_in_scope then i.port <> i.default_port end as ok,
  'the port is ' || i.port || ', the default of the engine is ' || i.default_port as reason
from instance i
where i.is_in_scope is not false
