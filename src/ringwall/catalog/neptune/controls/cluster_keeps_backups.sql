/*
title = "Neptune cluster should keep backups for at least 7 days"
layer = "response"
severity = "medium"
why = "Damage is often noticed days later. With backups of the last week, you can restore the cluster to the time before it."
fix = "aws neptune modify-db-cluster --db-cluster-identifier NAME --backup-retention-period 7 --apply-immediately"
url = "https://docs.aws.amazon.com/neptune/latest/userguide/backup-restore-overview.html"

[[example]]
rds_db_cluster = [{arn = "c", engine = "neptune", backup_retention_period = 7}]
expect = "pass"

[[example]]
rds_db_cluster = [{arn = "c", engine = "neptune", backup_retention_period = 1}]
expect = "fail"

# A cluster of another engine is not judged here.
[[example]]
rds_db_cluster = [
  {arn = "c", engine = "neptune", backup_retention_period = 35},
  {arn = "d", engine = "aurora-mysql", backup_retention_period = 1},
]
expect = "pass"

[[example]]
rds_db_cluster = [{arn = "c", engine = "neptune"}]
expect = "unknown"

[[example]]
rds_db_cluster = [{arn = "c", backup_retention_period = 1}]
expect = "unknown"
*/
select
  c.arn as resource,
  case when c.engine = 'neptune' then c.backup_retention_period >= 7 end as ok,
  'BackupRetentionPeriod is ' || c.backup_retention_period as reason
from estate.rds_db_cluster c
where (c.engine = 'neptune') is not false
