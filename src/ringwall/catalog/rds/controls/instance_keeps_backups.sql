/*
title = "Database instance should keep backups for at least 7 days"
layer = "response"
severity = "medium"
why = "Damage is often noticed days later. With backups of the last week, you can restore the database to the time before it."
fix = "aws rds modify-db-instance --db-instance-identifier NAME --backup-retention-period 7 --apply-immediately (for a member of an Aurora cluster: aws rds modify-db-cluster --db-cluster-identifier NAME --backup-retention-period 7 --apply-immediately)"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html"

[[example]]
rds_db_instance = [{arn = "d", backup_retention_period = 7, read_replica_source = ""}]
expect = "pass"

[[example]]
rds_db_instance = [{arn = "d", backup_retention_period = 6, read_replica_source = ""}]
expect = "fail"

# 0 disables backups.
[[example]]
rds_db_instance = [{arn = "d", backup_retention_period = 0, read_replica_source = ""}]
expect = "fail"

# The data of a read replica is backed up at its source.
[[example]]
rds_db_instance = [{arn = "d", backup_retention_period = 0, read_replica_source = "arn:aws:rds:eu-west-1:111111111111:db:main"}]
expect = "pass"

[[example]]
rds_db_instance = [{arn = "d", read_replica_source = ""}]
expect = "unknown"
*/
select
  d.arn as resource,
  d.backup_retention_period >= 7 or d.read_replica_source <> '' as ok,
  case
    when d.read_replica_source <> '' then 'it is a read replica of ' || d.read_replica_source
    else 'BackupRetentionPeriod is ' || d.backup_retention_period
  end as reason
from estate.rds_db_instance d
