/*
title = "Database instance should have Enhanced Monitoring enabled"
layer = "detection"
severity = "low"
why = "The metrics of the hypervisor do not say which process works. With those of the operating system you see what an attack, a leak of memory or a miner does on the machine."
fix = "aws rds modify-db-instance --db-instance-identifier NAME --monitoring-interval 60 --monitoring-role-arn ROLE_ARN --apply-immediately (the role trusts monitoring.rds.amazonaws.com and has the policy AmazonRDSEnhancedMonitoringRole)"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html"

[[example]]
rds_db_instance = [{arn = "d", engine = "postgres", monitoring_interval = 60}]
expect = "pass"

[[example]]
rds_db_instance = [{arn = "d", engine = "postgres", monitoring_interval = 0}]
expect = "fail"

# An instance of Aurora has an interval of its own.
[[example]]
rds_db_instance = [{arn = "d", engine = "aurora-mysql", db_cluster_identifier = "c", monitoring_interval = 0}]
expect = "fail"

# DocumentDB and Neptune do not have it.
[[example]]
rds_db_instance = [
  {arn = "d", engine = "postgres", monitoring_interval = 1},
  {arn = "e", engine = "docdb", monitoring_interval = 0},
  {arn = "f", engine = "neptune", monitoring_interval = 0},
]
expect = "pass"

[[example]]
rds_db_instance = [{arn = "d", engine = "postgres"}]
expect = "unknown"

[[example]]
rds_db_instance = [{arn = "d", monitoring_interval = 0}]
expect = "unknown"
*/
select
  d.arn as resource,
  case when d.engine not in ('docdb', 'neptune') then d.monitoring_interval > 0 end as ok,
  'MonitoringInterval is ' || d.monitoring_interval as reason
from estate.rds_db_instance d
where (d.engine not in ('docdb', 'neptune')) is not false
