/*
title = "Database snapshot should be encrypted"
layer = "data"
severity = "medium"
why = "An unencrypted snapshot can be shared with any account and read there. Of an encrypted one the other account also needs the key, which has a policy and a log of its own."
fix = "Copy it with a key and delete the original: aws rds copy-db-snapshot --source-db-snapshot-identifier NAME --target-db-snapshot-identifier NAME-ENCRYPTED --kms-key-id KEY, then aws rds delete-db-snapshot --db-snapshot-identifier NAME; for a cluster: aws rds copy-db-cluster-snapshot --source-db-cluster-snapshot-identifier NAME --target-db-cluster-snapshot-identifier NAME-ENCRYPTED --kms-key-id KEY"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html"

[[example]]
rds_db_snapshot = [{arn = "s", encrypted = true}]
expect = "pass"

[[example]]
rds_db_snapshot = [{arn = "s", encrypted = false}]
expect = "fail"

[[example]]
rds_db_cluster_snapshot = [{arn = "s", engine = "aurora-mysql", storage_encrypted = false}]
expect = "fail"

# Snapshots of Neptune have a rule of their own.
[[example]]
rds_db_snapshot = [{arn = "s", encrypted = true}]
rds_db_cluster_snapshot = [{arn = "n", engine = "neptune", storage_encrypted = false}]
expect = "pass"

[[example]]
rds_db_snapshot = [{arn = "s"}]
expect = "unknown"

[[example]]
rds_db_cluster_snapshot = [{arn = "s", engine = "aurora-mysql"}]
expect = "unknown"

[[example]]
rds_db_cluster_snapshot = [{arn = "s", storage_encrypted = false}]
expect = "unknown"
*/
select
  s.arn as resource,
  s.encrypted as ok,
  'Encrypted is ' || s.encrypted as reason
from estate.rds_db_snapshot s
union all
select
  c.arn as resource,
  case when c.engine <> 'neptune' then c.storage_encrypted end as ok,
  'StorageEncrypted is ' || c.storage_encrypted as reason
from estate.rds_db_cluster_snapshot c
where (c.engine <> 'neptune') is not false
