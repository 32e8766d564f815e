/*
title = "Database instance should have a standby in another Availability Zone"
family = "setting_has_value"
table = "rds_db_instance"
column = "multi_az"
setting = "MultiAZ"
scope = "r.db_cluster_identifier = '' and r.engine not in ('docdb', 'neptune') and r.engine not like 'custom-%'"
row = {engine = "postgres", db_cluster_identifier = ""}
layer = "response"
severity = "medium"
why = "When the zone of a single instance fails, the database is gone until somebody restores it. A standby takes over within minutes, with all data."
fix = "aws rds modify-db-instance --db-instance-identifier NAME --multi-az --apply-immediately"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html"

# The instances of a cluster are each other's standby.
[[example]]
rds_db_instance = [
  {arn = "d", engine = "postgres", db_cluster_identifier = "", multi_az = true},
  {arn = "e", engine = "aurora-mysql", db_cluster_identifier = "c", multi_az = false},
]
expect = "pass"
*/
